/**
 * The small pieces that the models of ODPS and ODCS are written with. A model judges as the published schema of the
 * same version does; what a version closes is closed here. Nothing is built at import: each model is made when first
 * asked for.
 */
import { fullFormats } from "ajv-formats/dist/formats";
import { z } from "zod";

/** A version of a standard as a number that can be compared: 3.1.0 is 310. */
export type StandardVersion = number;

type Shape = Readonly<Record<string, z.ZodType>>;

const FIRST = new WeakMap<z.ZodType, StandardVersion>();

/** A field that appeared with a version: older files don't know it. */
export function since<T extends z.ZodType>(first: StandardVersion, field: T): T {
  FIRST.set(field, first);
  return field;
}

/**
 * An object of a version. Closed, it refuses fields that the version doesn't name; open, it keeps them unjudged.
 * The type names the most that there can be, and leaves room for the unknown, because files keep what we don't know.
 */
export function mapping<S extends Shape>(
  version: StandardVersion,
  shape: S,
  closed = true,
): z.ZodObject<S, z.core.$loose> {
  const known = Object.fromEntries(Object.entries(shape).filter(([, field]) => (FIRST.get(field) ?? 0) <= version));
  const object = closed
    ? // An unknown field's message lists what is known: only here both are at hand.
      z.strictObject(known, {
        error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(known).sort().join(", ") : undefined),
      })
    : z.looseObject(known);
  return object as unknown as z.ZodObject<S, z.core.$loose>;
}

/** What is wrong beside the fields' own types: place below the value, the rule's id, and what is allowed. */
export interface Clash {
  readonly path: readonly PropertyKey[];
  readonly allowed: string;
  readonly message: string;
}

interface Choice {
  /** Which variant a value asks for. */
  readonly of: (value: unknown) => string;
  /** Every name that `of` can give; `make` is asked for each at most once. */
  readonly variants: readonly string[];
  readonly make: (variant: string) => z.ZodType;
  /** Rules between the fields of one value. */
  readonly also?: (value: Readonly<Record<string, unknown>>, variant: string) => readonly Clash[];
}

/** Models that a check of ours hands over to. */
const INNER = new WeakMap<z.ZodType, () => z.ZodType[]>();

/**
 * A value that one of its own fields decides the model of, as JSON Schema's if/then. Unlike a union it reports the
 * problems of the variant that was meant, and unlike a refinement it does so whatever else is wrong.
 */
export function choice<T>({ of, variants, make, also }: Choice): z.ZodType<T> {
  const made = new Map<string, z.ZodType>();
  const model = (variant: string) => {
    const found = made.get(variant) ?? make(variant);
    made.set(variant, found);
    return found;
  };
  const type = z.unknown().check(({ value, issues }) => {
    const variant = of(value);
    const parsed = model(variant).safeParse(value);
    for (const issue of parsed.error?.issues ?? []) issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    if (also && isMapping(value))
      for (const { path, allowed, message } of also(value, variant))
        issues.push({ code: "custom", path: [...path], message: allowed, params: { message }, input: value });
  }) as unknown as z.ZodType<T>;
  INNER.set(type, () => variants.map(model));
  return type;
}

/** After so many problems the rest of a list, or of a mapping's keys, isn't judged: it is linted again once these are corrected. */
export const MOST_PROBLEMS = 200;

/** No list of a contract is that long; each of its entries is judged by every rule. */
const MOST_ENTRIES = 20_000;

/** What a list has to be beside its entries; `distinct` is what the message calls entries that differ. */
interface ListRules {
  readonly least?: number;
  readonly distinct?: string;
}

