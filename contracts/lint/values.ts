/** Whether a value fits a property: for examples, defaults and allowed values. */
import { fullFormats } from "ajv-formats/dist/formats";
import { canonical, isMapping } from "../fields";
import type { OdcsProperty } from "../odcs";
import { custom } from "../shared";
import { isEmpty, isMultiple, numbersOf, type Range, rangeText, timesOf, widthOf } from "./bounds";
import { matches } from "./patterns";

type Property = Partial<OdcsProperty>;

/** Where in the value, and what would fit there. */
export interface Misfit {
  readonly path: readonly (string | number)[];
  readonly allowed: string;
}

const FITS = undefined;
const misfit = (allowed: string): Misfit => ({ path: [], allowed });
const below = (part: string | number, found: Misfit | undefined): Misfit | undefined =>
  found && { path: [part, ...found.path], allowed: found.allowed };

/** Allowed values: the standard's `enum` (since 3.2.0), else the custom property of that name. */
export function enumOf({ enum: values, customProperties }: Property): readonly unknown[] | undefined {
  const own = custom(customProperties, "enum");
  return values?.map(({ value }) => value) ?? (Array.isArray(own) ? own : undefined);
}

/** @param withEnum false where the enum itself is judged */
export function misfitOf(property: Property, value: unknown, withEnum = true): Misfit | undefined {
  if (value === null || value === undefined)
    return property.required === true || property.primaryKey === true ? misfit("a value, since it is required") : FITS;
  const found = typed(property, value);
  if (found) return found;
  const allowed = withEnum ? enumOf(property) : undefined;
  if (allowed && !allowed.some((one) => canonical(one) === canonical(value)))
    return misfit(allowed.map(String).join(", "));
  return FITS;
}

function typed(property: Property, value: unknown): Misfit | undefined {
  switch (property.logicalType) {
    case "string":
      return text(property, value);
    case "integer":
    case "number":
      return number(property, value);
    case "boolean":
      return typeof value === "boolean" ? FITS : misfit("true or false");
    case "date":
    case "timestamp":
    case "time":
      return time(property, property.logicalType, value);
    case "array":
      return list(property, value);
    case "vector":
      return vector(property, value);
    case "object":
      return object(property, value);
    case "map":
      return map(property, value);
    default:
      return FITS;
  }
}

/** Formats of text that JSON Schema knows; what else a format says isn't ours to judge. */
const FORMATS = ["email", "uuid", "uri", "hostname", "ipv4", "ipv6"] as const;

function text({ logicalTypeOptions: options = {} }: Property, value: unknown): Misfit | undefined {
  if (typeof value !== "string") return misfit("text, in quotes");
  const { minLength, maxLength, pattern, format } = options;
  const { length } = [...value];
  if (typeof minLength === "number" && length < minLength) return misfit(`at least ${minLength} characters`);
  if (typeof maxLength === "number" && length > maxLength) return misfit(`at most ${maxLength} characters`);
  if (typeof pattern === "string" && matches(pattern, value) === false) return misfit(`text that matches ${pattern}`);
  const known = FORMATS.find((one) => one === format);
  if (known === undefined) return FITS;
  const test = fullFormats[known] as RegExp | ((text: string) => boolean);
  return (typeof test === "function" ? test(value) : test.test(value)) ? FITS : misfit(`text of the format ${known}`);
}

function number(property: Property, value: unknown): Misfit | undefined {
  const isInteger = property.logicalType === "integer";
  if (typeof value !== "number" || (isInteger && !Number.isInteger(value)))
    return misfit(isInteger ? "a whole number" : "a number");
  for (const range of [numbersOf(property), ...(isInteger ? [widthOf(property)] : [])])
    if (!within(range, value)) return misfit(rangeText(range));
  const { multipleOf } = property.logicalTypeOptions ?? {};
  return typeof multipleOf === "number" && !isMultiple(value, multipleOf)
    ? misfit(`a multiple of ${multipleOf}`)
    : FITS;
}

