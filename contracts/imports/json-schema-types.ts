/** What the keywords of one JSON Schema say of a value. */
import { LOCAL_DATE_TIME } from "../exports/json-schema";
import { type Bits, rangeOf } from "../exports/kinds";
import type { PropertyDraft } from "./importer";
import { isObject, type JsonObject, without } from "./json";
import { scalar } from "./types";

interface Value {
  /** Without a logical type where the schema allows any, or several. */
  readonly typed: PropertyDraft;
  /** Keywords that weren't understood. */
  readonly unread: JsonObject;
}

const OPTIONS = {
  string: ["minLength", "maxLength", "pattern"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["minItems", "maxItems", "uniqueItems"],
  object: ["minProperties", "maxProperties"],
  time: ["formatMinimum", "formatMaximum", "formatExclusiveMinimum", "formatExclusiveMaximum"],
} as const;
const TIMES: Readonly<Record<string, "date" | "time" | "timestamp">> = {
  date: "date",
  time: "time",
  "date-time": "timestamp",
};
/** Widths of integers, the narrowest first: bounds that are a width's own are said as the width. */
const WIDTHS = ([8, 16, 32, 64] as const).flatMap((bits) => [true, false].map((signed) => ({ bits, signed }) as const));

export function meaningOf(schema: JsonObject): Value {
  const type = typeOf(schema);
  const { format } = schema;
  if (type === "string" && isBytes(schema))
    return value(schema, scalar({ kind: "bytes" }), ["contentEncoding", "format"]);
  const time = type === "string" && typeof format === "string" ? TIMES[format] : undefined;
  if (time !== undefined) return timeOf(schema, time);
  if (type === "string" && schema.pattern === LOCAL_DATE_TIME)
    return value(schema, scalar({ kind: "timestamp", unit: "millis", zoned: false }), ["pattern"]);
  switch (type) {
    case "string": {
      const pattern = typeof schema.pattern === "string" && !compiles(schema.pattern) ? [] : ["pattern"];
      return value(schema, { logicalType: "string" }, [], ["format", "minLength", "maxLength", ...pattern]);
    }
    case "boolean":
      return value(schema, { logicalType: "boolean" });
    case "integer":
      return integerOf(schema);
    case "number":
      return value(exclusive(schema), { logicalType: "number" }, [], OPTIONS.number);
    case "array":
      return value(schema, { logicalType: "array" }, [], OPTIONS.array);
    case "object":
      return value(schema, { logicalType: "object" }, [], OPTIONS.object);
    default:
      return { typed: {}, unread: schema };
  }
}

/** The type that is said, or the one that the other keywords are about. */
function typeOf({ type, properties, items, additionalProperties, ...more }: JsonObject): unknown {
  if (type !== undefined) return type;
  if (isObject(properties) || isObject(additionalProperties)) return "object";
  if (items !== undefined) return "array";
  const values = Array.isArray(more.enum)
    ? more.enum.filter((one) => one !== null)
    : Object.hasOwn(more, "const")
      ? [more.const]
      : [];
  const types = new Set(values.map((one) => (Number.isInteger(one) ? "integer" : typeof one)));
  if (types.size === 1) return [...types][0];
  return typeof more.format === "string" || typeof more.pattern === "string" || more.minLength !== undefined
    ? "string"
    : undefined;
}

const isBytes = ({ contentEncoding, format }: JsonObject) =>
  contentEncoding === "base64" || format === "byte" || format === "binary";

/** The linter and the service compile patterns for Unicode. */
function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function value(
  schema: JsonObject,
  typed: PropertyDraft,
  read: readonly string[] = [],
  options: readonly string[] = [],
): Value {
  const said = Object.fromEntries(
    options.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]])),
  );
  return {
    typed: { ...typed, logicalTypeOptions: { ...typed.logicalTypeOptions, ...said } },
    unread: without(schema, new Set([...read, ...options])),
  };
}

function timeOf(schema: JsonObject, logicalType: "date" | "time" | "timestamp"): Value {
  const bounds = OPTIONS.time.flatMap((name) => {
    const side = name.replace("format", "");
    return schema[name] === undefined ? [] : [[side.charAt(0).toLowerCase() + side.slice(1), schema[name]]];
  });
  const typed = { logicalType, logicalTypeOptions: Object.fromEntries(bounds) };
  return value(schema, typed, ["format", ...OPTIONS.time]);
}

/** Draft 4 said by a flag that a bound is excluded. */
function exclusive(schema: JsonObject): JsonObject {
  const sides = { exclusiveMinimum: "minimum", exclusiveMaximum: "maximum" } as const;
  let found = schema;
  for (const [flag, bound] of Object.entries(sides)) {
    if (typeof found[flag] !== "boolean") continue;
    const { [flag]: isExclusive, [bound]: limit, ...rest } = found;
    found = limit === undefined ? rest : { ...rest, [isExclusive === true ? flag : bound]: limit };
  }
  return found;
}

function integerOf(given: JsonObject): Value {
  const schema = exclusive(given);
  const width = WIDTHS.find(({ bits, signed }) => {
    const { minimum, maximum } = rangeOf(bits, signed);
    return maximum !== undefined && schema.minimum === minimum && schema.maximum === maximum;
  });
  const format = typeof schema.format === "string" ? /^u?int(8|16|32|64)$/.exec(schema.format) : null;
  const bits = width?.bits ?? (format ? (Number(format[1]) as Bits) : 64);
  const typed = scalar({ kind: "integer", bits, signed: width?.signed ?? !schema.format?.toString().startsWith("u") });
  const read = [...(width ? ["minimum", "maximum"] : []), ...(format ? ["format"] : [])];
  return value(without(schema, new Set(read)), typed, read, OPTIONS.number);
}

/** Of these the first that says something counts. */
const ANNOTATIONS = new Set(["$schema", "$id", "id", "$comment", "title", "description", "examples", "default"]);
const JOINED = new Set(["properties", "required"]);

/** Several schemas that all hold, as one. What two of them say differently is under `allOf.<keyword>` besides. */
export function merged([first = {}, ...others]: readonly JsonObject[]): JsonObject {
  return others.reduce(both, first);
}

function both(one: JsonObject, other: JsonObject): JsonObject {
  const required = [one.required, other.required].flatMap((names) => (Array.isArray(names) ? names : []));
  const properties = {
    ...(isObject(other.properties) && other.properties),
    ...(isObject(one.properties) && one.properties),
  };
  const clashes = Object.entries(other).filter(
    ([name, said]) =>
      Object.hasOwn(one, name) &&
      !ANNOTATIONS.has(name) &&
      !JOINED.has(name) &&
      JSON.stringify(one[name]) !== JSON.stringify(said),
  );
  return {
    ...other,
    ...one,
    ...Object.fromEntries(clashes.map(([name, said]) => [`allOf.${name}`, said])),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}
