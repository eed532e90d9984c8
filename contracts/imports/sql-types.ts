/** What the types of Postgres mean. */
import type { PropertyDraft } from "./importer";
import type { JsonObject } from "./json";
import { constant, list, strings } from "./sql-tree";
import { type Scalar, scalar } from "./types";

const integer = (bits: 16 | 32 | 64): Scalar => ({ kind: "integer", bits, signed: true });
const text: Scalar = { kind: "text" };

/** By the parser's own name of a type: the name that people write, and what it holds. */
const TYPES: Readonly<Record<string, readonly [string, Scalar]>> = {
  ...Object.fromEntries(
    ["text", "citext", "name", "xml", "inet", "cidr", "macaddr", "interval", "bit", "varbit", "char"].map((name) => [
      name,
      [name, text] as const,
    ]),
  ),
  varchar: ["varchar", text],
  bpchar: ["char", text],
  uuid: ["uuid", { kind: "text", format: "uuid" }],
  bytea: ["bytea", { kind: "bytes" }],
  bool: ["boolean", { kind: "boolean" }],
  boolean: ["boolean", { kind: "boolean" }],
  int2: ["smallint", integer(16)],
  int4: ["integer", integer(32)],
  int8: ["bigint", integer(64)],
  smallserial: ["smallserial", integer(16)],
  serial: ["serial", integer(32)],
  serial4: ["serial", integer(32)],
  bigserial: ["bigserial", integer(64)],
  serial8: ["bigserial", integer(64)],
  float4: ["real", { kind: "float", bits: 32 }],
  float8: ["double precision", { kind: "float", bits: 64 }],
  numeric: ["numeric", { kind: "float", bits: 64 }],
  money: ["money", { kind: "float", bits: 64 }],
  date: ["date", { kind: "date" }],
  time: ["time", { kind: "time", unit: "millis" }],
  timetz: ["timetz", { kind: "time", unit: "millis" }],
  timestamp: ["timestamp", { kind: "timestamp", unit: "millis", zoned: false }],
  timestamptz: ["timestamptz", { kind: "timestamp", unit: "millis", zoned: true }],
};
/** Digits of the columns that the export has for integers which no integer type of Postgres holds. */
const WIDE: Readonly<Record<string, Scalar>> = {
  "20,0": { kind: "integer", bits: 64, signed: false },
  "39,0": { kind: "integer", bits: 128, signed: true },
};

export interface Column {
  /** As the store has it: `numeric(12,2)`. */
  readonly physicalType: string;
  /** Absent where the type is none of Postgres' own. */
  readonly type?: PropertyDraft;
  readonly isArray: boolean;
  /** Of a serial column. */
  readonly isSerial: boolean;
  /** Name of the type, without its package where that is Postgres' own. */
  readonly name: string;
}

export function columnType(typeName: JsonObject): Column {
  const name = strings(typeName.names)
    .filter((part) => part !== "pg_catalog")
    .join(".");
  const numbers = list(typeName.typmods).map(constant);
  const known = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  const modifiers = numbers.every((one) => typeof one === "number") ? numbers.join(",") : "";
  // Without a length `char` is one character; the parser says so although nobody wrote it.
  const written = (known?.[0] ?? name) + (modifiers === "" || name === "interval" ? "" : `(${modifiers})`);
  const isArray = list(typeName.arrayBounds).length > 0;
  const wide = name === "numeric" ? WIDE[modifiers] : undefined;
  const isJson = name === "json" || name === "jsonb";
  const type = isJson ? { logicalType: "object" } : known && scalar(wide ?? known[1]);
  return {
    physicalType: `${written}${isArray ? "[]" : ""}`,
    ...(type && { type: { ...type, physicalType: written } }),
    isArray,
    isSerial: /serial/.test(name),
    name,
  };
}
