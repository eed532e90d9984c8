/**
 * `npm start` from command to "ready", everything cached: with nothing changed since the last time, after `mesh down`
 * and beside it with the mesh already up; the baseline is the first one, which deploys everything.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { destroyEmbedded, stopEmbedded } from "../embedded";
import { median, note, print } from "./figure";
import { runToEnd } from "./service-process";

const ROOT = resolve(__dirname, "..");
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mesh-start-"));
  const home = join(folder, "home");
  process.env.MESH_HOME = home;
  process.env.MESH_PORTS = "free";
  const start = async (what: string): Promise<number> => {
    const began = performance.now();
    const said = await runToEnd("npm", ["start", "--prefix", ROOT]);
    const seconds = (performance.now() - began) / 1_000;
    if (!said.includes("The mesh is up.")) throw new Error(`npm start did not get to its end:\n${said}`);
    note(`bench: ${what}: ${seconds.toFixed(1)} s`);
    return seconds;
  };
  const first: number[] = [];
  const stopped: number[] = [];
  const running: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      first.push(await start("first npm start"));
      await stopEmbedded(home);
      stopped.push(await start("npm start after mesh down"));
      running.push(await start("npm start of a mesh that is up"));
      await destroyEmbedded(home);
    }
  } finally {
    await destroyEmbedded(home);
    rmSync(folder, { recursive: true, force: true });
  }
  print({ name: "start-warm-stopped", value: median(stopped), unit: "s", baseline: median(first) });
  print({ name: "start-warm-running", value: median(running), unit: "s", baseline: median(first) });
}
