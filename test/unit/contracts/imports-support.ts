/** What the tests of imports share: contracts of any properties, and what of a property each format can say. */
import fc from "fast-check";
import { boundsOf, enumOf, type Kind, kindOf, rangeOf } from "../../../contracts/exports/kinds";
import { IMPORTS } from "../../../contracts/imports";
import { contractText } from "../../../contracts/imports/document";
import type { ContractDraft } from "../../../contracts/imports/importer";
import type { Property } from "../../../contracts/model";
import { formatProblems, type LoadResult } from "../../../contracts/problem";

export type Format = keyof typeof IMPORTS;
export async function imported(
  format: Format,
  text: string,
  file = `things.${format}`,
): Promise<LoadResult<ContractDraft>> {
  return IMPORTS[format]({ file, text });
}

/** The contract's text, with what was warned of. @throws Error where the import is refused */
export async function importedText(
  format: Format,
  text: string,
  file?: string,
): Promise<{ text: string; warnings: string }> {
  const result = await imported(format, text, file);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return { text: contractText(result.value, "things"), warnings: formatProblems(result.warnings) };
}

type Json = Readonly<Record<string, unknown>>;

/** Bounds of an integer, those of its width included: which of the two says them doesn't matter. */
function range(property: Property, { bits, signed }: Extract<Kind, { kind: "integer" }>): Json {
  const { minimum, maximum } = rangeOf(bits, signed);
  const own = boundsOf(property, "number");
  const least = own.minimum ?? (own.exclusiveMinimum === undefined ? minimum : own.exclusiveMinimum + 1);
  const greatest = own.maximum ?? (own.exclusiveMaximum === undefined ? maximum : own.exclusiveMaximum - 1);
  return { minimum: least, maximum: greatest, multipleOf: property.options.multipleOf };
}

/** Avro's types have widths, and nothing else that bounds a value. */
function avroKind(kind: Kind): Json {
  if (kind.kind === "text") return { kind: kind.kind, format: kind.format === "uuid" ? "uuid" : undefined };
  // A record inside of a list or map has no place for a description.
  if (kind.kind !== "integer") return inner(kind, (one) => said("avro", one), { description: undefined });
  const { bits, signed } = kind;
  if (bits < 32 || (bits === 32 && signed)) return { kind: "integer", bits: 32, signed: true };
  if (bits === 32 || (bits === 64 && signed)) return { kind: "integer", bits: 64, signed: true };
  return { kind: "decimal", precision: bits === 64 ? 20 : 39, scale: 0 };
}

function inner(kind: Kind, of: (property: Property) => Json, less: Json = {}): Json {
  const part = (property: Property) => ({ ...of(property), ...less, name: "", required: true });
  switch (kind.kind) {
    case "record":
      return { kind: kind.kind, properties: kind.properties.map(of) };
    case "array":
      return { kind: kind.kind, items: kind.items && part(kind.items) };
    case "map":
      return { kind: kind.kind, values: part(kind.values) };
    default:
      return { ...kind };
  }
}

const options = ({ options: given }: Property, ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, (given as Json)[name]]));
const COUNTS = ["minItems", "maxItems"];

function jsonKind(property: Property): Json {
  const kind = kindOf(property);
  switch (kind.kind) {
    case "text":
      return { ...kind, ...options(property, "minLength", "maxLength", "pattern") };
    case "integer":
      return { kind: "integer", ...range(property, kind) };
    case "float":
    case "decimal":
      return { kind: "number", ...boundsOf(property, "number"), ...options(property, "multipleOf") };
    case "timestamp":
      return { kind: "timestamp", zoned: kind.zoned };
    case "time":
      return { kind: "time" };
    case "date":
      return { kind: "date", ...boundsOf(property, "string") };
    case "array":
      return { ...inner(kind, (one) => said("jsonschema", one)), ...options(property, ...COUNTS, "uniqueItems") };
    case "record": {
      // ODCS may say in two places which properties are required.
      const names = (property.options as { required?: readonly string[] }).required ?? [];
      const stated = (one: Property) => ({ ...one, required: one.required || names.includes(one.name) });
      return inner(kind, (one) => said("jsonschema", stated(one)));
    }
    default:
      return inner(kind, (one) => said("jsonschema", one));
  }
}

function sqlKind(property: Property): Json {
  const kind = kindOf(property);
  const length = /^(?:var)?char\((\d+)\)$/.exec(property.physicalType ?? "")?.[1];
  switch (kind.kind) {
    case "text":
      return kind.format === "uuid"
        ? { kind: "text", format: "uuid" }
        : { kind: "text", length, ...options(property, "minLength", "maxLength", "pattern") };
    case "integer":
      return { kind: "integer", ...range(property, kind) };
    case "float":
      return { ...kind, ...boundsOf(property, "number"), ...options(property, "multipleOf") };
    case "decimal":
      return { ...kind, ...boundsOf(property, "number"), ...options(property, "multipleOf") };
    case "time":
    case "timestamp":
      return { ...kind, unit: undefined };
    case "date":
      return { kind: "date", ...boundsOf(property, "string") };
    case "array":
      return { kind: "array", ...options(property, ...COUNTS) };
    case "record":
    case "map":
    case "anything":
      return { kind: "object" };
    default:
      return { ...kind };
  }
}

const NO_BOUNDS = { minimum: undefined, maximum: undefined, exclusiveMinimum: undefined, exclusiveMaximum: undefined };

