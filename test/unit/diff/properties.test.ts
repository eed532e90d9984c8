/** What holds for any two contracts: generated, with Avro's resolution as the judge of what breaks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { avroClashes } from "../../../contracts/compatibility/avro/resolution";
import { readAvro } from "../../../contracts/compatibility/avro/schema";
import { buildContract } from "../../../contracts/contract";
import { diff } from "../../../contracts/diff";
import { parseText } from "../../../contracts/document";
import type { Odcs } from "../../../contracts/odcs";
import { examples, MISSING } from "../contracts/published/schemas";
import { type Contract, changed, contract, options, set } from "./fixture";

type Json = Record<string, unknown>;

const NAMES = ["a", "b", "c", "d"];
const RUNS = { numRuns: 250, seed: 11 };

const { property } = fc.letrec<{ property: Json }>((tie) => {
  const named = <T>(made: fc.Arbitrary<T>) =>
    fc
      .record(
        {
          name: fc.constantFrom(...NAMES),
          required: fc.boolean(),
          aliases: fc.subarray(NAMES, { maxLength: 1 }),
          made,
        },
        { requiredKeys: ["name", "made"] },
      )
      .map(
        ({ made: type, aliases, ...rest }): Json => ({
          ...rest,
          ...type,
          ...(aliases?.length ? { customProperties: [{ property: "aliases", value: aliases }] } : {}),
        }),
      );
  return {
    property: named(
      fc.oneof(
        { depthSize: "small" },
        fc.constantFrom<Json>(
          ...["string", "boolean", "date", "timestamp", "time", "integer", "number"].map((logicalType) => ({
            logicalType,
          })),
        ),
        fc
          .constantFrom("i8", "i32", "i64", "u32", "u64")
          .map((format) => ({ logicalType: "integer", logicalTypeOptions: { format } })),
        fc.constantFrom("f32", "f64").map((format) => ({ logicalType: "number", logicalTypeOptions: { format } })),
        fc
          .constantFrom("decimal(9,2)", "decimal(9,3)")
          .map((physicalType) => ({ logicalType: "number", physicalType })),
        fc
          .constantFrom("email", "binary", "uuid")
          .map((format) => ({ logicalType: "string", logicalTypeOptions: { format } })),
        fc
          .constantFrom("timestamp(6)", "timestamp without time zone")
          .map((physicalType) => ({ logicalType: "timestamp", physicalType })),
        fc
          .uniqueArray(tie("property"), { minLength: 1, maxLength: 2, selector: ({ name }) => name })
          .map((properties) => ({ logicalType: "object", properties })),
        tie("property").map((items) => ({ logicalType: "array", items })),
        tie("property").map((value) => ({ logicalType: "map", map: { key: { logicalType: "string" }, value } })),
      ),
    ),
  };
});
const datasets = fc.uniqueArray(property, { minLength: 1, maxLength: 4, selector: ({ name }) => name });

/** Two lists of properties, the second made of the first with one of them another. */
const evolved = fc.tuple(datasets, property, fc.nat()).map(([before, other, at]) => {
  const rest = before.filter(({ name }, place) => name !== other.name && place !== at % before.length);
  return [before, [...rest, other]] as const;
});

const withProperties = (properties: readonly Json[]): Contract => {
  const made = contract() as Contract;
  return { ...made, schema: made.schema.map((dataset) => ({ ...dataset, properties: [...properties] })) };
};

function avroOf(data: Contract) {
  const { document } = parseText(JSON.stringify(data), "a.odcs.yaml");
  if (!document) throw new Error("the contract can't be parsed");
  const built = buildContract("/nowhere", { document, data: data as unknown as Odcs, domain: "orders" });
  return readAvro(built.datasets[0]?.subject?.schema ?? "");
}

test.skipIf(MISSING)("published examples differ from each other, and not from themselves", () => {
  const files = examples().flatMap(({ name, text }) => {
    const { document } = parseText(text, name);
    return document && name.endsWith(".odcs.yaml") ? [document.data] : [];
  });
  expect(files.length).toBeGreaterThan(5);
  for (const [at, one] of files.entries()) {
    expect(diff("contract", one, structuredClone(one)).changes).toEqual([]);
    const other = files[(at + 1) % files.length] ?? one;
    for (const { kind, reason, bump, breaks } of diff("contract", one, other).changes) {
      expect(kind).toMatch(/^[a-z]+([.-][a-z]+)*$/);
      expect(reason).toMatch(/\.$/);
      // What breaks somebody is a major version, and nothing else is.
      expect(bump === "major").toBe(breaks.length > 0);
    }
  }
});

