/** Our resolution and Java's, on generated pairs of schemas: the same verdict on each. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { avroClashes } from "../../../contracts/compatibility/avro/resolution";
import { readAvro } from "../../../contracts/compatibility/avro/schema";
import { java } from "../../support/java";
import { pairs } from "./avro-schemas";

const PAIRS = 2_000;
const SEED = 42;
/** Java reads a large jar first, and its source is compiled. */
const PATIENCE = 120_000;

test(
  `the verdict on ${PAIRS} pairs, in both directions, is that of org.apache.avro.SchemaCompatibility`,
  async (context) => {
    const sample = fc.sample(pairs, { numRuns: PAIRS, seed: SEED }).flatMap(([a, b]) => [
      [a, b],
      [b, a],
    ]);
    const verdicts = await java("AvroOracle", sample.map((pair) => pair.join("\t")).join("\n"), context);
    expect(verdicts).toHaveLength(sample.length);
    const differences = sample.flatMap(([reader = "", writer = ""], at) => {
      // Java throws at a field that matches several, even in a branch of a union of which another would do.
      if (/^UNDECIDED .*matches multiple fields/.test(verdicts[at] ?? "")) return [];
      const clashes = avroClashes(readAvro(reader), readAvro(writer));
      const isCompatible = verdicts[at]?.startsWith("COMPATIBLE") === true;
      return isCompatible === (clashes.length === 0) ? [] : [{ reader, writer, java: verdicts[at], clashes }];
    });
    expect(differences.slice(0, 3)).toEqual([]);
    const compatible = verdicts.filter((verdict) => verdict.startsWith("COMPATIBLE")).length;
    // A sample of one kind would prove nothing.
    expect(compatible).toBeGreaterThan(sample.length / 10);
    expect(compatible).toBeLessThan((sample.length * 9) / 10);
  },
  PATIENCE,
);
