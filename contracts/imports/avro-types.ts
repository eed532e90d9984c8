/** What Avro's primitive types mean, alone and with a logical type. */
import type { PropertyDraft } from "./importer";
import { type JsonObject, without } from "./json";
import { type Scalar, scalar } from "./types";

export const PRIMITIVES: Readonly<Record<string, Scalar>> = {
  string: { kind: "text" },
  bytes: { kind: "bytes" },
  boolean: { kind: "boolean" },
  int: { kind: "integer", bits: 32, signed: true },
  long: { kind: "integer", bits: 64, signed: true },
  float: { kind: "float", bits: 32 },
  double: { kind: "float", bits: 64 },
};

/** By primitive and logical type; `decimal` has parameters. */
const LOGICAL: Readonly<Record<string, Scalar>> = {
  "string uuid": { kind: "text", format: "uuid" },
  "fixed uuid": { kind: "text", format: "uuid" },
  "int date": { kind: "date" },
  "int time-millis": { kind: "time", unit: "millis" },
  "long time-micros": { kind: "time", unit: "micros" },
  ...Object.fromEntries(
    (["millis", "micros"] as const).flatMap((unit) => [
      [`long timestamp-${unit}`, { kind: "timestamp", unit, zoned: true } as const],
      [`long local-timestamp-${unit}`, { kind: "timestamp", unit, zoned: false } as const],
    ]),
  ),
};
/** Nothing smaller than a microsecond has a type of its own: that it is one is kept beside. */
const NANOS: Readonly<Record<string, Scalar>> = {
  "long timestamp-nanos": { kind: "timestamp", unit: "micros", zoned: true },
  "long local-timestamp-nanos": { kind: "timestamp", unit: "micros", zoned: false },
};

/** Attributes of types that are read; all others are kept in customProperties. */
export const READ: ReadonlySet<string> = new Set([
  ...["type", "name", "namespace", "doc", "fields", "symbols", "items", "values", "size"],
]);

/** `unread`: what of the attributes wasn't understood. */
export function meaningOf(
  kind: string,
  schema: JsonObject,
): { readonly typed: PropertyDraft; readonly unread: JsonObject } {
  const attributes = without(schema, READ);
  const { logicalType, precision, scale = 0, ...rest } = attributes;
  if (logicalType === "decimal" && typeof precision === "number" && typeof scale === "number")
    return { typed: scalar({ kind: "decimal", precision, scale }), unread: rest };
  const name = `${kind} ${String(logicalType)}`;
  if (Object.hasOwn(LOGICAL, name)) {
    const { logicalType: _known, ...unread } = attributes;
    return { typed: scalar(LOGICAL[name] as Scalar), unread };
  }
  return { typed: scalar(NANOS[name] ?? PRIMITIVES[kind] ?? { kind: "bytes" }), unread: attributes };
}
