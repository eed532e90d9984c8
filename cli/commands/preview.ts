import { ensureToolchain } from "../../toolchain";
import { buildAll } from "../build";
import { inParallel } from "../in-parallel";
import { type Format, log, print } from "../log";
import { products, stackOf, waves } from "../project";
import { report } from "../report";
import { Stacks } from "../stacks";

export interface PreviewOptions {
  readonly environment: string;
  readonly format: Format;
}

/** What `mesh up` would do, without doing it. What passes gets its attestation, where there is a key to sign it. */
export async function preview(domains: readonly string[], { environment, format }: PreviewOptions): Promise<void> {
  const chosen = waves(products(), domains).flat();
  const toolchain = await ensureToolchain();
  await buildAll(toolchain);
  const stacks = new Stacks(toolchain, log);
  const names = (domains.length === 0 ? ["platform", ...chosen] : chosen).map((name) => stackOf(name, environment));
  const results = await inParallel(names, (name) => stacks.preview(name));
  print(report(results, format));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