function within<T extends number | string>(range: Range<T>, value: T): boolean {
  const { low, high, lowOpen, highOpen } = range;
  const isAbove = low === undefined || (lowOpen ? value > low : value >= low);
  return isAbove && (high === undefined || (highOpen ? value < high : value <= high));
}

const DAY = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const CLOCK = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?`;
const isDay = (fullFormats.date as { readonly validate: (text: string) => boolean }).validate;
/** ISO 8601, and the forms of it that people write: a space for the T, no seconds. */
const ISO = {
  date: { form: new RegExp(`^${DAY}$`), like: "a date like 2026-01-31" },
  timestamp: { form: new RegExp(`^${DAY}(?:[T ]${CLOCK})?$`), like: "a time like 2026-01-31T10:00:00Z" },
  time: { form: new RegExp(`^${CLOCK}$`), like: "a time of day like 10:00:00" },
} as const;

/** Where the format says more than ISO, the value isn't ours to judge. */
function time(property: Property, type: keyof typeof ISO, value: unknown): Misfit | undefined {
  if (property.logicalTypeOptions?.format !== undefined) return FITS;
  const { form, like } = ISO[type];
  if (typeof value !== "string" || !form.test(value)) return misfit(like);
  if (type !== "time" && !isDay(value.slice(0, 10))) return misfit(`${like}, of a day that exists`);
  const range = timesOf(property);
  const ends = [range.low, range.high].filter((end) => end !== undefined);
  // Text can be compared only where it is written alike.
  if (ends.some((end) => end.length !== value.length || end.at(-1) !== value.at(-1))) return FITS;
  return isEmpty(range) || within(range, value) ? FITS : misfit(rangeText(range));
}

function list({ items, logicalTypeOptions: options = {} }: Property, value: unknown): Misfit | undefined {
  if (!Array.isArray(value)) return misfit("a list");
  const { minItems, maxItems, uniqueItems } = options;
  if (typeof minItems === "number" && value.length < minItems) return misfit(`at least ${minItems} entries`);
  if (typeof maxItems === "number" && value.length > maxItems) return misfit(`at most ${maxItems} entries`);
  if (uniqueItems === true && new Set(value.map(canonical)).size < value.length) return misfit("entries that differ");
  if (!items) return FITS;
  return first(value.map((one, at) => below(at, misfitOf(items, one))));
}

function vector({ logicalTypeOptions: options = {} }: Property, value: unknown): Misfit | undefined {
  const { dimensions } = options;
  if (!Array.isArray(value) || value.some((one) => typeof one !== "number")) return misfit("a list of numbers");
  return typeof dimensions === "number" && value.length !== dimensions ? misfit(`${dimensions} numbers`) : FITS;
}

function object({ properties = [], logicalTypeOptions: options = {} }: Property, value: unknown): Misfit | undefined {
  if (!isMapping(value)) return misfit("a mapping of fields");
  const needed = Array.isArray(options.required) ? options.required.map(String) : [];
  for (const name of needed) if (!Object.hasOwn(value, name)) return misfit(`a mapping with ${name}`);
  const { minProperties, maxProperties } = options;
  const { length } = Object.keys(value);
  if (typeof minProperties === "number" && length < minProperties) return misfit(`at least ${minProperties} fields`);
  if (typeof maxProperties === "number" && length > maxProperties) return misfit(`at most ${maxProperties} fields`);
  return first(
    properties.map((one) => below(one.name, misfitOf(one, Object.hasOwn(value, one.name) ? value[one.name] : null))),
  );
}

function map({ map: made }: Property, value: unknown): Misfit | undefined {
  if (!isMapping(value)) return misfit("a mapping");
  if (!made) return FITS;
  // Keys are text, whatever they are read as.
  const keyed = made.key.logicalType === undefined || made.key.logicalType === "string";
  const keys = keyed
    ? Object.keys(value).map((key) => below(key, misfitOf({ ...made.key, logicalType: "string" }, key)))
    : [];
  return first([...keys, ...Object.entries(value).map(([key, one]) => below(key, misfitOf(made.value, one)))]);
}

const first = (found: readonly (Misfit | undefined)[]): Misfit | undefined => found.find((one) => one !== undefined);
