/**
 * What a property's values are, whatever the format they are written in: read once from ODCS `logicalType`,
 * `physicalType` and `logicalTypeOptions`. Every exporter is a table over these kinds.
 */
import type { Property } from "../model";

export type Kind =
  | { readonly kind: "text"; readonly format?: TextFormat }
  | { readonly kind: "bytes" }
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly bits: Bits; readonly signed: boolean }
  | { readonly kind: "float"; readonly bits: 32 | 64 }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "date" }
  | { readonly kind: "time"; readonly unit: Unit }
  | { readonly kind: "timestamp"; readonly unit: Unit; readonly zoned: boolean }
  | { readonly kind: "record"; readonly properties: readonly Property[] }
  | { readonly kind: "map"; readonly values: Property; readonly keys?: Property }
  | { readonly kind: "array"; readonly items?: Property }
  /** An object of which nothing more is said. */
  | { readonly kind: "anything" };

export type Bits = 8 | 16 | 32 | 64 | 128;
/** Smallest step of a time. */
export type Unit = "millis" | "micros";
/** Formats of text that more than one of the exports knows. */
export type TextFormat = (typeof TEXT_FORMATS)[number];

const TEXT_FORMATS = ["email", "uri", "uuid", "hostname", "ipv4", "ipv6"] as const;
/** ODCS string formats whose value is no text in itself. */
const BINARY: ReadonlySet<unknown> = new Set(["binary", "byte"]);
const BINARY_TYPES = /^(bytes|bytea|binary|varbinary|blob|fixed)\b/i;
/** `decimal(12,2)` under the names that stores have for it. */
const DECIMAL = /^(?:decimal|numeric|number|bignumeric)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/i;
const INTEGER = /^([iu])(8|16|32|64|128)$/;
const MICROS = /micro|\(\s*6\s*\)/i;
const LOCAL = /without time zone|_?ntz\b|^local|^datetime/i;
/** Digits that 64 bits hold whatever they are. */
const DIGITS_OF_64_BITS = 18;

export function kindOf(property: Property): Kind {
  const { logicalType, physicalType = "" } = property;
  const { format, timezone } = property.options as { format?: unknown; timezone?: unknown };
  const unit: Unit = MICROS.test(physicalType) ? "micros" : "millis";
  const [, digits, fraction = "0"] = DECIMAL.exec(physicalType) ?? [];
  switch (logicalType) {
    case "string": {
      if (BINARY.has(format) || BINARY_TYPES.test(physicalType)) return { kind: "bytes" };
      const known = TEXT_FORMATS.find((one) => one === format) ?? (/^uuid$/i.test(physicalType) ? "uuid" : undefined);
      return known === undefined ? { kind: "text" } : { kind: "text", format: known };
    }
    case "boolean":
      return { kind: "boolean" };
    case "integer": {
      const [, sign = "i", bits] = (typeof format === "string" && INTEGER.exec(format)) || [];
      const wide = Number(digits ?? 0) > DIGITS_OF_64_BITS ? 128 : 64;
      return { kind: "integer", bits: bits === undefined ? wide : (Number(bits) as Bits), signed: sign === "i" };
    }
    case "number":
      if (digits !== undefined) return { kind: "decimal", precision: Number(digits), scale: Number(fraction) };
      return { kind: "float", bits: format === "f32" ? 32 : 64 };
    case "date":
      return { kind: "date" };
    case "time":
      return { kind: "time", unit };
    case "timestamp":
      return { kind: "timestamp", unit, zoned: typeof timezone === "boolean" ? timezone : !LOCAL.test(physicalType) };
    case "array":
      return property.items ? { kind: "array", items: property.items } : { kind: "array" };
    case "object":
      if (property.values)
        return { kind: "map", values: property.values, ...(property.keys ? { keys: property.keys } : {}) };
      return property.properties?.length ? { kind: "record", properties: property.properties } : { kind: "anything" };
  }
}

export interface Bounds<T> {
  readonly minimum?: T;
  readonly maximum?: T;
  readonly exclusiveMinimum?: T;
  readonly exclusiveMaximum?: T;
}

const SIDES = [
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
] as const;

/** Bounds of numbers, or of dates and times as text. Before ODCS 3.1.0 an exclusive bound was a flag beside it. */
export function boundsOf<T extends "number" | "string">(
  { options }: Pick<Property, "options">,
  type: T,
): Bounds<T extends "number" ? number : string> {
  const given = options as Readonly<Record<string, unknown>>;
  const found: Record<string, unknown> = {};
  for (const [inclusive, exclusive] of SIDES) {
    const flagged = given[exclusive] === true;
    if (typeof given[inclusive] === type) found[flagged ? exclusive : inclusive] = given[inclusive];
    if (typeof given[exclusive] === type) found[exclusive] = given[exclusive];
  }
  return found;
}

/** Allowed values in the property's own type: the model holds them as text. */
export function enumOf({ enum: values, logicalType }: Property): readonly (string | number | boolean)[] | undefined {
  if (logicalType === "integer" || logicalType === "number") return values?.map(Number);
  if (logicalType === "boolean") return values?.map((value) => value === "true");
  return values;
}

/** Least and greatest value that the width of an integer allows, where a double holds them exactly. */
export function rangeOf(bits: Bits, signed: boolean): Bounds<number> {
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const greatest = 2 ** (signed ? bits - 1 : bits) - 1;
  return {
    ...(Number.isSafeInteger(least) ? { minimum: least } : {}),
    ...(Number.isSafeInteger(greatest) ? { maximum: greatest } : {}),
  };
}