/** What a format can say of a property: contracts/imports/README.md has the same as a table. */
export function said(format: Format, property: Property): Json {
  const { name, description, required, classification, businessName, examples, primaryKey, unique } = property;
  const common = { name, description, required };
  switch (format) {
    case "avro":
      return { ...common, ...avroKind(kindOf(property)) };
    case "jsonschema":
      return { ...common, businessName, classification, examples, enum: enumOf(property), ...jsonKind(property) };
    case "protobuf": {
      const kind = kindOf(property);
      const given = {
        ...property.options,
        ...NO_BOUNDS,
        ...boundsOf(property, "number"),
        ...boundsOf(property, "string"),
        format: undefined,
      };
      const types = kind.kind === "text" ? { format: property.options.format } : {};
      return {
        ...common,
        classification,
        enum: enumOf(property),
        options: given,
        ...types,
        ...inner(kind, (one) => said("protobuf", one)),
      };
    }
    case "sql":
      return {
        ...common,
        required: required || primaryKey,
        primaryKey,
        unique: unique && !primaryKey,
        enum: enumOf(property),
        ...sqlKind(property),
      };
  }
}

const bounds = (from: number, to: number) =>
  fc.option(
    fc
      .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
    { nil: undefined },
  );

const texts = fc.record({
  length: bounds(0, 50),
  pattern: fc.constantFrom(undefined, "^[A-Z]{3}$", "^\\d+\\bx'$", '^a"b\\\\c$'),
});
const string = fc.oneof(
  texts.map(({ length, pattern }) => ({
    logicalType: "string",
    logicalTypeOptions: { minLength: length?.[0], maxLength: length?.[1], pattern },
  })),
  fc
    .constantFrom("email", "uri", "uuid", "hostname", "ipv4", "ipv6", "binary")
    .map((format) => ({ logicalType: "string", logicalTypeOptions: { format } })),
  fc.constant({ logicalType: "string", physicalType: "varchar(18)" }),
  fc
    .uniqueArray(fc.constantFrom("red", "it's", "two words", "ünï"), { minLength: 1 })
    .map((values) => ({ logicalType: "string", enum: values.map((value) => ({ value })) })),
);
const integer = fc.oneof(
  fc
    .constantFrom("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128")
    .map((format) => ({ logicalType: "integer", logicalTypeOptions: { format } })),
  fc
    .record({ range: bounds(-100, 100), excluded: fc.boolean(), multipleOf: fc.constantFrom(undefined, 3) })
    .map(({ range: found, excluded, multipleOf }) => ({
      logicalType: "integer",
      logicalTypeOptions: {
        minimum: found?.[0],
        [excluded ? "exclusiveMaximum" : "maximum"]: found && found[1] + 1,
        multipleOf,
      },
    })),
  fc
    .uniqueArray(fc.integer({ min: -5, max: 5 }), { minLength: 1 })
    .map((values) => ({ logicalType: "integer", enum: values.map((value) => ({ value })) })),
);
const number = fc.oneof(
  fc.constantFrom(undefined, "f32", "f64").map((format) => ({ logicalType: "number", logicalTypeOptions: { format } })),
  fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 9 }))
    .map(([digits, scale]) => ({ logicalType: "number", physicalType: `decimal(${digits + scale},${scale})` })),
  bounds(-100, 100).map((found) => ({
    logicalType: "number",
    logicalTypeOptions: { exclusiveMinimum: found?.[0], maximum: found && found[1] + 0.5 },
  })),
);
const times = fc.oneof(
  fc
    .constantFrom({}, { minimum: "2020-01-01", exclusiveMaximum: "2021-01-01" })
    .map((logicalTypeOptions) => ({ logicalType: "date", logicalTypeOptions })),
  fc.constantFrom(undefined, "time(6)").map((physicalType) => ({ logicalType: "time", physicalType })),
  fc
    .record({
      physicalType: fc.constantFrom(undefined, "timestamp(6)"),
      timezone: fc.constantFrom(undefined, true, false),
    })
    .map(({ physicalType, timezone }) => ({
      logicalType: "timestamp",
      physicalType,
      logicalTypeOptions: { timezone },
    })),
);
const scalars = fc.oneof(string, integer, number, times, fc.constant({ logicalType: "boolean" }));
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const words = fc.constantFrom(undefined, "It's.", "Two\nlines.", "@minimum 3", "\\@minimum 3", '"Quoted" */ // 100 %');

const about = fc.record({
  description: words,
  classification: fc.constantFrom(undefined, "internal", "restricted"),
  required: fc.boolean(),
});
const named = (type: fc.Arbitrary<object>) =>
  fc.tuple(name, about, type).map(([given, more, of]): Json => ({ name: given, ...more, ...of }));
const uniquely = (type: fc.Arbitrary<object>) =>
  fc.uniqueArray(named(type), { minLength: 1, maxLength: 4, selector: (one) => one.name });

const nested: fc.Arbitrary<object> = fc.letrec<{ any: object; object: object; array: object; map: object }>((tie) => ({
  any: fc.oneof({ depthSize: "small", withCrossShrink: true }, scalars, tie("object"), tie("array"), tie("map")),
  object: uniquely(tie("any") as fc.Arbitrary<object>).map((properties) => ({ logicalType: "object", properties })),
  array: fc.tuple(tie("any"), bounds(0, 9), fc.constantFrom(undefined, true)).map(([items, found, uniqueItems]) => ({
    logicalType: "array",
    items,
    logicalTypeOptions: { minItems: found?.[0], maxItems: found?.[1], uniqueItems },
  })),
  map: tie("any").map((value) => ({ logicalType: "map", map: { key: { logicalType: "string" }, value } })),
})).any;

/** Properties of one dataset, in the newest version of the standard that has every type. */
export const anyProperties = uniquely(nested).map((properties) => JSON.parse(JSON.stringify(properties)) as object[]);
