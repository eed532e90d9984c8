import fc from "fast-check";
import { expect, test } from "vitest";
import { corpus } from "../../fuzz/corpus";
import { fuzzed } from "../../fuzz/judge";
import { publishedVerdict } from "../../fuzz/verdict";

/** A slice of `npm run bench -- fuzz`; another one each time. */
test("broken files: no exception, no hang, and the published schema's verdict", () => {
  const [files, verdict] = [corpus(), publishedVerdict()];
  let judged = 0;
  const property = fc.property(fc.nat(), (seed) => {
    const { faults, cpuMs } = fuzzed(files, seed, verdict);
    expect(faults).toEqual([]);
    expect(cpuMs).toBeLessThan(1000);
    judged++;
  });
  fc.assert(property, { numRuns: 1000, interruptAfterTimeLimit: 4000 });
  expect(judged).toBeGreaterThan(10);
});