/** Unlike zod's own list it ends where enough is wrong, however long it is. */
export function entries<T extends z.ZodType>(
  item: T,
  { least = 0, distinct: hint }: ListRules = {},
): z.ZodType<z.output<T>[]> {
  const type = z.unknown().check(({ value, issues }) => {
    if (!Array.isArray(value)) {
      issues.push({ code: "invalid_type", expected: "array", input: value });
      return;
    }
    if (value.length > MOST_ENTRIES) {
      issues.push({ code: "too_big", origin: "array", maximum: MOST_ENTRIES, inclusive: true, input: value });
      return;
    }
    if (value.length < least)
      issues.push({ code: "too_small", origin: "array", minimum: least, inclusive: true, input: value });
    if (hint !== undefined && !distinct(value)) issues.push({ code: "custom", message: hint, input: value });
    for (let at = 0; at < value.length; at++) {
      const { error } = item.safeParse(value[at]);
      for (const issue of error?.issues ?? [])
        issues.push({ ...issue, path: [at, ...issue.path], input: value } as z.core.$ZodRawIssue);
      if (issues.length < MOST_PROBLEMS || at + 1 === value.length) continue;
      const message = "The list isn't judged from here on: too much is wrong with it.";
      issues.push({ code: "custom", path: [at + 1], message: "correct entries", params: { message }, input: value });
      return;
    }
  }) as unknown as z.ZodType<z.output<T>[]>;
  INNER.set(type, () => [item]);
  return type;
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of all fields that a model knows, at any depth. */
export function fieldNames(model: z.ZodType, seen = new Set<z.ZodType>()): Set<string> {
  const names = new Set<string>();
  const visit = (type: z.ZodType) => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const variant of INNER.get(type)?.() ?? []) visit(variant);
    const { def } = type as z.ZodType & { def: { shape?: Shape; innerType?: z.ZodType } };
    for (const [name, field] of Object.entries(def.shape ?? {})) {
      names.add(name);
      visit(field);
    }
    if (def.innerType) visit(def.innerType);
  };
  visit(model);
  return names;
}

export const text = (description: string) => z.string().optional().describe(description);
export const needed = (description: string) => z.string().describe(description);
export const flag = (description: string) => z.boolean().optional().describe(description);
export const amount = (description: string) => z.number().optional().describe(description);
/** Any size: JSON Schema's integer isn't bound to 53 bits. */
export const integer = () => z.number().refine(Number.isInteger, { error: "a whole number" });
export const whole = (description: string) => integer().optional().describe(description);
export const list = <T extends z.ZodType>(item: T, description: string) =>
  entries(item).optional().describe(description);
export const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  z.enum(values).optional().describe(description);
export const tags = () => list(z.string(), "Words to find this by");

const {
  date,
  "date-time": dateTime,
  uri: uriFormat,
} = fullFormats as unknown as {
  readonly date: { readonly validate: (text: string) => boolean };
  readonly "date-time": { readonly validate: (text: string) => boolean };
  readonly uri: (text: string) => boolean;
};
/** `YYYY-MM-DD` of a day that exists. */
export const day = (description: string) =>
  format(date.validate, "a date like 2026-01-31").optional().describe(description);
/** RFC 3339 with its offset. */
export const moment = (description: string) =>
  format(dateTime.validate, "a time like 2026-01-31T10:00:00Z").optional().describe(description);
export const anyUri = () => format((value) => uriFormat(value), "a URI like https://example.com/page");
export const uri = (description: string) => anyUri().optional().describe(description);
export const neededUri = (description: string) => anyUri().describe(description);
export const stableId = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, { error: "letters, digits, - and _" })
    .optional()
    .describe("Identifier that stays when names change");

function format(test: (text: string) => boolean, hint: string) {
  return z.string().refine(test, { error: hint });
}

/** Anything at all. */
export const anything = (description: string) => z.unknown().optional().describe(description);
/** Anything, but it has to be there. */
export const present = (description: string) =>
  z
    .unknown()
    .refine((value) => value !== undefined, { error: "any value" })
    .describe(description);
/** Text, number, yes/no or nothing; no list and no mapping. */
export const plain = () => z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** JSON text with sorted keys: equal for equal values. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    isMapping(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
export const distinct = (values: readonly unknown[]) => new Set(values.map(canonical)).size === values.length;

/** `name!:kind>310`: `!` = required, a kind other than text, and the versions: from (`>`) or before (`<`) one. */
const TOKEN = /^(\w+)(!?)(?::(\w+))?(?:([<>])(\d+))?$/;

/** A shape from a table's line, for objects that differ by nothing but their lists of fields. */
export function shapeOf(
  line: string,
  version: StandardVersion,
  { kinds, about }: { readonly kinds: (kind: string) => z.ZodType; readonly about: Readonly<Record<string, string>> },
): Record<string, z.ZodType> {
  const shape: Record<string, z.ZodType> = {};
  for (const token of line.split(" ").filter(Boolean)) {
    const [, name = "", must, kind = "text", side, bound] = TOKEN.exec(token) ?? [];
    if (side === ">" ? version < Number(bound) : side === "<" && version >= Number(bound)) continue;
    const type = kinds(kind);
    shape[name] = (must === "!" ? type : type.optional()).describe(about[name] ?? name);
  }
  return shape;
}
