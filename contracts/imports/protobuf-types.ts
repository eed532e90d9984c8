/** What the types of Protobuf mean, and what comments of our own export say beside them. */
import { TAG } from "../exports/protobuf-comments";
import type { PropertyDraft } from "./importer";
import { isObject, type JsonObject } from "./json";
import { enumOf, type Scalar, scalar } from "./types";

const integer = (bits: 32 | 64, signed: boolean): Scalar => ({ kind: "integer", bits, signed });

const SCALARS: Readonly<Record<string, Scalar>> = {
  double: { kind: "float", bits: 64 },
  float: { kind: "float", bits: 32 },
  bool: { kind: "boolean" },
  string: { kind: "text" },
  bytes: { kind: "bytes" },
  ...Object.fromEntries(["int32", "sint32", "sfixed32"].map((name) => [name, integer(32, true)])),
  ...Object.fromEntries(["int64", "sint64", "sfixed64"].map((name) => [name, integer(64, true)])),
  ...Object.fromEntries(["uint32", "fixed32"].map((name) => [name, integer(32, false)])),
  ...Object.fromEntries(["uint64", "fixed64"].map((name) => [name, integer(64, false)])),
};

export const scalarOf = (type: string): Scalar | undefined =>
  Object.hasOwn(SCALARS, type) ? SCALARS[type] : undefined;

const GOOGLE = "google.protobuf.";
/** Messages around one scalar, which may so be left out. */
const WRAPPERS: Readonly<Record<string, string>> = {
  BoolValue: "bool",
  BytesValue: "bytes",
  DoubleValue: "double",
  FloatValue: "float",
  Int32Value: "int32",
  Int64Value: "int64",
  StringValue: "string",
  UInt32Value: "uint32",
  UInt64Value: "uint64",
};

/** A well-known type; undefined where it is none that ODCS has a type for. */
export function wellKnown(fullName: string): PropertyDraft | undefined {
  if (!fullName.startsWith(GOOGLE)) return undefined;
  const name = fullName.slice(GOOGLE.length);
  const kept = { customProperties: [{ property: "protobuf.type", value: fullName }] };
  if (name === "Timestamp") return scalar({ kind: "timestamp", unit: "millis", zoned: true });
  if (name === "Struct" || name === "Empty") return { logicalType: "object", ...(name === "Empty" && kept) };
  if (name === "Duration" || name === "FieldMask") return { logicalType: "string", ...kept };
  if (name === "ListValue") return { logicalType: "array", ...kept };
  const wrapped = scalarOf(WRAPPERS[name] ?? "");
  return wrapped && { ...scalar(wrapped), ...kept };
}

/** `@name value` in a comment. */
export type Tags = Readonly<Record<string, unknown>>;

/** Tags that aren't options of the logical type. */
const OWN = new Set([
  "logicalType",
  "physicalType",
  "enum",
  "classification",
  "required",
  "items",
  "keys",
  "values",
  "wraps",
]);
const OPTIONS = new Set(
  (
    "minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf timezone " +
    "defaultTimezone minItems maxItems uniqueItems minProperties maxProperties"
  ).split(" "),
);

/** A comment's words and tags. A line that only looks like a tag is one of the words. */
export function readComment(comment: string | null | undefined): {
  readonly description?: string;
  readonly tags: Tags;
} {
  const tags: Record<string, unknown> = {};
  const words: string[] = [];
  for (const line of (comment ?? "").split("\n")) {
    const [, slashes = "", name = "", text = ""] = TAG.exec(line) ?? [];
    const value = slashes === "" && (OWN.has(name) || OPTIONS.has(name)) ? parsed(text) : undefined;
    if (value === undefined) words.push(slashes === "" ? line : line.slice(1));
    else tags[name] = value;
  }
  const description = words.join("\n").trim();
  return description === "" ? { tags } : { description, tags };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Options as ODCS 3.1.0 has them: before, an excluded bound was a flag beside it. */
function optionsOf(tags: Tags): Record<string, unknown> {
  const said = Object.fromEntries(Object.entries(tags).filter(([name]) => OPTIONS.has(name)));
  for (const [flag, bound] of FLAGS) {
    if (typeof said[flag] !== "boolean") continue;
    if (said[flag] && said[bound] !== undefined) said[flag] = said[bound];
    else delete said[flag];
    if (said[flag] !== undefined) delete said[bound];
  }
  // Of an object it names the properties that have to be there; of a list it says that the list has to be.
  return Array.isArray(tags.required) ? { ...said, required: tags.required } : said;
}

const FLAGS = [
  ["exclusiveMinimum", "minimum"],
  ["exclusiveMaximum", "maximum"],
] as const;

/** A type with what the tags say of it. */
export function tagged(type: PropertyDraft, tags: Tags): PropertyDraft {
  const { logicalType = type.logicalType, physicalType, classification, enum: values } = tags;
  const said = optionsOf(tags);
  // The width that the plain type has isn't that of what it stands for.
  const own = logicalType === type.logicalType ? type.logicalTypeOptions : {};
  const custom = [...(type.customProperties ?? []), ...(Array.isArray(values) ? [enumOf(values)] : [])];
  return {
    ...type,
    ...(typeof logicalType === "string" && { logicalType }),
    ...(typeof physicalType === "string" && { physicalType }),
    ...(typeof classification === "string" && { classification }),
    logicalTypeOptions: { ...own, ...said },
    ...(custom.length > 0 && { customProperties: custom }),
  };
}

/** What a field's comment says of its items, keys or values. */
export function innerTags(
  tags: Tags,
  name: "items" | "keys" | "values",
): { readonly tags: Tags; readonly description?: string } {
  const inner = tags[name];
  if (!isObject(inner)) return { tags: {} };
  const { logicalTypeOptions, description, ...rest } = inner;
  const options: JsonObject = isObject(logicalTypeOptions) ? logicalTypeOptions : {};
  return { tags: { ...options, ...rest }, ...(typeof description === "string" && { description }) };
}
