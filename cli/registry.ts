/** Schemas of a registry that speaks Confluent's API: the embedded one where no other is named. */
import { z } from "zod";
import { SCHEMA_TYPES } from "../contracts/imports";
import { readRuntime } from "../embedded/runtime";
import { messageOf, UserError } from "../toolchain/errors";
import { meshHome } from "./project";

export interface RegistryOptions {
  /** Address of the API, like `http://localhost:8081`. @default the embedded registry's, where the mesh runs */
  readonly url?: string;
  /** Of the subject. @default the latest */
  readonly version?: number;
}

const registered = z.object({
  subject: z.string(),
  version: z.number(),
  schemaType: z.enum(Object.keys(SCHEMA_TYPES) as [keyof typeof SCHEMA_TYPES]).default("AVRO"),
  schema: z.string(),
  references: z.array(z.object({ name: z.string(), subject: z.string() })).nullish(),
});

const SECONDS = 30;

/** @throws UserError where the registry or the subject isn't there */
export async function subjectOf(
  subject: string,
  { url, version }: RegistryOptions,
): Promise<z.infer<typeof registered>> {
  const runtime = url === undefined ? known() : undefined;
  const address = url ?? (runtime?.supervisor && runtime.registry.url);
  if (address === undefined)
    throw new UserError(
      "registry: nothing runs, and no other registry is named.",
      ["--url ADDRESS names one"],
      ["npx mesh up"],
    );
  const base = address.replace(/\/+$/, "");
  const answer = await ask(`${base}/subjects/${encodeURIComponent(subject)}/versions/${version ?? "latest"}`);
  const subjects = answer.status === 404 ? (await ask(`${base}/subjects`)).body : undefined;
  if (Array.isArray(subjects)) {
    const given = version === undefined ? subject : `${subject} version ${version}`;
    throw new UserError(`subject: given ${given}, which ${base} does not have; allowed: ${subjects.join(", ")}`);
  }
  const parsed = registered.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success)
    throw new UserError(
      `${base}: it answered ${answer.status}, which is no subject: is this a schema registry's address?`,
    );
  const { references } = parsed.data;
  if (references?.length)
    throw new UserError(
      `subject: ${subject} refers to other subjects (${references.map((one) => one.subject).join(", ")}), which aren't followed; fix: import one schema that has them all`,
    );
  return parsed.data;
}

/** What runs. @throws UserError where its file can't be understood */
function known(): ReturnType<typeof readRuntime> {
  try {
    return readRuntime(meshHome());
  } catch (error) {
    throw new UserError(messageOf(error));
  }
}

async function ask(address: string): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(SECONDS * 1000) });
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      body = undefined;
    }
    return { status: response.status, body };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new UserError(`${address}: the registry can't be reached: ${messageOf(cause)}`, [], ["npx mesh status"]);
  }
}