test("whatever stands at any place of one side, it is told and nothing throws", () => {
  const places: (readonly PropertyKey[])[] = [];
  const visit = (value: unknown, path: readonly PropertyKey[]) => {
    if (path.length > 0) places.push(path);
    if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key]);
  };
  visit(contract(), []);
  for (const path of places)
    for (const junk of [null, "x", [], [null], { a: 1 }]) {
      const made = contract() as Contract;
      let at = made as unknown as Record<PropertyKey, unknown>;
      for (const step of path.slice(0, -1)) at = at[step] as Record<PropertyKey, unknown>;
      at[path.at(-1) ?? ""] = junk;
      const shown = `${path.join(".")}: ${JSON.stringify(junk)}`;
      expect(() => diff("contract", made, contract()), shown).not.toThrow();
      expect(() => diff("contract", contract(), made), shown).not.toThrow();
    }
  expect(places.length).toBeGreaterThan(150);
});

test("a contract compared with itself has no change", () => {
  fc.assert(
    fc.property(datasets, (properties) => {
      const one = withProperties(properties);
      expect(diff("contract", one, structuredClone(one)).changes).toEqual([]);
    }),
    RUNS,
  );
});

test("what Avro's resolution refuses is graded breaking, for the side that it refuses", () => {
  let refused = 0;
  fc.assert(
    fc.property(evolved, ([before, after]) => {
      const [old, fresh] = [withProperties(before), withProperties(after)];
      const [writer, reader] = [avroOf(old), avroOf(fresh)];
      // Aliases that name another property too make a schema that can't read its own records.
      fc.pre([reader, writer].every((one) => avroClashes(one, one).length === 0));
      const { changes } = diff("contract", old, fresh);
      const sides = new Set(changes.flatMap(({ breaks }) => breaks));
      const shown = JSON.stringify({
        before,
        after,
        changes: changes.map(({ element, kind, breaks }) => [element, kind, breaks]),
      });
      if (avroClashes(reader, writer).length > 0) {
        refused++;
        expect([...sides], `old records: ${shown}`).toContain("writer");
      }
      if (avroClashes(writer, reader).length > 0) {
        refused++;
        expect([...sides], `old readers: ${shown}`).toContain("reader");
      }
    }),
    RUNS,
  );
  expect(refused).toBeGreaterThan(RUNS.numRuns / 4);
});

test("what came one way goes the other", () => {
  const mirrored: Readonly<Record<string, string>> = {
    "property.added": "property.removed",
    "property.removed": "property.added",
  };
  fc.assert(
    fc.property(evolved, ([before, after]) => {
      const [old, fresh] = [withProperties(before), withProperties(after)];
      const kinds = (found: ReturnType<typeof diff>) =>
        found.changes
          .filter(({ kind }) => mirrored[kind])
          .map(({ element, kind }) => `${element} ${kind}`)
          .sort();
      const there = kinds(diff("contract", old, fresh));
      const back = kinds(diff("contract", fresh, old));
      // An alias makes a change a rename on the way there; on the way back the former name is unknown.
      fc.pre(!JSON.stringify([before, after]).includes("aliases"));
      expect(back).toEqual(there.map((one) => one.replace(/property\.\w+$/, (kind) => mirrored[kind] ?? kind)).sort());
    }),
    RUNS,
  );
});

/** Bounds of a value by how much they allow; of two, the first allows at most what the second does. */
const BOUNDS: Readonly<
  Record<string, { readonly on: string; readonly loosen: (value: number, by: number) => number }>
> = {
  maxLength: { on: "customer", loosen: (value, by) => value + by },
  minLength: { on: "customer", loosen: (value, by) => Math.max(0, value - by) },
  minimum: { on: "amount", loosen: (value, by) => value - by },
  exclusiveMaximum: { on: "amount", loosen: (value, by) => value + by },
  maxItems: { on: "lines", loosen: (value, by) => value + by },
};

test("allowing more values breaks nobody, allowing fewer breaks writers and never readers", () => {
  const bound = fc.tuple(
    fc.constantFrom(...Object.keys(BOUNDS)),
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 50 }),
  );
  fc.assert(
    fc.property(bound, ([name, value, by]) => {
      const { on = "", loosen = (one: number) => one } = BOUNDS[name] ?? {};
      const at = (given: number) => {
        const data = contract() as Contract;
        options(on, { [name]: given })(data);
        return data;
      };
      fc.pre(loosen(value, by) !== value);
      const wider = diff("contract", at(value), at(loosen(value, by))).changes;
      const narrower = diff("contract", at(loosen(value, by)), at(value)).changes;
      expect(wider.map(({ kind, breaks }) => [kind, breaks])).toEqual([["bounds.loosened", []]]);
      expect(narrower.map(({ kind, breaks }) => [kind, breaks])).toEqual([["bounds.tightened", ["writer"]]]);
    }),
    { numRuns: 200, seed: 11 },
  );
});

test("every field that changes is named, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), fc.jsonValue(), (field, value) => {
      fc.pre(!(field in atProperty()) && field !== "__proto__");
      const { changes } = changed(set("at", { [field]: value }));
      expect(changes.map(({ path }) => path)).toContain(`schema[0].properties[5].${field}`);
    }),
    RUNS,
  );
});

const atProperty = () => (contract().schema[0]?.properties[5] ?? {}) as object;
