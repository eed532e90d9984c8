/**
 * `mesh lint` on files that were broken at random: never an exception, over 1 s, over 512 MB, or another verdict than
 * the published schema's (where the schemas are at hand). Number of files: `FUZZ_FILES` (default 100,000); first of
 * their numbers, which are the seeds: `FUZZ_SEED` (default 1).
 */
import { fork } from "node:child_process";
import { join } from "node:path";
import { note, print } from "./figure";
import type { Batch } from "./fuzz-child";

const MOST_MS = 1000;
const MOST_MB = 512;
/** Of wall clock, for a batch of 200 files: a machine may be very busy, a hang is for ever. */
const HANG_MS = 600_000;
const TOLD_EVERY = 1000;

export async function main(): Promise<void> {
  const [count, seed] = [Number(process.env.FUZZ_FILES ?? 100_000), Number(process.env.FUZZ_SEED ?? 1)];
  const faults: string[] = [];
  let [compared, memory, told] = [0, 0, seed];
  let slowest = { seed, cpuMs: 0 };
  await batches(seed, seed + count, (batch) => {
    compared += batch.compared;
    memory = batch.memory;
    if (batch.slowest.cpuMs > slowest.cpuMs) slowest = batch.slowest;
    for (const { seed, fault } of batch.faults) {
      faults.push(fault);
      note(`fuzz: file ${seed}: ${fault}`);
    }
    if (batch.last - told < TOLD_EVERY && batch.last < seed + count - 1) return;
    told = batch.last;
    const worst = `slowest ${slowest.cpuMs.toFixed(0)} ms (file ${slowest.seed})`;
    note(
      `fuzz: ${batch.last - seed + 1} of ${count} files, ${faults.length} faults, ${worst}, ${memory.toFixed(0)} MB`,
    );
  });
  print({ name: "fuzz files", value: count, unit: "files" });
  print({ name: "fuzz verdicts compared", value: compared, unit: "files" });
  print({ name: "fuzz slowest file", value: slowest.cpuMs, unit: "ms", baseline: MOST_MS });
  print({ name: "fuzz memory", value: memory, unit: "MB", baseline: MOST_MB });
  print({ name: "fuzz faults", value: faults.length, unit: "files" });
  if (faults.length > 0 || slowest.cpuMs > MOST_MS || memory > MOST_MB)
    throw new Error(`fuzz: ${faults.length} faults from seed ${seed}; slowest ${slowest.cpuMs} ms; ${memory} MB`);
}

/** @throws Error where the process that judges hangs or ends early. */
function batches(from: number, to: number, tell: (batch: Batch) => void): Promise<void> {
  const child = fork(join(__dirname, "fuzz-child.ts"), [String(from), String(to)], {
    execArgv: ["--require", "tsx/cjs", `--max-old-space-size=${MOST_MB}`],
  });
  return new Promise((done, failed) => {
    let next = from;
    const hang = () => {
      child.kill("SIGKILL");
      failed(new Error(`fuzz: one of the files from ${next} hangs`));
    };
    let timer = setTimeout(hang, HANG_MS);
    child.on("message", (batch: Batch) => {
      clearTimeout(timer);
      timer = setTimeout(hang, HANG_MS);
      next = batch.last + 1;
      tell(batch);
    });
    child.on("error", failed);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (next >= to) done();
      else failed(new Error(`fuzz: the process ended with ${code} at one of the files from ${next}`));
    });
  });
}
