import { destroyEmbedded, startEmbedded } from "../../embedded";
import { ensureToolchain } from "../../toolchain";
import { buildAll } from "../build";
import { inParallel } from "../in-parallel";
import { type Format, log, print } from "../log";
import { configuredPorts, meshHome, products, stackOf, waves } from "../project";
import { report } from "../report";
import { notRun, type StackResult, Stacks } from "../stacks";

/** Deletes every stack's resources, consumers before producers, then the embedded default with its data. */
export async function destroy({ format }: { readonly format: Format }): Promise<void> {
  const all = products();
  const home = meshHome();
  const toolchain = await ensureToolchain();
  const stacks = new Stacks(toolchain, log);
  const present = await stacks.present();
  const plan = [["platform"], ...waves(all, [])]
    .reverse()
    .map((wave) => wave.map((domain) => stackOf(domain)).filter((name) => present.has(name)));
  const results: StackResult[] = [];
  if (present.size > 0) {
    // Providers delete at the live broker, registry and database.
    const start = startEmbedded({ home, products: all.map(({ id }) => id), configured: configuredPorts(), log });
    await Promise.all([buildAll(toolchain), start]);
    for (const wave of plan) {
      const failed = results.find(({ ok }) => !ok);
      const work = (name: string) => (failed ? notRun(name, failed.stack) : stacks.run("destroy", name));
      results.push(...(await inParallel(wave, async (name) => work(name))));
    }
  }
  print(report(results, format));
  if (results.some(({ ok }) => !ok)) {
    process.exitCode = 1;
    log(`${home} is kept, since not everything could be deleted`);
    return;
  }
  await destroyEmbedded(home);
  log(`${home} is removed`);
}
