/** The provider's own configuration: where the registry and the database are. */
import { z } from "zod";
import { validate } from "./check";
import type { CheckFailure } from "./handler";
import { hasUnknown, type Path } from "./wire";

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

const configSchema = z.object({
  registryUrl: z
    .url({ protocol: /^https?$/, error: "an http or https address" })
    .optional()
    .describe("the schema registry's Confluent API, e.g. http://127.0.0.1:8081/apis/ccompat/v7"),
  databaseUrl: z
    .url({ protocol: /^postgres(ql)?$/, error: "a postgresql address" })
    .optional()
    .describe("the mesh's Postgres, e.g. postgresql://admin:secret@127.0.0.1:5432/mesh"),
  offline: flag.default(false).describe("true = nothing is deployed and nothing is asked; previews only"),
});

export type Config = z.infer<typeof configSchema>;

/** Addresses may hold a password, so they are never shown as a whole. */
export const CONFIG_SECRETS: readonly Path[] = [["databaseUrl"], ["registryUrl"]];

/** Passed along by the engine and the SDK; not ours to judge. */
const ENGINE_KEYS: ReadonlySet<string> = new Set(["version", "pluginDownloadURL", "__internal", "__defaults"]);

/**
 * Judges the configuration at preview.
 *
 * The engine asks a provider with an unknown configuration nothing at all, so that every check would silently pass.
 * That is why an unknown is refused here, unless the provider has no registry (then it judges no subject).
 */
export function checkConfig(news: Readonly<Record<string, unknown>>): readonly CheckFailure[] {
  const ours = withoutEngineKeys(news);
  const strict = configSchema.strict();
  const failures = validate(strict, ours, CONFIG_SECRETS);
  const unknown = Object.keys(ours).filter((key) => hasUnknown(ours[key]));
  if (unknown.length === 0 || ours.registryUrl === undefined || ours.offline === true) return failures;
  return [
    ...failures,
    ...unknown.map((property) => ({
      property,
      reason:
        `given: a value that isn't known at preview, so no schema could be judged and every check would pass unseen; ` +
        `allowed: a known value; fix: deploy the stack that makes it first and take it from that stack's outputs or ` +
        `from config, or, where the subjects need no database, use a provider of its own for them`,
    })),
  ];
}

/** Reads what `Configure` was given. @throws Error with the failures' text; the engine shows it. */
export function parseConfig(args: Readonly<Record<string, unknown>>): Config {
  const ours = withoutEngineKeys(args);
  const parsed = configSchema.safeParse(ours);
  if (parsed.success) return parsed.data;
  const failures = validate(configSchema, ours, CONFIG_SECRETS);
  throw new Error(failures.map(({ property, reason }) => `mesh provider: ${property}: ${reason}`).join("\n"));
}

function withoutEngineKeys(bag: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bag).filter(([key, value]) => !ENGINE_KEYS.has(key) && value !== null && value !== ""),
  );
}

/** An address without user and password, for messages. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return "(an address that can't be read)";
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, "")}`;
}

/** Whether a registry may be asked. */
export function hasRegistry(config: Config): config is Config & { readonly registryUrl: string } {
  return !config.offline && config.registryUrl !== undefined;
}
