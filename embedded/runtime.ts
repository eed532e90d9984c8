/** `$MESH_HOME/runtime.json`: where the embedded default's parts are, and how one gets in. Readable by its owner only. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomic } from "../toolchain/cache";

const port = z.int().min(1).max(65535);

export const runtimeSchema = z.strictObject({
  version: z.literal(1),
  kafka: z.strictObject({
    bootstrap: z.string().describe("host:port"),
    username: z.string(),
    password: z.string(),
    mechanism: z.literal("scram-sha512"),
  }),
  registry: z.strictObject({ url: z.string().describe("Base address of the Confluent-compatible API") }),
  postgres: z.strictObject({
    host: z.string(),
    port,
    database: z.string(),
    user: z.string(),
    password: z.string(),
  }),
  services: z.record(z.string(), port).describe("Product id → port of its service"),
  supervisor: z
    .strictObject({
      pid: z.int(),
      birth: z.string().describe("When that process was started: a pid alone may be another's by now"),
      url: z.string().describe("Its control interface; loopback only"),
      token: z.string(),
    })
    .optional()
    .describe("Absent when stopped"),
});

export type Runtime = z.output<typeof runtimeSchema>;

/**
 * What runs, or undefined where nothing was ever started under `home`.
 * @throws Error where the file is there but isn't what the supervisor writes
 */
export function readRuntime(home: string): Runtime | undefined {
  const file = join(home, "runtime.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    return runtimeSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file} can't be understood; given: not what the supervisor writes; fix: restore it, or remove ${home} with all its data`,
    );
  }
}

export function writeRuntime(home: string, runtime: Runtime): void {
  writeAtomic(join(home, "runtime.json"), `${JSON.stringify(runtimeSchema.parse(runtime), null, 2)}\n`, 0o600);
}

/** Places under the embedded default's home. */
export function places(home: string) {
  return {
    data: join(home, "data"),
    logs: join(home, "logs"),
    /** Pids, configuration with secrets, the services' mounted files. */
    run: join(home, "run"),
    manifests: join(home, "manifests"),
    images: join(home, "images"),
    state: join(home, "state"),
  } as const;
}
