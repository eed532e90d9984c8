import { servicesReady, startEmbedded } from "../../embedded";
import { ensureToolchain } from "../../toolchain";
import { demand } from "../attestation";
import { buildAll } from "../build";
import { inParallel } from "../in-parallel";
import { log, print } from "../log";
import { configuredPorts, LOCAL, meshHome, products, ROOT, stackOf, waves } from "../project";
import { report } from "../report";
import { notRun, type StackResult, Stacks } from "../stacks";
import { welcome } from "../welcome";
import type { PreviewOptions } from "./preview";

/**
 * Starts the embedded default and deploys the platform, then the domains in the order of their ports. Outside `local`,
 * nothing is started or changed without a fresh attestation of each stack.
 */
export async function up(domains: readonly string[], { environment, format }: PreviewOptions): Promise<void> {
  const all = products();
  const plan = [["platform"], ...waves(all, domains)].map((wave) => wave.map((name) => stackOf(name, environment)));
  const toolchain = await ensureToolchain();
  const home = meshHome();
  if (environment !== LOCAL) {
    // The attestation names the pack as it is compiled.
    await buildAll(toolchain);
    for (const name of plan.flat()) demand({ root: ROOT, home }, name);
  }
  await Promise.all([
    buildAll(toolchain),
    startEmbedded({ home, products: all.map(({ id }) => id), configured: configuredPorts(), log }),
  ]);
  const stacks = new Stacks(toolchain, log);
  const results: StackResult[] = [];
  for (const wave of plan) {
    const failed = results.find(({ ok }) => !ok);
    const work = (name: string) => (failed ? notRun(name, failed.stack) : stacks.deploy(name));
    results.push(...(await inParallel(wave, async (name) => work(name))));
  }
  const ok = results.every((result) => result.ok);
  if (ok) await servicesReady(home, log);
  else process.exitCode = 1;
  print(report(results, format));
  if (ok && format === "text") print(welcome(home, all));
}
