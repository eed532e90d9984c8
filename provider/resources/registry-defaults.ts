/** The registry's global compatibility mode: what a subject without a mode of its own is held to. */
import { z } from "zod";
import { differenceOf, type ResourceHandler } from "../handler";
import { compatibilityMode } from "./subject";

const inputs = z.strictObject({ compatibility: compatibilityMode });

type Inputs = z.output<typeof inputs>;
interface Outputs {
  /** The mode from before us, for registries that can't be reset. */
  readonly previous: string;
}

/** There is one set of defaults in a registry. */
const ID = "defaults";
/** The Confluent API's documented default. */
const DOCUMENTED_DEFAULT = "BACKWARD";

export const registryDefaults: ResourceHandler<Inputs, Outputs> = {
  token: "mesh:index:RegistryDefaults",
  description: "The schema registry's global compatibility mode.",
  inputs,
  outputs: ["previous"],
  secrets: [],

  check: async () => [],

  diff: (olds, news) => differenceOf(olds, news),

  create: async (context, { compatibility }) => {
    const registry = context.registry();
    const previous = (await registry.compatibility()) ?? DOCUMENTED_DEFAULT;
    await registry.setCompatibility(compatibility);
    return { id: ID, outputs: { previous } };
  },

  read: async (context, _id, deployed) => {
    const live = await context.registry().compatibility();
    const compatibility = compatibilityMode.safeParse(live);
    if (!compatibility.success) return undefined;
    return {
      inputs: { compatibility: compatibility.data },
      outputs: deployed?.outputs ?? { previous: DOCUMENTED_DEFAULT },
    };
  },

  update: async (context, { outputs }, { compatibility }) => {
    await context.registry().setCompatibility(compatibility);
    return outputs;
  },

  delete: async (context, { outputs }) => {
    const registry = context.registry();
    if (!(await registry.resetCompatibility())) await registry.setCompatibility(outputs.previous);
  },
};
