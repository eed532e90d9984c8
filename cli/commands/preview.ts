import { ensureToolchain } from "../../toolchain";
import { buildAll } from "../build";
import { inParallel } from "../in-parallel";
import { type Format, log, print } from "../log";
import { products, stackOf, waves } from "../project";
import { report } from "../report";
import { Stacks } from "../stacks";

/** What `mesh up` would do, without doing it. */
export async function preview(domains: readonly string[], { format }: { readonly format: Format }): Promise<void> {
  const chosen = waves(products(), domains).flat();
  const toolchain = await ensureToolchain();
  await buildAll(toolchain);
  const stacks = new Stacks(toolchain, log);
  const names = (domains.length === 0 ? ["platform", ...chosen] : chosen).map(stackOf);
  const results = await inParallel(names, (name) => stacks.run("preview", name));
  print(report(results, format));
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
