/** JSON Schema: the content models and bounds case by case, and against ajv on generated schemas and documents. */
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonClashes } from "../../../contracts/compatibility/json-schema/containment";
import { readJsonSchema } from "../../../contracts/compatibility/json-schema/schema";

const clashes = (reader: unknown, writer: unknown) =>
  jsonClashes(readJsonSchema(JSON.stringify(reader)), readJsonSchema(JSON.stringify(writer)));

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const closed = { additionalProperties: false };
const text = { type: "string" };

/** Kind of the clash in each direction; `-` where there is none. */
test.each<[title: string, before: unknown, after: unknown, backward: string, forward: string]>([
  ["the same", object({ a: text }), object({ a: text }), "-", "-"],
  ["a property comes to an open model", object({}), object({ a: text }), "properties", "-"],
  ["anything comes to an open model", object({}), object({ a: {} }), "-", "-"],
  ["a property comes to a closed model", object({}, closed), object({ a: text }, closed), "-", "properties"],
  [
    "a property covered by the others' schema",
    object({}, { additionalProperties: text }),
    object({ a: text }, { additionalProperties: text }),
    "-",
    "-",
  ],
  [
    "a property not covered by it",
    object({}, { additionalProperties: text }),
    object({ a: { type: "number" } }, { additionalProperties: text }),
    "type",
    "type",
  ],
  ["a closed model opens", object({ a: text }, closed), object({ a: text }), "-", "false"],
  [
    "a property moves to a pattern",
    object({ ab: text }, closed),
    object({}, { patternProperties: { "^a": text }, ...closed }),
    "-",
    "false",
  ],
  ["a required property", object({ a: text }), object({ a: text }, { required: ["a"] }), "required", "-"],
  [
    "a required property with a default",
    object({ a: text }),
    object({ a: { ...text, default: "x" } }, { required: ["a"] }),
    "-",
    "-",
  ],
  ["integer to number", { type: "integer" }, { type: "number" }, "-", "type"],
  ["one type to two", text, { type: ["string", "null"] }, "-", "type"],
  ["a longer text", { ...text, maxLength: 3 }, { ...text, maxLength: 4 }, "-", "maxLength"],
  ["a shorter least length", { ...text, minLength: 2 }, text, "-", "minLength"],
  [
    "an exclusive bound that says the same of whole numbers",
    { type: "integer", exclusiveMinimum: 0 },
    { type: "integer", minimum: 1 },
    "-",
    "-",
  ],
  [
    "an exclusive bound of any number",
    { type: "number", minimum: 0 },
    { type: "number", exclusiveMinimum: 0 },
    "minimum",
    "-",
  ],
  [
    "draft 4's exclusive bound",
    { type: "number", minimum: 0, exclusiveMinimum: true },
    { type: "number", exclusiveMinimum: 0 },
    "-",
    "-",
  ],
  ["a finer step", { type: "number", multipleOf: 0.1 }, { type: "number", multipleOf: 0.05 }, "-", "multipleOf"],
  ["another pattern", { ...text, pattern: "^a" }, { ...text, pattern: "^b" }, "pattern", "pattern"],
  ["a value more", { enum: ["a"] }, { enum: ["a", "b"] }, "-", "enum"],
  ["a constant becomes an enum", { const: "a" }, { enum: ["a", "b"] }, "-", "enum"],
  ["items that differ", { type: "array" }, { type: "array", uniqueItems: true }, "uniqueItems", "-"],
  [
    "items of another type",
    { type: "array", items: text },
    { type: "array", items: { type: "integer" } },
    "type",
    "type",
  ],
  [
    "a place more in a closed tuple",
    { type: "array", prefixItems: [text], items: false },
    { type: "array", prefixItems: [text, text], items: false },
    "-",
    "false",
  ],
  [
    "draft 7's tuple",
    { type: "array", items: [text], additionalItems: false },
    { type: "array", prefixItems: [text], items: false },
    "-",
    "-",
  ],
  ["an alternative more", { anyOf: [text] }, { anyOf: [text, { type: "null" }] }, "-", "type"],
  ["a conjunct less", { allOf: [text, { minLength: 1 }] }, { allOf: [text] }, "-", "minLength"],
  [
    "through a reference",
    { $ref: "#/$defs/a", $defs: { a: text } },
    { $ref: "#/$defs/b", $defs: { b: text } },
    "-",
    "-",
  ],
  ["what can't be compared", { not: { type: "null" } }, { not: text }, "not", "not"],
  ["words for people", { ...text, title: "a", description: "b" }, { ...text, title: "c", examples: ["d"] }, "-", "-"],
  ["nothing is accepted", false, text, "-", "false"],
  [
    "dependencies",
    object({}, { dependencies: { a: ["b"] } }),
    object({}, { dependentRequired: { a: ["b", "c"] } }),
    "dependentRequired",
    "-",
  ],
])("%s", (_title, before, after, backward, forward) => {
  const kinds = (found: readonly { kind: string }[]) => found.map(({ kind }) => kind).join(" ") || "-";
  expect({ backward: kinds(clashes(after, before)), forward: kinds(clashes(before, after)) }).toEqual({
    backward,
    forward,
  });
});

