/**
 * Values of a JSON record as Avro's logical types want them (Avro 1.12, "Logical Types").
 *
 * In JSON a timestamp is an RFC 3339 text and a decimal a number; on the wire they are counts and bytes. Text that has
 * no such value converts to `undefined`, which the encoder treats as invalid.
 */
import { type Schema, Type, types } from "avsc";
import { ExactNumber } from "./numbers";

const DAY_S = 86_400;
const DAY_MS = DAY_S * 1_000;

/** An instant in microseconds; fractions beyond are cut, offsets are applied. */
function instantMicros(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  // Date.parse stops at milliseconds.
  const extra = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? "";
  return Math.floor(ms) * 1_000 + Number(extra.padEnd(3, "0"));
}

/** RFC 3339 full-time: with `Z` or an offset, which is applied. */
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6})\d*)?(?:z|([+-])(\d{2}):?(\d{2}))?$/i;

function dayMicros(text: unknown): number | undefined {
  const parts = typeof text === "string" ? TIME.exec(text) : null;
  if (!parts) return undefined;
  const [, hours, minutes, seconds, fraction = "", sign = "+", offsetHours = "0", offsetMinutes = "0"] = parts;
  const local = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  if (local >= DAY_S) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === "+" ? 60 : -60);
  const utc = (((local - offset) % DAY_S) + DAY_S) % DAY_S;
  return utc * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

function days(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) ? undefined : ms / DAY_MS;
}

const thousandth = (micros: number | undefined) => (micros === undefined ? undefined : Math.floor(micros / 1_000));

/** A logical type over a count, from a text. */
function counted(convert: (text: unknown) => number | undefined) {
  return class extends types.LogicalType {
    protected override _toValue(value: unknown): number | undefined {
      return convert(value);
    }
    /** Decoding is for consumers; here it only serves defaults, which stay counts. */
    protected override _fromValue(value: unknown): unknown {
      return value;
    }
    protected override _resolve(): undefined {
      return undefined;
    }
  };
}

/** Unscaled two's complement, big-endian, as short as possible; `undefined` where the scale would lose digits. */
export function decimalBytes(value: unknown, precision: number, scale: number): Buffer | undefined {
  let unscaled = value instanceof ExactNumber ? value.unscaled(scale) : unscaledOf(value, scale);
  if (unscaled === undefined) return undefined;
  const digits = unscaled < 0n ? -unscaled : unscaled;
  if (digits.toString().length > precision) return undefined;
  const bytes: number[] = [];
  for (;;) {
    const byte = Number(BigInt.asUintN(8, unscaled));
    bytes.unshift(byte);
    unscaled >>= 8n;
    const negative = byte > 127;
    if ((unscaled === 0n && !negative) || (unscaled === -1n && negative)) return Buffer.from(bytes);
  }
}

function unscaledOf(value: unknown, scale: number): bigint | undefined {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) >= 1e21 || scale > 100) return undefined;
  const fixed = value.toFixed(scale);
  return Number(fixed) === value ? BigInt(fixed.replace(".", "")) : undefined;
}

class Decimal extends types.LogicalType {
  readonly #precision: number;
  readonly #scale: number;

  constructor(schema: Schema, options?: object) {
    super(schema, options);
    const { precision = 38, scale = 0 } = schema as { precision?: number; scale?: number };
    this.#precision = precision;
    this.#scale = scale;
  }
  protected override _toValue(value: unknown): Buffer | undefined {
    return decimalBytes(value, this.#precision, this.#scale);
  }
  protected override _fromValue(value: unknown): unknown {
    return value;
  }
  protected override _resolve(): undefined {
    return undefined;
  }
}

const LOGICAL_TYPES = {
  date: counted(days),
  "time-millis": counted((text) => thousandth(dayMicros(text))),
  "time-micros": counted(dayMicros),
  "timestamp-millis": counted((text) => thousandth(instantMicros(text))),
  "timestamp-micros": counted(instantMicros),
  "local-timestamp-millis": counted((text) => thousandth(instantMicros(`${text}Z`))),
  "local-timestamp-micros": counted((text) => instantMicros(`${text}Z`)),
  decimal: Decimal,
};

/** The Avro type of a schema's text, for values as they come from JSON. @throws Error on a schema that is not Avro. */
export function avroType(schema: string): Type {
  return Type.forSchema(JSON.parse(schema) as Schema, { logicalTypes: LOGICAL_TYPES, wrapUnions: false });
}

/** What becomes of a number at a path of a record: `float` is rounded by its own promise, `decimal` keeps all digits. */
export type NumberKind = "float" | "decimal" | "other";

/** The kind of number that an Avro type has at a path. */
export function numberKindAt(type: Type, path: readonly string[]): NumberKind {
  const [name, ...rest] = path;
  if (Type.isType(type, "union")) {
    const kinds = (type as types.UnwrappedUnionType).types.map((branch) => numberKindAt(branch, path));
    return kinds.find((kind) => kind !== "other") ?? "other";
  }
  if (name === undefined) {
    if (type instanceof Decimal) return "decimal";
    return Type.isType(type, "double", "float") ? "float" : "other";
  }
  if (Type.isType(type, "record")) {
    const field = (type as types.RecordType).fields.find((one) => one.name === name);
    return field ? numberKindAt(field.type, rest) : "other";
  }
  if (Type.isType(type, "array")) return numberKindAt((type as types.ArrayType).itemsType, rest);
  return Type.isType(type, "map") ? numberKindAt((type as types.MapType).valuesType, rest) : "other";
}
