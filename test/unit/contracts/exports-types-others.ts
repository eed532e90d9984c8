/** Rows of the table of types: numbers, times, and what holds other values. */
import { decimal, number, type Row } from "./exports-types-row";

const AVRO_DATE = { type: "int", logicalType: "date" };
const AVRO_TIME = { type: "int", logicalType: "time-millis" };
const AVRO_INSTANT = { type: "long", logicalType: "timestamp-millis" };

export const OTHERS: Readonly<Record<string, Row>> = {
  number: { odcs: number({}), json: { type: "number" }, avro: "double", sql: "double precision", proto: "double" },
  "format f64": {
    odcs: number({ format: "f64" }),
    json: { type: "number" },
    avro: "double",
    sql: "double precision",
    proto: "double",
  },
  "format f32, with bounds": {
    odcs: number({ format: "f32", minimum: 0.5, exclusiveMaximum: 1, multipleOf: 0.1 }),
    json: { type: "number", minimum: 0.5, exclusiveMaximum: 1, multipleOf: 0.1 },
    avro: "float",
    sql: 'real CHECK ("x" >= 0.5) CHECK ("x" < 1) CHECK ("x"::numeric % 0.1 = 0)',
    proto: "float",
  },
  "physicalType decimal": {
    odcs: { logicalType: "number", physicalType: "decimal(12, 2)" },
    json: { type: "number" },
    avro: decimal(12, 2),
    sql: "numeric(12,2)",
    proto: "string",
  },
  date: {
    odcs: { logicalType: "date" },
    json: { type: "string", format: "date" },
    avro: AVRO_DATE,
    sql: "date",
    proto: "string",
  },
  "date with bounds and a store's pattern": {
    odcs: {
      logicalType: "date",
      logicalTypeOptions: { exclusiveMinimum: "2020-01-01", maximum: "2021-01-01", format: "dd.MM.yyyy" },
    },
    json: { type: "string", format: "date", formatExclusiveMinimum: "2020-01-01", formatMaximum: "2021-01-01" },
    avro: AVRO_DATE,
    sql: `date CHECK ("x" > '2020-01-01') CHECK ("x" <= '2021-01-01')`,
    proto: "string",
  },
  timestamp: {
    odcs: { logicalType: "timestamp" },
    json: { type: "string", format: "date-time" },
    avro: AVRO_INSTANT,
    sql: "timestamptz",
    proto: "Timestamp",
  },
  "timestamp with time zone and bounds": {
    odcs: {
      logicalType: "timestamp",
      logicalTypeOptions: { timezone: true, minimum: "2020-01-01 00:00:00", maximum: "2021-01-01 00:00:00+10:00" },
    },
    json: {
      type: "string",
      format: "date-time",
      formatMinimum: "2020-01-01T00:00:00Z",
      formatMaximum: "2021-01-01T00:00:00+10:00",
    },
    avro: AVRO_INSTANT,
    sql: `timestamptz CHECK ("x" >= '2020-01-01 00:00:00') CHECK ("x" <= '2021-01-01 00:00:00+10:00')`,
    proto: "Timestamp",
  },
  "timestamp without time zone": {
    odcs: { logicalType: "timestamp", logicalTypeOptions: { timezone: false } },
    json: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$" },
    avro: { type: "long", logicalType: "local-timestamp-millis" },
    sql: "timestamp",
    proto: "string",
  },
  "physicalType timestamp_ntz": {
    odcs: { logicalType: "timestamp", physicalType: "TIMESTAMP_NTZ" },
    json: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$" },
    avro: { type: "long", logicalType: "local-timestamp-millis" },
    sql: "timestamp",
    proto: "string",
  },
  "physicalType timestamp(6)": {
    odcs: { logicalType: "timestamp", physicalType: "timestamp(6)" },
    json: { type: "string", format: "date-time" },
    avro: { type: "long", logicalType: "timestamp-micros" },
    sql: "timestamptz",
    proto: "Timestamp",
  },
  time: {
    odcs: { logicalType: "time" },
    json: { type: "string", format: "time" },
    avro: AVRO_TIME,
    sql: "time",
    proto: "string",
  },
  "time with bounds": {
    odcs: { logicalType: "time", logicalTypeOptions: { minimum: "08:00:00", exclusiveMaximum: "18:00" } },
    json: { type: "string", format: "time", formatMinimum: "08:00:00Z", formatExclusiveMaximum: "18:00Z" },
    avro: AVRO_TIME,
    sql: `time CHECK ("x" >= '08:00:00') CHECK ("x" < '18:00')`,
    proto: "string",
  },
  "object with properties": {
    odcs: {
      logicalType: "object",
      logicalTypeOptions: { required: ["b"], minProperties: 1, maxProperties: 2 },
      properties: [
        { name: "a", logicalType: "string", required: true },
        { name: "b", logicalType: "boolean" },
      ],
    },
    json: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "boolean" } },
      required: ["a", "b"],
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 2,
    },
    avro: {
      type: "record",
      name: "ThingsX",
      fields: [
        { name: "a", type: "string" },
        { name: "b", type: ["null", "boolean"], default: null },
      ],
    },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'object')`,
    proto: "X",
  },
  "array of text": {
    odcs: {
      logicalType: "array",
      logicalTypeOptions: { minItems: 1, maxItems: 3, uniqueItems: true },
      items: { logicalType: "string", logicalTypeOptions: { maxLength: 5 } },
    },
    json: { type: "array", items: { type: "string", maxLength: 5 }, minItems: 1, maxItems: 3, uniqueItems: true },
    avro: { type: "array", items: "string" },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'array') CHECK (jsonb_array_length("x") >= 1) CHECK (jsonb_array_length("x") <= 3)`,
    proto: "repeated string",
  },
  "array of objects": {
    odcs: { logicalType: "array", items: { logicalType: "object", properties: [{ name: "a", logicalType: "date" }] } },
    json: {
      type: "array",
      items: {
        type: "object",
        properties: { a: { type: "string", format: "date" } },
        required: [],
        additionalProperties: false,
      },
    },
    avro: {
      type: "array",
      items: { type: "record", name: "ThingsXItem", fields: [{ name: "a", type: ["null", AVRO_DATE], default: null }] },
    },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'array')`,
    proto: "repeated XItem",
  },
  "array of arrays": {
    odcs: { logicalType: "array", items: { logicalType: "array", items: { logicalType: "number" } } },
    json: { type: "array", items: { type: "array", items: { type: "number" } } },
    avro: { type: "array", items: { type: "array", items: "double" } },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'array')`,
    proto: "repeated XItem",
  },
  map: {
    odcs: {
      logicalType: "map",
      map: {
        key: { logicalType: "string", logicalTypeOptions: { maxLength: 3 } },
        value: { logicalType: "integer", logicalTypeOptions: { minimum: 0 } },
      },
    },
    json: { type: "object", additionalProperties: { type: "integer", minimum: 0 }, propertyNames: { maxLength: 3 } },
    avro: { type: "map", values: "long" },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'object')`,
    proto: "map<string,int64>",
  },
  "map of numbers to objects": {
    odcs: {
      logicalType: "map",
      map: {
        key: { logicalType: "integer", logicalTypeOptions: { format: "u32" } },
        value: { logicalType: "object", properties: [{ name: "a", logicalType: "boolean", required: true }] },
      },
    },
    json: {
      type: "object",
      additionalProperties: {
        type: "object",
        properties: { a: { type: "boolean" } },
        required: ["a"],
        additionalProperties: false,
      },
      propertyNames: { pattern: "^-?\\d+$" },
    },
    avro: { type: "map", values: { type: "record", name: "ThingsXValue", fields: [{ name: "a", type: "boolean" }] } },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'object')`,
    proto: "map<uint32,XValue>",
  },
  vector: {
    odcs: { logicalType: "vector", logicalTypeOptions: { dimensions: 4, elementType: "float32" } },
    json: { type: "array", items: { type: "number" }, minItems: 4, maxItems: 4 },
    avro: { type: "array", items: "float" },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'array') CHECK (jsonb_array_length("x") >= 4) CHECK (jsonb_array_length("x") <= 4)`,
    proto: "repeated float",
  },
  "vector of bytes": {
    odcs: { logicalType: "vector", logicalTypeOptions: { dimensions: 2, elementType: "uint8" } },
    json: { type: "array", items: { type: "integer", minimum: 0, maximum: 255 }, minItems: 2, maxItems: 2 },
    avro: { type: "array", items: "int" },
    sql: `jsonb CHECK (jsonb_typeof("x") = 'array') CHECK (jsonb_array_length("x") >= 2) CHECK (jsonb_array_length("x") <= 2)`,
    proto: "repeated uint32",
  },
};
