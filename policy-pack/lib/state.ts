import * as proxy from "@pulumi/policy/proxy";
// The small form of zod, as everywhere in the pack.
import * as z from "zod/mini";
import type { Registered } from "./stage";

/** What `pulumi stack export` prints, as far as it is judged. What else is in it is left alone. */
const RESOURCE = z.looseObject({
  urn: z.string(),
  type: z.string(),
  inputs: z.optional(z.record(z.string(), z.unknown())),
  parent: z.optional(z.string()),
  protect: z.optional(z.boolean()),
  provider: z.optional(z.string()),
  ignoreChanges: z.optional(z.array(z.string())),
  aliases: z.optional(z.array(z.string())),
  delete: z.optional(z.boolean()),
  external: z.optional(z.boolean()),
  /** URNs, by input: whose outputs the input was made of. */
  propertyDependencies: z.optional(z.nullable(z.record(z.string(), z.nullable(z.array(z.string()))))),
});
type StateResource = z.infer<typeof RESOURCE>;
const STATE = z.looseObject({
  version: z.number(),
  deployment: z.looseObject({ resources: z.optional(z.nullable(z.array(RESOURCE))) }),
});

/** The engine's mark on values that aren't plain; `SECRET` is what it has for secrets, encrypted or not. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
  unknownCheckingProxy(props: object): Record<string, unknown>;
  unknownStringValue: string;
};

export type State =
  | { readonly ok: true; readonly stack: string; readonly resources: readonly Registered[] }
  | { readonly ok: false; readonly problem: string };

const ALLOWED = "what `pulumi stack export` prints";

/**
 * The resources of an exported state, as a preview would have registered them. A secret is unknown: a guardrail that
 * needs it makes a violation of `value-known`, and nobody says it, also where the state was exported with it in clear.
 * What the stack only reads, or has given up and not yet deleted, is not its own any more.
 */
export function readState(text: string): State {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold secrets.
    return { ok: false, problem: `given text that is no JSON; allowed: ${ALLOWED}` };
  }
  const parsed = STATE.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") || "(the whole file)";
    return { ok: false, problem: `${field}: ${issue?.message ?? "not as expected"}; allowed: ${ALLOWED}` };
  }
  const all = parsed.data.deployment.resources ?? [];
  const byUrn = new Map(all.map((resource) => [resource.urn, resource]));
  const resources = all.flatMap((resource) =>
    resource.delete || resource.external ? [] : registered(resource, byUrn),
  );
  return { ok: true, stack: stackOf(all[0]?.urn ?? ""), resources };
}

function registered(resource: StateResource, byUrn: ReadonlyMap<string, StateResource>): Registered {
  const { urn, type, inputs = {}, parent, protect = false, ignoreChanges = [], aliases = [] } = resource;
  const made = Object.entries(resource.propertyDependencies ?? {});
  const provider = resource.provider === undefined ? undefined : byUrn.get(withoutId(resource.provider));
  return {
    urn,
    type,
    name: nameOf(urn),
    props: props(inputs),
    opts: {
      protect,
      ignoreChanges,
      aliases,
      ...(parent === undefined ? {} : { parent }),
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    ...(provider
      ? {
          provider: {
            urn: provider.urn,
            type: provider.type,
            name: nameOf(provider.urn),
            props: props(provider.inputs ?? {}),
          },
        }
      : {}),
    // As the SDK has it of a stack's resources.
    ...{
      propertyDependencies: Object.fromEntries(made.map(([key, of]) => [key, (of ?? []).map((one) => ({ urn: one }))])),
    },
  };
}

function props(inputs: object): Record<string, unknown> {
  return unknownCheckingProxy(veiled(inputs) as object);
}

function veiled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(veiled);
  if (value === null || typeof value !== "object") return value;
  if ((value as Record<string, unknown>)[MARK] === SECRET) return unknownStringValue;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, veiled(inner)]));
}

/** `urn:…::id` names a provider by its URN and its id. */
function withoutId(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** `orders-local` of `urn:pulumi:orders-local::project::type::name`. */
export function stackOf(urn: string): string {
  return urn.split("::", 1)[0]?.replace(/^urn:pulumi:/, "") ?? "";
}
