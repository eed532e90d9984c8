/** Avro: accepted by the Python library of the Avro project and by fastavro, and what they write avsc can read. */
import { type Schema, Type } from "avsc";
import { describe, expect, test } from "vitest";
import { INSTALLING, python } from "../../support/python";
import { contractFrom, contracts, exported, head } from "./exports-support";

/** Parses the schema with both libraries; a bad name, default or logical type is an error, not a warning. */
const PARSE = `
import sys, json, warnings
warnings.simplefilter("error")
# Of Avro 1.10, and still not in the project's Python library, which then takes the plain type as the specification says.
warnings.filterwarnings("ignore", message="Unknown local-timestamp", append=False)
import avro.schema, fastavro
text = sys.stdin.read()
schema = avro.schema.parse(text, validate_enum_symbols=True, validate_names=True)
fastavro.parse_schema(json.loads(text))
print(json.dumps(schema.to_canonical_json() if hasattr(schema, "to_canonical_json") else schema.to_json()))
`;

describe.each(contracts({ withDatasets: true }))("$name", ({ source }) => {
  const { text } = exported("avro", source);

  test("is parsed by avsc", () => {
    expect(Type.forSchema(JSON.parse(text) as Schema).typeName).toMatch(/^record$|^union:/);
  });

  test("is parsed by the Avro project's own library and by fastavro", { timeout: INSTALLING }, async (context) => {
    const { run } = await python("avro", context);
    const { code, output } = await run("python", ["-c", PARSE], text);
    expect(output).toMatch(/^[[{]/);
    expect(code).toBe(0);
  });
});

test("a contract of several datasets is the union of their records", () => {
  const schema = [
    { name: "a", properties: [{ name: "x", logicalType: "string" }] },
    { name: "b", properties: [{ name: "x", logicalType: "string" }] },
  ];
  const all = JSON.parse(exported("avro", contractFrom(JSON.stringify({ ...head("ab"), schema }))).text);
  expect(all.map(({ name }: { name: string }) => name)).toEqual(["A", "B"]);
});

test.each(["avro", "jsonschema", "protobuf", "sql"] as const)("a contract without datasets has no %s", (format) => {
  expect(() => exported(format, contractFrom(JSON.stringify(head("a"))))).toThrow(
    /^a\.odcs\.yaml: schema: the contract has no dataset; fix: add schema/,
  );
});

test.each([
  ["an object without properties", { name: "x", logicalType: "object" }, /add properties, or make it a map/],
  ["an array without items", { name: "x", logicalType: "array" }, /add items/],
  ["a name that Avro doesn't have", { name: "x-y", logicalType: "string" }, /given: x-y; fix: write it with letters/],
])("%s is refused with its place", (_name, property, message) => {
  const source = contractFrom(JSON.stringify({ ...head("a"), schema: [{ name: "a", properties: [property] }] }));
  expect(() => exported("avro", source)).toThrow(message);
  expect(() => exported("avro", source)).toThrow(/^a\.odcs\.yaml: schema\[0\]\.properties\[0\]: /);
});
