/** Judges broken files in a process of its own, whose memory is the linter's, and tells the parent how it goes. */
import { corpus } from "../test/fuzz/corpus";
import { fuzzed } from "../test/fuzz/judge";
import { publishedVerdict } from "../test/fuzz/verdict";

/** What happened since the last message. */
export interface Batch {
  /** Number of the last file. */
  readonly last: number;
  readonly compared: number;
  readonly slowest: { readonly seed: number; readonly cpuMs: number };
  readonly faults: readonly { readonly seed: number; readonly fault: string }[];
  /** The process's most so far, in MB. */
  readonly memory: number;
}

const BATCH = 200;

export function judgeAll(from: number, to: number, tell: (batch: Batch) => void): void {
  const [files, verdict] = [corpus(), publishedVerdict()];
  // Of the first file, compiling and building the models is the greater part.
  fuzzed(files, from, verdict);
  for (let first = from; first < to; first += BATCH) {
    const last = Math.min(first + BATCH, to) - 1;
    let compared = 0;
    let slowest = { seed: first, cpuMs: 0 };
    const faults: { seed: number; fault: string }[] = [];
    for (let seed = first; seed <= last; seed++) {
      const { cpuMs, isCompared, faults: found } = fuzzed(files, seed, verdict);
      if (isCompared) compared++;
      if (cpuMs > slowest.cpuMs) slowest = { seed, cpuMs };
      faults.push(...found.map((fault) => ({ seed, fault })));
    }
    tell({ last, compared, slowest, faults, memory: process.resourceUsage().maxRSS / 1024 });
  }
}

if (process.send) {
  const [from = 0, to = 0] = process.argv.slice(2).map(Number);
  judgeAll(from, to, (batch) => process.send?.(batch));
}
