/** A subject of the schema registry with its schema; an incompatible schema is refused at preview. */
import { z } from "zod";
import { hasRegistry } from "../config";
import { type CheckFailure, type Context, differenceOf, MeshError, type ResourceHandler, sameJson } from "../handler";
import { type Candidate, judgeKept, judgeRegistered } from "../registry/judge";

/** Confluent's compatibility modes. */
export const compatibilityMode = z
  .enum(["BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE", "NONE"])
  .describe("the compatibility mode, e.g. BACKWARD_TRANSITIVE");

const inputs = z.strictObject({
  subject: z.string().min(1).max(255).describe("the subject's name, e.g. orders.v1-value"),
  schemaType: z.enum(["AVRO", "JSON"]).describe("the schema's type"),
  schema: z.string().min(1).describe("the schema's text"),
  compatibility: compatibilityMode,
  kept: z
    .array(
      z.strictObject({
        version: z.string().min(1).describe("the contract's version that the schema belongs to, e.g. 1.1.0"),
        schema: z.string().min(1).describe("the schema's text as it was released"),
      }),
    )
    .default([])
    .describe("the released versions kept in git, oldest first"),
  allowDelete: z
    .boolean()
    .default(false)
    .describe("true to let a destroy or replacement delete the subject with all its versions"),
});

type Inputs = z.output<typeof inputs>;
interface Outputs {
  /** The registry's id of the schema, as it goes on the wire. */
  readonly schemaId: number;
  /** The schema's version under the subject. */
  readonly version: number;
}

export const subject: ResourceHandler<Inputs, Outputs> = {
  token: "mesh:index:Subject",
  description: "A subject of the schema registry, its schema and its compatibility mode.",
  inputs,
  outputs: ["schemaId", "version"],
  secrets: [],

  check: async (context, { news }) => {
    const { subject, schemaType, schema, compatibility, kept } = news;
    // Unknown ones are judged when they are known, at the latest just before they are registered.
    if (!subject || !schemaType || !schema || !compatibility) return [];
    const malformed = await unreadable(schemaType, schema);
    if (malformed !== undefined) return [failure(`subject ${subject}: ${malformed}`)];
    const candidate: Candidate = { subject, schemaType, schema, compatibility };
    const [byGit, byRegistry] = await Promise.all([
      judgeKept(candidate, kept ?? []),
      hasRegistry(context.config) ? judgeLive(context, candidate) : [],
    ]);
    return [...byGit, ...byRegistry].map(failure);
  },

  diff: (olds, news) =>
    // Another order of keys or other white space is the same schema, and what is kept in git deploys nothing.
    differenceOf(olds, news, { replace: ["subject"], ignore: ["kept"], same: { schema: sameJson } }),

  create: async (context, { subject, schemaType, schema, compatibility }) => {
    const registry = context.registry();
    // First the mode: the registry itself then refuses what our check didn't see, e.g. a version registered meanwhile.
    await registry.setCompatibility(compatibility, subject);
    return { id: subject, outputs: await registry.register(subject, { schema, schemaType }) };
  },

  read: async (context, id, deployed) => {
    const registry = context.registry();
    const latest = await registry.version(id, "latest");
    if (latest === undefined) return undefined;
    const mode = compatibilityMode.safeParse((await registry.compatibility(id)) ?? (await registry.compatibility()));
    const declared = deployed?.inputs;
    // The declared text stays where the registry has the same schema in another writing.
    const same = declared !== undefined && sameJson(declared.schema, latest.schema);
    return {
      inputs: {
        subject: id,
        schemaType: latest.schemaType === "JSON" ? "JSON" : "AVRO",
        schema: same ? declared.schema : latest.schema,
        compatibility: mode.success ? mode.data : "NONE",
        kept: declared?.kept ?? [],
        allowDelete: declared?.allowDelete ?? false,
      },
      outputs: { schemaId: latest.id, version: latest.version },
    };
  },

  updates: (olds, news) =>
    olds.schemaType === news.schemaType && sameJson(olds.schema, news.schema) ? [] : ["schemaId", "version"],

  update: async (context, deployed, news) => {
    const registry = context.registry();
    if (deployed.inputs.compatibility !== news.compatibility) {
      await registry.setCompatibility(news.compatibility, news.subject);
    }
    if (subject.updates?.(deployed.inputs, news).length === 0) return deployed.outputs;
    return registry.register(news.subject, { schema: news.schema, schemaType: news.schemaType });
  },

  delete: async (context, { inputs }) => {
    const registry = context.registry();
    if (!inputs.allowDelete) {
      if ((await registry.version(inputs.subject, "latest")) === undefined) return;
      throw new MeshError(
        `subject ${inputs.subject}: given: allowDelete false; allowed: deleting it only with allowDelete true, because ` +
          `records already written can't be read without its schemas; fix: deploy it once with allowDelete: true and ` +
          `delete it then`,
      );
    }
    await registry.deleteSubject(inputs.subject);
  },
};

/** Why a text isn't a schema of its type. */
async function unreadable(schemaType: Candidate["schemaType"], text: string): Promise<string | undefined> {
  try {
    JSON.parse(text);
  } catch {
    return "given: a text that isn't JSON; allowed: a schema as JSON text; fix: derive it from the contract";
  }
  const { requireSchema } = await import("../../contracts/compatibility/index.js");
  const kind = schemaType === "AVRO" ? "an Avro schema" : "a JSON Schema";
  try {
    requireSchema(schemaType, text);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `given: a text that isn't ${kind} (${why}); allowed: ${kind}; fix: derive it from the contract`;
  }
}

/** A registry that doesn't answer is a failure, never a pass. */
async function judgeLive(context: Context, candidate: Candidate): Promise<readonly string[]> {
  try {
    return await judgeRegistered(candidate, context.registry());
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    return [
      `subject ${candidate.subject}: can't be judged against its registered versions: ${error.message}; or set offline: ` +
        `true on the provider to preview against the versions kept in git only`,
    ];
  }
}

function failure(reason: string): CheckFailure {
  return { property: "schema", reason };
}
