/** Bad input is told with file, place, what was given and what would help; never a stack trace. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatProblems } from "../../../contracts/problem";
import { contractFrom, EVERYTHING, exported } from "./exports-support";
import { type Format, imported } from "./imports-support";

async function refusal(format: Format, text: string): Promise<string> {
  const result = await imported(format, text);
  return result.ok ? "it was imported" : formatProblems(result.problems);
}
const record = (...fields: object[]) => JSON.stringify({ type: "record", name: "A", fields }, null, 1);
const object = (...properties: (readonly [string, unknown])[]) =>
  JSON.stringify({ type: "object", properties: Object.fromEntries(properties) }, null, 1);

test.each<readonly [Format, string, string, RegExp]>([
  ["avro", "no JSON", '{"type": "record",\n "name" "A"}', /^things\.avro:2:\d+ error import\/syntax/],
  ["avro", "nothing", "", /import\/\w+/],
  [
    "avro",
    "no record",
    '"string"',
    /things\.avro:1:1 error import\/avro\n {2}A dataset is a record\.\n {2}given: {3}string\n {2}allowed: an object of type/,
  ],
  ["avro", "no name", '{"type":"record","fields":[]}', /The record has no name/],
  [
    "avro",
    "no fields",
    '{"type":"record","name":"A"}',
    /at fields\n {2}The record has no fields\.[\s\S]*fix: {5}add fields/,
  ],
  ["avro", "a field without a type", record({ name: "x" }), /at fields\[0\]\n {2}The field has no name or no type/],
  [
    "avro",
    "a type that is nowhere",
    record({ name: "x", type: "Money" }),
    /things\.avro:\d+:\d+ error .* at fields\[0\]\.type\n.*given: {3}Money\n {2}allowed: string, bytes/s,
  ],
  ["avro", "a type that is a number", record({ name: "x", type: 5 }), /This is no Avro type\.\n {2}given: {3}5/],
  ["jsonschema", "no mapping", "[1]", /A dataset is an object|This is no schema/],
  [
    "jsonschema",
    "a dataset that is no object",
    '{"type":"string"}',
    /A dataset is an object with properties[\s\S]*put the value into a property/,
  ],
  [
    "jsonschema",
    "a reference that leads nowhere",
    object(["x", { $ref: "#/$defs/Money" }]),
    /things\.jsonschema:\d+:\d+ error .* at properties\.x\.\$ref\n {2}The reference leads to nothing/,
  ],
  [
    "jsonschema",
    "a property that is no schema",
    object(["x", 5]),
    /at properties\.x\n {2}This is no schema\.\n {2}given: {3}5/,
  ],
  [
    "jsonschema",
    "__proto__",
    '{"type":"object","properties":{"__proto__":{"type":"string"}}}',
    /__proto__ isn't allowed/,
  ],
  [
    "protobuf",
    "no Protobuf",
    'syntax = "proto3";\nmessage {',
    /things\.protobuf:2:1 error import\/syntax\n {2}The file is no Protobuf: illegal type name/,
  ],
  ["protobuf", "no message", 'syntax = "proto3";', /The file has no message/],
  [
    "protobuf",
    "a type that is nowhere",
    'syntax = "proto3";\nmessage A {\n  other.Money x = 1;\n}',
    /things\.protobuf:3:\d+ error .*\n {2}The type of x isn't in this file\.\n {2}given: {3}other\.Money/,
  ],
  [
    "sql",
    "no SQL",
    "CREATE TABLE a (\n  x texd texd\n);",
    /things\.sql:2:\d+ error import\/syntax\n {2}The file is no Postgres DDL: syntax error at or near "texd"/,
  ],
  ["sql", "no table", "SELECT 1;", /The file makes no table[\s\S]*CREATE TABLE/],
  [
    "sql",
    "the columns of another table",
    "CREATE TABLE a (LIKE b);",
    /The columns of the other table aren't known here/,
  ],
])("%s: %s", async (format, _name, text, expected) => {
  expect(await refusal(format, text)).toMatch(expected);
});

/** Definitions of which each has the one before twice. */
const DOUBLE = Array.from({ length: 20 }, (_, at) => {
  const before = at === 0 ? { type: "string" } : { $ref: `#/$defs/t${at - 1}` };
  return [`t${at}`, { type: "object", properties: { a: before, b: before } }] as const;
});

test.each<readonly [Format, string]>([
  [
    "avro",
    record(
      ...doubling(
        (name) => ({ type: "record", name, fields: [] }),
        (type, at) => ({ name: `f${at}`, type }),
      ),
    ),
  ],
  ["jsonschema", JSON.stringify({ ...DOUBLE.at(-1)?.[1], $defs: Object.fromEntries(DOUBLE) })],
  [
    "protobuf",
    `syntax = "proto3";\nmessage M { T0 x = 1; }\n${Array.from({ length: 20 }, (_, at) => `message T${at} { T${at + 1} a = 1; T${at + 1} b = 2; }`).join("\n")}\nmessage T20 { string s = 1; }`,
  ],
])("%s: definitions that double with every step are refused", async (format, text) => {
  expect(await refusal(format, text)).toMatch(
    /import\/size[\s\S]*too many for a contract[\s\S]*at most 10000 properties/,
  );
});

/** Fields of records of which each has the one before twice. */
function doubling(
  make: (name: string) => { fields: object[] } & object,
  field: (type: unknown, at: number) => object,
): object[] {
  let type: unknown = "string";
  const fields: object[] = [];
  for (let at = 0; at < 20; at++) {
    const next = make(`T${at}`);
    next.fields = [field(type, 0), field(typeof type === "string" ? type : (type as { name: string }).name, 1)];
    type = next;
  }
  fields.push(field(type, 0));
  return fields;
}

describe.each(["avro", "jsonschema", "protobuf", "sql"] as const)("%s", (format) => {
  test("a text with something changed is imported or refused with a place, whatever was changed", async () => {
    const whole = exported(format, contractFrom(EVERYTHING)).text;
    const change = fc.record({
      at: fc.nat({ max: whole.length }),
      length: fc.nat({ max: 40 }),
      text: fc.oneof(
        fc.string({ maxLength: 8 }),
        fc.constantFrom("{", "]", '"', "null", "-1", "__proto__", ";", ",", "'", "[["),
      ),
    });
    const property = fc.asyncProperty(change, async ({ at, length, text }) => {
      const result = await imported(format, whole.slice(0, at) + text + whole.slice(at + length));
      if (result.ok) return;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { line, column, message } of result.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(message).not.toMatch(/undefined|\bat .*\.ts:/);
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