test("a schema that holds itself is compared to its end, and a change in it is found", () => {
  const tree = (leaf: object) => ({
    $ref: "#/$defs/node",
    $defs: { node: object({ leaf, next: { $ref: "#/$defs/node" } }, closed) },
  });
  expect(clashes(tree(text), tree(text))).toEqual([]);
  expect(clashes(tree({ ...text, maxLength: 1 }), tree(text)).map(({ path, kind }) => [path, kind])).toEqual([
    ["leaf", "maxLength"],
  ]);
});

describe("on generated schemas", () => {
  const bounds = (low: string, high: string) =>
    fc.record({ [low]: fc.integer({ min: 0, max: 2 }), [high]: fc.integer({ min: 1, max: 3 }) }, { requiredKeys: [] });
  const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<unknown>(true, {}, { type: "null" }, { type: ["string", "integer"] }, { enum: [1, "a"] }),
      bounds("minimum", "maximum").map((one) => ({ type: "integer", ...one })),
      bounds("exclusiveMinimum", "exclusiveMaximum").map((one) => ({ type: "number", ...one })),
      bounds("minLength", "maxLength").map((one) => ({ type: "string", ...one })),
      fc
        .tuple(bounds("minItems", "maxItems"), tie("schema"), fc.boolean())
        .map(([one, items, uniqueItems]) => ({ type: "array", ...one, items, uniqueItems })),
      fc
        .record(
          {
            properties: fc.dictionary(fc.constantFrom("a", "b"), tie("schema"), { maxKeys: 2, noNullPrototype: true }),
            additionalProperties: fc.oneof(fc.constant<unknown>(false), tie("schema")),
            patternProperties: fc.dictionary(fc.constantFrom("^a", "b$"), tie("schema"), {
              maxKeys: 1,
              noNullPrototype: true,
            }),
            required: fc.subarray(["a", "b"]),
          },
          { requiredKeys: [] },
        )
        .map((one) => ({ type: "object", ...one })),
      fc.array(tie("schema"), { minLength: 1, maxLength: 2 }).map((anyOf) => ({ anyOf })),
      fc.array(tie("schema"), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
    ),
  }));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(null, 0, 1, 2, 3, 0.5, "", "a", "ab", "abc"),
      fc.array(tie("value"), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom("a", "b", "ab", "c"), tie("value"), { maxKeys: 2, noNullPrototype: true }),
    ),
  }));
  const ajv = () => new Ajv2020({ strict: false, validateSchema: false });

  test("what was written is accepted, wherever no clash is found", () => {
    let shown = 0;
    const pair = fc
      .tuple(schema, schema, fc.boolean())
      .map(([a, b, nested]) => (nested ? [a, { anyOf: [a, b] }] : [a, b]));
    fc.assert(
      fc.property(pair, fc.array(value, { minLength: 12, maxLength: 12 }), ([before, after], values) => {
        if (clashes(after, before).length > 0) return;
        const [written, read] = [ajv().compile(before as object), ajv().compile(after as object)];
        for (const one of values) {
          if (!written(one)) continue;
          shown++;
          expect(read(one), JSON.stringify({ before, after, one })).toBe(true);
        }
      }),
      { numRuns: 600, seed: 7 },
    );
    expect(shown).toBeGreaterThan(300);
  });

  test("a schema has no clash with itself", () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(clashes(one, one)).toEqual([]);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
