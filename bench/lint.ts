/**
 * `mesh lint` beside datacontract-cli on the same files, which fetches no references; only after both have given the
 * same verdicts. Cold is the wall clock of a process, in turns; warm is CPU time within one, per contract. Then what
 * only we are measured by: many properties, a whole mesh, and how both grow. Rounds: `BENCH_ROUNDS` (default 7).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { compile } from "../cli/compile";
import { type Python, python } from "../test/support/python";
import { median, note, print } from "./figure";
import type { Measured } from "./lint-child";
import { contract, contractOf, product, VARIANTS } from "./lint-files";
import { runToEnd } from "./service-process";

const ROOT = resolve(__dirname, "..");
const ORDERS = join(ROOT, "domains/orders/orders.odcs.yaml");
/** datacontract-cli takes a quarter of a second for each: these few stand for the thousand. */
const BASELINE_CONTRACTS = 20;
const CONTRACTS = [250, 500, 1000, 2000];
const PROPERTIES = [1250, 2500, 5000, 10_000];

interface Bench {
  readonly scratch: string;
  readonly theirs: Python;
  readonly rounds: number;
}

export async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "mesh-bench-lint-"));
  const skip = (reason?: string | boolean): never => {
    throw new Error(String(reason));
  };
  try {
    const theirs = await python("datacontract", { skip });
    const bench = { scratch, theirs, rounds: Number(process.env.BENCH_ROUNDS ?? 7) };
    await build({
      entryPoints: [join(__dirname, "lint-child.ts")],
      outfile: join(scratch, "child.js"),
      bundle: true,
      platform: "node",
      format: "cjs",
      mainFields: ["module", "main"],
      logLevel: "error",
    });
    await compile("lint", "cli/lint.ts");
    await sameVerdicts(bench);
    await cold(bench);
    await warm(bench);
    await properties(bench);
    await mesh(bench);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function folderOf(scratch: string, name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

async function ours({ scratch }: Bench, ...args: readonly string[]): Promise<Measured> {
  return JSON.parse(await runToEnd(process.execPath, [join(scratch, "child.js"), ...args])) as Measured;
}

/** Each contract's verdict and CPU time, in the order of the files. */
async function baseline({ theirs }: Bench, files: readonly string[]) {
  const { code, output } = await theirs.run("python", [join(__dirname, "baseline/lint.py"), ...files]);
  if (code !== 0) throw new Error(`datacontract-cli ended with ${code}:\n${output}`);
  const lines = output.split("\n").filter((line) => line.startsWith("{"));
  return lines.map(
    (line) => JSON.parse(line) as { readonly file: string; readonly ok: boolean; readonly cpuMs: number },
  );
}

/** @throws Error where the two differ: then their times say nothing. */
async function sameVerdicts(bench: Bench): Promise<void> {
  const names = Object.keys(VARIANTS);
  const folders = names.map((name) => folderOf(bench.scratch, name, { "a.odcs.yaml": VARIANTS[name] ?? "" }));
  const theirs = await baseline(
    bench,
    folders.map((folder) => join(folder, "a.odcs.yaml")),
  );
  for (const [at, folder] of folders.entries()) {
    const { errors } = await ours(bench, folder);
    const [mine, other] = [errors === 0, theirs[at]?.ok];
    if (mine !== other) throw new Error(`the verdicts on ${names[at]} differ: ours ${mine}, theirs ${other}`);
  }
  note(`bench: ${names.length} verdicts are the same, ${theirs.filter(({ ok }) => ok).length} of them good`);
}

async function cold({ theirs, rounds }: Bench): Promise<void> {
  const seconds = { ours: [] as number[], theirs: [] as number[] };
  const timed = async (run: () => Promise<unknown>) => {
    const began = performance.now();
    await run();
    return (performance.now() - began) / 1000;
  };
  const runs = {
    ours: () => runToEnd(process.execPath, [join(ROOT, "cli/mesh.cjs"), "lint", ORDERS]),
    theirs: async () => {
      const { code, output } = await theirs.run("datacontract", ["lint", "--no-inline-references", ORDERS]);
      if (code !== 0) throw new Error(output);
    },
  };
  for (let round = 0; round <= rounds; round++) {
    // Turn about; the first fills the disk's cache.
    for (const side of round % 2 === 0 ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const)) {
      const taken = await timed(runs[side]);
      if (round > 0) seconds[side].push(taken);
    }
    note(
      `bench: cold, round ${round} of ${rounds}: ${seconds.ours.at(-1) ?? "-"} s, ${seconds.theirs.at(-1) ?? "-"} s`,
    );
  }
  print({ name: "lint cold", value: median(seconds.ours), unit: "s", baseline: median(seconds.theirs) });
}

const contracts = (count: number) => ({
  ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.odcs.yaml`, contract(at)])),
  "many.odps.yaml": product(count),
});

async function warm(bench: Bench): Promise<void> {
  const folder = folderOf(bench.scratch, "warm", contracts(1000));
  const { cpuMs } = await ours(bench, folder, "3", folder);
  const few = Array.from({ length: BASELINE_CONTRACTS }, (_, at) => join(folder, `${at}.odcs.yaml`));
  const theirs = (await baseline(bench, few)).map((one) => one.cpuMs);
  print({ name: "lint warm, per contract", value: median(cpuMs) / 1000, unit: "ms", baseline: median(theirs) });
}

async function properties(bench: Bench): Promise<void> {
  const each = new Map<number, number>();
  const small = folderOf(bench.scratch, "small", { "a.odcs.yaml": contractOf(10) });
  for (const count of PROPERTIES) {
    const folder = folderOf(bench.scratch, `wide-${count}`, { "a.odcs.yaml": contractOf(count) });
    const { cpuMs } = await ours(bench, folder, "5", small);
    each.set(count, median(cpuMs));
    print({ name: `lint ${count} properties`, value: median(cpuMs), unit: "ms" });
  }
  growth("properties", each);
}

/** A process of its own for each size: reading, judging, and the memory that it took. */
async function mesh(bench: Bench): Promise<void> {
  const each = new Map<number, number>();
  for (const count of CONTRACTS) {
    const folder = folderOf(bench.scratch, `mesh-${count}`, contracts(count));
    const { cpuMs, memory, errors } = await ours(bench, folder);
    if (errors > 0) throw new Error(`the mesh of ${count} contracts has ${errors} errors`);
    each.set(count, median(cpuMs));
    print({ name: `lint mesh of ${count} contracts`, value: median(cpuMs) / 1000, unit: "s" });
    print({ name: `lint mesh of ${count} contracts, memory`, value: memory, unit: "MB" });
  }
  growth("contracts", each);
}

/** Time per piece of the largest as a multiple of the smallest's: about 1 where it grows linearly. */
function growth(of: string, each: ReadonlyMap<number, number>): void {
  const [first, last] = [[...each][0], [...each].at(-1)];
  if (!first || !last) return;
  print({ name: `lint growth over ${of}`, value: last[1] / last[0], unit: "ms each", baseline: first[1] / first[0] });
}
