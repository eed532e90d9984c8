/** Cases of the rules about names, keys, types and values. */
import { type CasesByRule, contract, custom, dataset, headed, options, properties, property } from "./files";

const string = "logicalType: string";

export const PROPERTY_CASES: CasesByRule = {
  "semantic/version": {
    found: [headed("1.0.0", "one"), headed("1.0.0", '"1.0"')],
    passed: [headed("1.0.0", "2.1.0-rc.1")],
  },
  "semantic/status": {
    found: [headed("active", "Active")],
    passed: [headed("active", "deprecated"), headed("active", "in development")],
  },
  "semantic/property-name": {
    found: [
      property(`${string}, physicalName: x`).map((one) => ({
        ...one,
        text: one.text.replace("{ name: a, logical", "{ name: a-b, logical"),
      })),
      property("logicalType: object, properties: [{ name: 1st, logicalType: string }]"),
    ],
    passed: [property(string), property("logicalType: array, items: { logicalType: string }")],
  },
  "semantic/dataset-name": {
    found: [contract("schema: [{ name: 2024 orders }]"), contract(`schema: [{ name: ${"x".repeat(64)} }]`)],
    passed: [contract("schema: [{ name: order lines }]"), contract("schema: [{ name: _orders-2024 }]")],
  },
  "semantic/duplicate": {
    found: [
      contract("roles: [{ role: reader }, { role: reader }]"),
      contract("schema: [{ name: a }, { name: a }]"),
      properties(`name: a, ${string}`, `name: a, ${string}`),
      property(`logicalType: object, properties: [{ name: b, ${string} }, { name: b, ${string} }]`),
      contract("servers: [{ server: s, type: kafka, host: h }, { server: s, type: kafka, host: h }]"),
    ],
    passed: [
      properties(`name: a, ${string}`, `name: b, logicalType: object, properties: [{ name: a, ${string} }]`),
      contract(
        "servers: [{ server: s, type: kafka, host: h, environment: prod }, { server: s, type: kafka, host: h, environment: test }]",
      ),
    ],
  },
  "semantic/name-collision": {
    found: [
      properties(`name: order_id, ${string}`, `name: orderId, ${string}`),
      properties(`name: A, ${string}`, `name: a, ${string}`),
    ],
    passed: [properties(`name: order_id, ${string}`, `name: order_ids, ${string}`)],
  },
  "semantic/physical-name": {
    found: [properties(`name: a, ${string}, physicalName: c`, `name: b, ${string}, physicalName: c`)],
    passed: [properties(`name: a, ${string}, physicalName: c`, `name: b, ${string}`)],
  },
  "semantic/duplicate-id": {
    found: [
      properties(`name: a, id: x, ${string}`, `name: b, id: x, ${string}`),
      contract("roles: [{ role: a, id: x }, { role: b, id: x }]"),
    ],
    passed: [dataset(`id: x, properties: [{ name: a, id: x, ${string} }]`)],
  },
  "semantic/key-required": {
    found: [property(`${string}, primaryKey: true`), property(`${string}, primaryKey: true, required: false`)],
    passed: [property(`${string}, primaryKey: true, required: true`), property(`${string}, primaryKey: false`)],
  },
  "semantic/key-position": {
    found: [
      properties(
        `name: a, ${string}, primaryKey: true, primaryKeyPosition: 1`,
        `name: b, ${string}, primaryKey: true, primaryKeyPosition: 1`,
      ),
      property(`${string}, primaryKeyPosition: 1`),
    ],
    passed: [
      properties(
        `name: a, ${string}, primaryKey: true, primaryKeyPosition: 2`,
        `name: b, ${string}, primaryKey: true, primaryKeyPosition: 1`,
        `name: c, ${string}, primaryKey: false, primaryKeyPosition: -1`,
      ),
    ],
  },
  "semantic/key-type": {
    found: [
      property("logicalType: object, primaryKey: true, required: true"),
      property(`logicalType: object, properties: [{ name: b, ${string}, primaryKey: true, required: true }]`),
    ],
    passed: [property("logicalType: timestamp, primaryKey: true, required: true")],
  },
  "semantic/partition-key": {
    found: [
      dataset(`${custom("partitionKey", "gone")}, properties: [{ name: a, ${string} }]`),
      property(`${string}, partitionKeyPosition: 1`),
      properties(
        `name: a, ${string}, partitioned: true, partitionKeyPosition: 1`,
        `name: b, ${string}, partitioned: true, partitionKeyPosition: 1`,
      ),
    ],
    passed: [
      dataset(`${custom("partitionKey", "[a]")}, properties: [{ name: a, ${string} }]`),
      property(`${string}, partitioned: true, partitionKeyPosition: 1`),
    ],
  },
  "semantic/property-type": {
    found: [
      [
        {
          file: "a.odcs.yaml",
          text: "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema: [{ name: a, properties: [{ name: b }] }]",
        },
      ],
    ],
    passed: [property(string)],
  },
  "semantic/pattern": {
    found: [
      options("string", 'pattern: "[a"'),
      property('logicalType: array, items: { logicalType: string, logicalTypeOptions: { pattern: "(" } }'),
    ],
    passed: [options("string", 'pattern: "^[a-z]+$"')],
  },
  "semantic/pattern-explosive": {
    found: ["^(a+)+$", "^(\\\\w|\\\\d)*$", "^([a-z]+\\\\.?)*$", "^(?=(x+x+)+y)z"].map((pattern) =>
      options("string", `pattern: "${pattern}"`),
    ),
    passed: ["^(\\\\.[a-z]+)*$", "^[a-z]+(-[a-z0-9]+)*$", "^\\\\d{3}(,\\\\d{3})*$", "(a+)+", "^(ab|cd)*$"].map(
      (pattern) => options("string", `pattern: "${pattern}"`),
    ),
  },
  "semantic/bounds": {
    found: [
      options("string", "minLength: 5, maxLength: 2"),
      options("number", "minimum: 5, maximum: 2"),
      options("number", "exclusiveMinimum: 5, maximum: 5"),
      options("integer", "minimum: 1.2, maximum: 1.8"),
      options("integer", "format: u8, minimum: 256"),
      options("number", "minimum: 11, maximum: 19, multipleOf: 10"),
      options("date", 'minimum: "2026-02-01", maximum: "2026-01-01"'),
      options("array", "minItems: 2, maxItems: 1"),
      property(
        "logicalType: array, logicalTypeOptions: { minItems: 2, uniqueItems: true }, items: { logicalType: string, enum: [{ value: x }] }",
      ),
      property(
        "logicalType: map, map: { key: { logicalType: string }, value: { logicalType: string, logicalTypeOptions: { minLength: 2, maxLength: 1 } } }",
      ),
    ],
    passed: [
      options("number", "minimum: 5, maximum: 5"),
      options("number", "minimum: 0.1, maximum: 0.3, multipleOf: 0.3"),
      options("integer", "format: u8, minimum: 255"),
      options("date", 'minimum: "2026-01-01", maximum: "2026-01-01"'),
      options("timestamp", 'minimum: "2026-01-01T00:00:00Z", maximum: "2025"'),
    ],
  },
  "semantic/physical-type": {
    found: [
      property("logicalType: integer, physicalType: text"),
      property("logicalType: string, physicalType: bigint"),
      property('logicalType: integer, physicalType: "decimal(10,2)"'),
      property("logicalType: string, physicalType: varchar(5), logicalTypeOptions: { maxLength: 6 }"),
      property('logicalType: number, physicalType: "numeric(5,2)", logicalTypeOptions: { maximum: 10000 }'),
    ],
    passed: [
      property("logicalType: integer, physicalType: bigint"),
      property("logicalType: string, physicalType: varchar(5), logicalTypeOptions: { maxLength: 5 }"),
      property('logicalType: number, physicalType: "numeric(5,2)", logicalTypeOptions: { maximum: 999.99 }'),
      property("logicalType: date, physicalType: int"),
      property("logicalType: string, physicalType: a type of our own"),
    ],
  },
  "semantic/required-names": {
    found: [
      property(`logicalType: object, logicalTypeOptions: { required: [gone] }, properties: [{ name: b, ${string} }]`),
    ],
    passed: [
      property(`logicalType: object, logicalTypeOptions: { required: [b] }, properties: [{ name: b, ${string} }]`),
      property("logicalType: object, logicalTypeOptions: { required: [anything] }"),
    ],
  },
  "semantic/example": {
    found: [
      property("logicalType: string, logicalTypeOptions: { maxLength: 2 }, examples: [abc]"),
      property("logicalType: string, examples: [7]"),
      property('logicalType: string, logicalTypeOptions: { pattern: "^[A-Z]$" }, examples: [b]'),
      property("logicalType: string, logicalTypeOptions: { format: email }, examples: [nobody]"),
      property("logicalType: integer, examples: [1.5]"),
      property("logicalType: integer, logicalTypeOptions: { format: i8 }, examples: [128]"),
      property("logicalType: number, logicalTypeOptions: { exclusiveMinimum: 0 }, examples: [0]"),
      property("logicalType: number, logicalTypeOptions: { multipleOf: 0.1 }, examples: [0.35]"),
      property("logicalType: boolean, examples: [yes]"),
      property('logicalType: date, examples: ["2026-02-30"]'),
      property('logicalType: timestamp, examples: ["yesterday"]'),
      property('logicalType: time, examples: ["25:00"]'),
      property("logicalType: string, required: true, examples: [null]"),
      property("logicalType: string, enum: [{ value: x }], examples: [y]"),
      property(`${string}, ${custom("enum", "[x]")}, examples: [y]`),
      property("logicalType: array, items: { logicalType: integer }, examples: [[1, two]]"),
      property(
        "logicalType: object, properties: [{ name: b, logicalType: integer, required: true }], examples: [{ c: 1 }]",
      ),
      property(
        "logicalType: map, map: { key: { logicalType: string }, value: { logicalType: integer } }, examples: [{ k: v }]",
      ),
      property("logicalType: vector, logicalTypeOptions: { dimensions: 2 }, examples: [[1]]"),
    ],
    passed: [
      property("logicalType: string, logicalTypeOptions: { maxLength: 2 }, examples: [äö, null]"),
      property("logicalType: number, logicalTypeOptions: { multipleOf: 0.1, minimum: 0 }, examples: [0.3, 0]"),
      property('logicalType: date, examples: ["2024-02-29"]'),
      property('logicalType: date, logicalTypeOptions: { format: dd.MM.yyyy }, examples: ["29.02.2024"]'),
      property('logicalType: timestamp, examples: ["2026-01-01T10:00:00.5+01:00", "2026-01-01 10:00"]'),
      property("logicalType: array, items: { logicalType: integer }, examples: [[1, 2], []]"),
      property("logicalType: object, properties: [{ name: b, logicalType: integer }], examples: [{ more: 1 }]"),
      // A pattern that could hang the linter isn't tried.
      property(`logicalType: string, logicalTypeOptions: { pattern: "^(a+)+$" }, examples: [${"a".repeat(60)}b]`),
    ],
  },
  "semantic/default": {
    found: [
      property(`${string}, enum: [{ value: x }], ${custom("default", "y")}`),
      property(`logicalType: integer, ${custom("defaultValue", "x")}`),
    ],
    passed: [
      property(`${string}, enum: [{ value: x }], ${custom("default", "x")}`),
      property(`${string}, ${custom("default", "null")}`),
    ],
  },
  "semantic/enum": {
    found: [
      property("logicalType: integer, enum: [{ value: one }]"),
      property("logicalType: string, logicalTypeOptions: { maxLength: 1 }, enum: [{ value: xy }]"),
      property(`${string}, ${custom("enum", "[x, x]")}`),
    ],
    passed: [
      property("logicalType: integer, enum: [{ value: 1 }, { value: 2 }]"),
      property(`${string}, ${custom("enum", "[x, y]")}`),
    ],
  },
};
