import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type PlaceOf, placesOf, readPlain } from "../../../contracts/reader";
import { readComplete } from "../../../contracts/reader/complete";
import { corpus } from "../../fuzz/corpus";
import { mutated, randomOf } from "../../fuzz/mutate";

/** Machines that are busy do less, instead of failing. */
const MOST_MS = 5000;

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value)
    ? value.map((item, at) => [at, item] as const)
    : Object.entries(value as Record<string, unknown>);
  return [path, ...below.flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

const placed = (data: unknown, placeOf: PlaceOf) => pathsOf(data).map((path) => [path.join("."), placeOf(path)]);

/** Where the fast reader gives a value, it is the complete parser's, at the same places. True where it does. */
function agrees(text: string): boolean {
  const data = readPlain(text);
  if (data === undefined) return false;
  const complete = readComplete(text);
  expect(complete.faults).toEqual([]);
  // Unlike toEqual, this tells -0 from 0; unlike toStrictEqual, it looks at no key `constructor`.
  if (!isDeepStrictEqual(data, complete.data)) expect(data).toBe(complete.data);
  expect(placed(data, placesOf(text))).toEqual(placed(data, complete.placeOf));
  return true;
}

const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z_$][\w./-]{0,8}$/),
  fc.constantFrom("a b", "a: b", "1", "true", "", "#", "é", "constructor", "toString", "'", '"'),
);
const scalar = fc.oneof(
  key,
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.stringMatching(/^[a-z ,.:#'"\n-]{0,40}$/),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, "null", "0x1f", "1e3", "-.inf", "2026-01-31", "- a", "a\n\nb\n", " a", "a ", "a #b", "---"),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const STYLES = [{}, { collectionStyle: "flow" }, { indentSeq: false }, { lineWidth: 20 }, { indent: 4 }] as const;
const QUOTES = ["PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL", "BLOCK_FOLDED"] as const;

describe("the fast reader", () => {
  test("gives the complete parser's value and places for any YAML that it gives a value for", () => {
    let read = 0;
    const property = fc.property(
      fc.dictionary(key, tree, { minKeys: 1, maxKeys: 6, noNullPrototype: true }),
      fc.constantFrom(...STYLES),
      fc.constantFrom(...QUOTES),
      (data, style, defaultStringType) => {
        if (agrees(stringify(data, { ...style, defaultStringType, aliasDuplicateObjects: false }))) read++;
        agrees(JSON.stringify(data, null, 2));
      },
    );
    fc.assert(property, { numRuns: 500, interruptAfterTimeLimit: MOST_MS });
    // Else the property would say nothing.
    expect(read).toBeGreaterThan(5);
  });

  test("and for files with whatever was broken in them", () => {
    const files = corpus();
    let read = 0;
    const property = fc.property(fc.nat(), (seed) => {
      if (agrees(mutated(files, randomOf(seed)))) read++;
    });
    fc.assert(property, { numRuns: 500, interruptAfterTimeLimit: MOST_MS });
    expect(read).toBeGreaterThan(5);
  });

  test("reads every file of the corpus itself: the complete parser is for what isn't plain", () => {
    for (const text of corpus()) expect(agrees(text.replaceAll("\r\n", "\n"))).toBe(true);
  });
});
