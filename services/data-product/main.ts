/**
 * The process: environment in, exit code out. 0 after a graceful stop, 1 when it could not start or not stop cleanly,
 * 2 when the environment or the model cannot be used.
 */
import { jsonSchema } from "../../contracts/exports/json-schema";
import { ConfigError, readConfig } from "./config";
import { ModelError } from "./endpoints";
import { startService } from "./service";

/** One JSON line, written before the logger exists or after it is gone. */
function say(event: string, reason: string): void {
  process.stdout.write(`${JSON.stringify({ level: 60, time: Date.now(), event, reason })}\n`);
}

async function main(): Promise<void> {
  const service = await startService(readConfig(process.env), { jsonSchema });
  const stop = () => {
    // A second signal means now.
    process.once("SIGTERM", () => process.exit(1));
    process.once("SIGINT", () => process.exit(1));
    service.close().then(
      () => process.exit(0),
      (error: unknown) => {
        say("stop.failed", error instanceof Error ? error.message : String(error));
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) for (const fault of error.faults) say("start.failed", fault);
  else say("start.failed", error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof ConfigError || error instanceof ModelError ? 2 : 1;
});
