import { resolve } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { type Schema, Type } from "avsc";
import { describe, expect, test } from "vitest";
import {
  avroSchema,
  type Contract,
  type Dataset,
  ddl,
  incompatibilities,
  jsonSchema,
  loadMesh,
} from "../../../contracts";
import { satisfies } from "../../../contracts/names";
import { quantity } from "../../../contracts/quantity";

const mesh = loadMesh(resolve(__dirname, "../../.."));
const datasets = (mesh.ok ? mesh.value.products : []).flatMap(({ outputPorts }) =>
  outputPorts.flatMap(({ contract }) =>
    contract.datasets.map((dataset) => ({ name: dataset.name, contract, dataset })),
  ),
);
function orders(): { contract: Contract; dataset: Dataset } {
  const found = datasets.find(({ name }) => name === "orders");
  if (!found) throw new Error("no orders");
  return found;
}
const ORDER = { order_id: "o-1", customer_id: "c-1", amount: 12.5, currency: "EUR" };

describe.each(datasets)("$name", ({ contract, dataset }) => {
  test("is a JSON Schema 2020-12 that compiles in strict mode", () => {
    const ajv = addFormats(new Ajv2020({ strict: true, keywords: ["x-version", "x-classification"] }));
    expect(ajv.compile({ ...jsonSchema(contract, dataset) })).toBeTypeOf("function");
  });
  test("is an Avro schema", () => {
    expect(Type.forSchema(avroSchema(dataset, contract) as Schema).typeName).toBe("record");
  });
  test("is a Postgres table with a key", () => {
    if (!dataset.table) throw new Error("no table");
    expect(ddl(dataset.table)).toMatch(/^CREATE TABLE ".+"\.".+" \(\n(.|\n)+PRIMARY KEY \(".+"\)\n\);/);
  });
});

test("the article's order is accepted, and each fault is named", () => {
  const { contract, dataset } = orders();
  const ajv = addFormats(new Ajv2020({ strict: true, allErrors: true, keywords: ["x-version", "x-classification"] }));
  const validate = ajv.compile({ ...jsonSchema(contract, dataset) });
  const faults = (body: unknown) =>
    validate(body) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.keyword}`);
  expect(faults(ORDER)).toEqual([]);
  expect(faults({ ...ORDER, currency: "eur" })).toEqual(["/currency pattern"]);
  expect(faults({ ...ORDER, amount: "12" })).toEqual(["/amount type"]);
  expect(faults({ ...ORDER, colour: "red" })).toEqual([" additionalProperties"]);
  expect(faults({ ...ORDER, status: "lost" })).toEqual(["/status enum"]);
});

test("the article's order survives Avro", () => {
  const { contract, dataset } = orders();
  const type = Type.forSchema(avroSchema(dataset, contract) as Schema);
  const full = { ...ORDER, placed_at: null, status: null, channel: null, lines: null };
  expect(type.fromBuffer(type.toBuffer(full))).toMatchObject(ORDER);
});

test("decimals stay decimals, in Avro and in SQL", () => {
  const { contract, dataset } = orders();
  const properties = dataset.properties.map((p) =>
    p.name === "amount" ? { ...p, physicalType: "decimal(12, 2)" } : p,
  );
  const schema = JSON.stringify(avroSchema({ ...dataset, properties }, contract));
  expect(schema).toContain('{"type":"bytes","logicalType":"decimal","precision":12,"scale":2}');
});

test("names with quotes can't leave their place in DDL", () => {
  const { dataset } = orders();
  if (!dataset.table) throw new Error("no table");
  expect(ddl({ ...dataset.table, name: 'x"; DROP TABLE y; --', comment: "it's" })).toContain(
    `"x""; DROP TABLE y; --" IS 'it''s'`,
  );
});

describe("Avro compatibility", () => {
  const record = (...fields: unknown[]) => JSON.stringify({ type: "record", name: "r", fields });
  const id = { name: "id", type: "string" };
  const optional = { name: "x", type: ["null", "string"], default: null };
  const needed = { name: "x", type: "string" };
  const judge = (mode: string, next: string, ...previous: string[]) =>
    incompatibilities({
      schemaType: "AVRO",
      mode,
      next,
      previous: previous.map((schema, at) => ({ label: `v${at + 1}`, schema })),
    }).map(({ against }) => against);
  test.each([
    ["an optional field more", "BACKWARD", record(id, optional), [record(id)], []],
    ["a required field more", "BACKWARD", record(id, needed), [record(id)], ["v1"]],
    ["a required field more, to old readers", "FORWARD", record(id, needed), [record(id)], []],
    ["a required field less, to old readers", "FORWARD", record(id), [record(id, needed)], ["v1"]],
    ["a required field more, both ways", "FULL", record(id, needed), [record(id)], ["v1"]],
    ["only the last version counts", "BACKWARD", record(id, needed), [record(id), record(id, needed)], []],
    ["all versions count", "BACKWARD_TRANSITIVE", record(id, needed), [record(id), record(id, needed)], ["v1"]],
    ["anything goes", "NONE", record(needed), [record(id)], []],
  ])("%s: %s", (_name, mode, next, previous, against) => {
    expect(judge(mode, next, ...previous)).toEqual(against);
  });
  test("the message names the field", () => {
    const [first] = incompatibilities({
      schemaType: "AVRO",
      mode: "BACKWARD",
      next: record(id, needed),
      previous: [{ label: "1.0.0", schema: record(id) }],
    });
    expect(first?.message).toMatch(/\bx\b/);
  });
});

test.each([
  [1.5, "h", 5_400_000],
  [14, "d", 1_209_600_000],
  [50, "MS", 50],
  [2, "Weeks", 1_209_600_000],
])("%s %s are %s ms", (value, unit, ms) => {
  expect(quantity(value, unit).ms).toBe(ms);
});

test.each([
  ["1.2.0", "1.1.0", true],
  ["1.2.0", "1.2.0", true],
  ["1.2.0", "1.3.0", false],
  ["2.0.0", "1.3.0", false],
  ["1.2.3", "1.2.4", false],
])("an offer of %s satisfies %s: %s", (offered, wanted, expected) => {
  expect(satisfies(offered, wanted)).toBe(expected);
});
