/** Schemas that others write: what ODCS has a word for is said in it, and the rest is kept by name and warned of. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { DatasetDraft } from "../../../contracts/imports/importer";
import { type Format, importedText } from "./imports-support";

interface Read {
  readonly datasets: readonly DatasetDraft[];
  readonly warnings: string;
  readonly contract: Readonly<Record<string, unknown>>;
}
async function read(format: Format, given: unknown, file?: string): Promise<Read> {
  const { text, warnings } = await importedText(
    format,
    typeof given === "string" ? given : JSON.stringify(given, null, 2),
    file,
  );
  const contract = parse(text);
  return { datasets: contract.schema, warnings, contract };
}
const property = ({ datasets: [dataset] }: Read, name: string) => dataset?.properties.find((one) => one.name === name);
const kept = (read: Read, name: string) =>
  Object.fromEntries(property(read, name)?.customProperties?.map((one) => [one.property, one.value]) ?? []);

describe("avro", async () => {
  const address = { type: "record", name: "Address", fields: [{ name: "city", type: "string" }] };
  const given = await read("avro", {
    type: "record",
    name: "OrderPlaced",
    namespace: "com.example.shop",
    aliases: ["Order"],
    doc: "An order.",
    fields: [
      { name: "id", type: { type: "string", "avro.java.string": "String" }, doc: "Number.", aliases: ["order_id"] },
      {
        name: "status",
        type: { type: "enum", name: "Status", symbols: ["NEW", "PAID"], default: "NEW" },
        default: "NEW",
      },
      { name: "billing", type: ["null", address], default: null },
      { name: "shipping", type: "Address" },
      { name: "key", type: { type: "fixed", name: "Key", size: 16 } },
      { name: "value", type: ["null", "string", "long"], default: null },
      { name: "parent", type: ["null", "OrderPlaced"], default: null },
      { name: "tags", type: { type: "map", values: { type: "array", items: "string" } } },
      { name: "at", type: { type: "long", logicalType: "timestamp-nanos" } },
      { name: "count", type: "int", default: 0, order: "ignore" },
    ],
  });

  test("names, types and texts are those of the schema", () => {
    expect(given.datasets[0]).toMatchObject({
      name: "order_placed",
      physicalName: "com.example.shop.OrderPlaced",
      description: "An order.",
    });
    expect(given.datasets[0]?.customProperties).toEqual([{ property: "avro.aliases", value: ["Order"] }]);
    expect(property(given, "id")).toMatchObject({ logicalType: "string", required: true, description: "Number." });
    expect(property(given, "billing")).toMatchObject({ logicalType: "object", required: false });
    expect(property(given, "shipping")?.properties).toMatchObject([{ name: "city", logicalType: "string" }]);
    expect(property(given, "count")).toMatchObject({ logicalType: "integer", logicalTypeOptions: { format: "i32" } });
  });

  test("what ODCS doesn't have is kept by its name", () => {
    expect(kept(given, "id")).toEqual({ "avro.avro.java.string": "String", "avro.aliases": ["order_id"] });
    expect(kept(given, "status")).toEqual({
      ...{ enum: ["NEW", "PAID"], "avro.type": "enum", "avro.name": "com.example.shop.Status" },
      "avro.default": "NEW",
    });
    expect(kept(given, "key")).toMatchObject({ "avro.type": "fixed", "avro.size": 16 });
    expect(kept(given, "tags")).toMatchObject({
      map: { value: { logicalType: "array", items: { logicalType: "string" } } },
    });
    expect(kept(given, "count")).toEqual({ "avro.default": 0, "avro.order": "ignore" });
    expect(kept(given, "at")).toEqual({ "avro.logicalType": "timestamp-nanos" });
    expect(kept(given, "billing")).toEqual({ "avro.name": "com.example.shop.Address" });
  });

  test("what nothing checks any more is warned of, with its place", () => {
    expect(property(given, "value")).toMatchObject({ required: false });
    expect(property(given, "value")).not.toHaveProperty("logicalType");
    expect(given.warnings).toMatch(
      /things\.avro:\d+:\d+ warning import\/unsaid at fields\[5\]\.type\n {2}ODCS has no word for a value of several types/,
    );
    expect(given.warnings).toMatch(/fields\[6\]\.type\[1\]\n.*a record that contains itself/);
    expect(given.warnings.match(/import\/unsaid/g)).toHaveLength(2);
  });
});

describe("jsonschema", async () => {
  const given = await read(
    "jsonschema",
    {
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "https://example.com/order.json",
      title: "Order",
      type: "object",
      required: ["id", "first-name", "line"],
      properties: {
        id: { type: "string", format: "uuid", readOnly: true },
        "first-name": { type: ["string", "null"], minLength: 1 },
        line: { $ref: "#/definitions/Line" },
        amount: { allOf: [{ type: "number", minimum: 0 }, { minimum: 5 }], default: 7 },
        either: { oneOf: [{ type: "string" }, { type: "integer" }] },
        maybe: { anyOf: [{ $ref: "#/definitions/Line" }, { type: "null" }] },
        kind: { const: "order" },
        old: { type: "integer", minimum: 0, exclusiveMinimum: true },
        hex: { type: "string", pattern: "^\\i$", not: { const: "" } },
      },
      definitions: {
        Line: {
          type: "object",
          additionalProperties: false,
          properties: { sku: { type: "string" }, parts: { type: "array", items: { $ref: "#/definitions/Line" } } },
        },
      },
    },
    "order.json",
  );

  test("names, types and texts are those of the schema", () => {
    expect(given.datasets[0]).toMatchObject({ name: "order" });
    expect(property(given, "id")).toMatchObject({
      logicalType: "string",
      logicalTypeOptions: { format: "uuid" },
      required: true,
    });
    expect(property(given, "first_name")).toMatchObject({
      physicalName: "first-name",
      required: false,
      logicalTypeOptions: { minLength: 1 },
    });
    expect(property(given, "line")).toMatchObject({
      logicalType: "object",
      required: true,
      properties: [{ name: "sku" }, { name: "parts" }],
    });
    expect(property(given, "maybe")).toMatchObject({ logicalType: "object", required: false });
    expect(property(given, "old")).toMatchObject({ logicalTypeOptions: { exclusiveMinimum: 0 } });
    expect(kept(given, "kind")).toEqual({ enum: ["order"] });
  });

  test("what ODCS doesn't have is kept by its name, and warned of where it refuses values", () => {
    expect(given.datasets[0]?.customProperties).toEqual([
      { property: "jsonschema.additionalProperties", value: true },
      { property: "jsonschema.id", value: "https://example.com/order.json" },
    ]);
    expect(kept(given, "id")).toEqual({ "jsonschema.readOnly": true });
    expect(kept(given, "amount")).toEqual({ "jsonschema.default": 7, "jsonschema.allOf.minimum": 5 });
    expect(kept(given, "hex")).toEqual({ "jsonschema.pattern": "^\\i$", "jsonschema.not": { const: "" } });
    const warned = [...given.warnings.matchAll(/at (\S+)\n {2}ODCS has no word for (.*?):/g)].map(
      ([, path, what]) => `${path} ${what}`,
    );
    expect(warned).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/properties\.amount\S* the keyword allOf\.minimum/),
        expect.stringMatching(/properties\.either\S* the keyword oneOf/),
        expect.stringMatching(/properties\.hex\S* the keyword not/),
        expect.stringMatching(/parts\.items\S* an object that contains itself/),
      ]),
    );
  });
});

describe("protobuf", async () => {
  const given = await read(
    "protobuf",
    `
// Of the shop.
syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
// An order.
message Order {
  reserved 4, 7 to 9;
  reserved "gone";
  // Its number.
  string id = 1;
  optional sint64 total = 2 [deprecated = true];
  repeated Line lines = 3;
  map<string, Line> by_sku = 5;
  oneof paid { string card = 10; bool cash = 11; }
  google.protobuf.Timestamp at = 12;
  google.protobuf.StringValue note = 13;
  Status status = 14 [json_name = "state"];
  Line first = 15;
}
message Line { uint32 amount = 1; Line next = 2; }
enum Status { UNKNOWN = 0; NEW = 5; }
service Orders { rpc Get (Order) returns (Order); }
`,
  );

  test("names, types and texts are those of the file; what other messages use is inside of them", () => {
    expect(given.datasets).toHaveLength(1);
    expect(given.datasets[0]).toMatchObject({ name: "order", physicalName: "shop.v1.Order", description: "An order." });
    expect(property(given, "id")).toMatchObject({ logicalType: "string", required: true, description: "Its number." });
    expect(property(given, "total")).toMatchObject({ logicalType: "integer", required: false });
    expect(property(given, "lines")).toMatchObject({
      logicalType: "array",
      items: { logicalType: "object", properties: [{ logicalTypeOptions: { format: "u32" } }, {}] },
    });
    expect(property(given, "at")).toMatchObject({ logicalType: "timestamp" });
    expect(property(given, "first")).toMatchObject({ logicalType: "object", required: false });
  });

  test("what ODCS doesn't have is kept by its name, and warned of", () => {
    expect(kept(given, "total")).toEqual({ "protobuf.options": { deprecated: true } });
    expect(kept(given, "card")).toEqual({ "protobuf.oneof": "paid" });
    expect(kept(given, "note")).toEqual({ "protobuf.type": "google.protobuf.StringValue" });
    expect(kept(given, "status")).toMatchObject({
      ...{ enum: ["UNKNOWN", "NEW"], "protobuf.numbers": { UNKNOWN: 0, NEW: 5 }, "protobuf.jsonName": "state" },
    });
    expect(given.warnings).toMatch(/things\.protobuf:16:\d+ warning .*\n.*fields of which only one may be there/);
    expect(given.warnings).toMatch(/a message that contains itself/);
    expect(given.warnings).toMatch(/A service is no part of a data contract/);
  });
});

describe("sql, as pg_dump writes it", async () => {
  const given = await read(
    "sql",
    `SET statement_timeout = 0;
\\connect shop
CREATE TYPE shop.mood AS ENUM ('sad', 'ok');
CREATE DOMAIN shop.email AS text CHECK (VALUE ~ '@');
CREATE TABLE shop.orders (
    id bigint NOT NULL,
    customer_id integer NOT NULL,
    mood shop.mood DEFAULT 'ok'::shop.mood,
    mail shop.email,
    total numeric(12,2),
    tags text[],
    place point,
    code character(3),
    created timestamp(3) with time zone DEFAULT now(),
    CONSTRAINT code_check CHECK (((code)::text = ANY ((ARRAY['abc'::character varying, 'def'::character varying])::text[]))),
    CONSTRAINT total_check CHECK (((total >= (0)::numeric) AND (total < (1000)::numeric))),
    CONSTRAINT both_check CHECK ((customer_id > 0 OR total > 0))
);
COMMENT ON TABLE shop.orders IS 'What was ordered.';
COMMENT ON COLUMN shop.orders.total IS 'In euros.';
ALTER TABLE ONLY shop.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY shop.orders ADD CONSTRAINT orders_fk FOREIGN KEY (customer_id) REFERENCES shop.customers(id);
CREATE INDEX i ON shop.orders (total);
`,
  );

  test("names, types, keys, checks and texts are those of the tables", () => {
    expect(given.datasets[0]).toMatchObject({
      name: "orders",
      physicalName: "shop.orders",
      description: "What was ordered.",
    });
    expect(property(given, "id")).toMatchObject({
      logicalType: "integer",
      primaryKey: true,
      primaryKeyPosition: 1,
      required: true,
    });
    expect(property(given, "customer_id")).toMatchObject({ relationships: [{ to: "customers.id" }], required: true });
    expect(property(given, "total")).toMatchObject({
      ...{ logicalType: "number", physicalType: "numeric(12,2)", description: "In euros.", required: false },
      logicalTypeOptions: { minimum: 0, exclusiveMaximum: 1000 },
    });
    expect(property(given, "tags")).toMatchObject({
      logicalType: "array",
      physicalType: "text[]",
      items: { logicalType: "string" },
    });
    expect(property(given, "created")).toMatchObject({ logicalType: "timestamp", physicalType: "timestamptz(3)" });
    expect(kept(given, "code")).toEqual({ enum: ["abc", "def"] });
    expect(kept(given, "mood")).toEqual({ enum: ["sad", "ok"], "sql.default": "CAST('ok' AS shop.mood)" });
  });

  test("what ODCS doesn't have is kept by its name, and warned of", () => {
    expect(kept(given, "created")).toEqual({ "sql.default": "now()" });
    expect(given.datasets[0]?.customProperties).toEqual([
      { property: "sql.check", value: ["customer_id > 0 OR total > 0"] },
    ]);
    expect(kept(given, "place")).toEqual({ "sql.type": "point" });
    expect(given.warnings).toMatch(/things\.sql:12:11 warning .*\n.*values of this type/);
    expect(given.warnings).toMatch(/things\.sql:17:\d+ warning .*\n.*this check/);
    expect(given.warnings).toMatch(/left out\.\n {2}given: {3}index/);
    expect(given.warnings).not.toMatch(/mood|SET/);
  });
});
