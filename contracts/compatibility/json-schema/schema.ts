/** JSON Schemas (draft-04 to 2020-12): parsed, and brought to one way of saying the same. */
import { NotASchema } from "../clash";

export type Keywords = Readonly<Record<string, unknown>>;
export type Schema = boolean | Keywords;

/** A schema and the document that its references point into. */
export interface Rooted {
  readonly schema: Schema;
  readonly root: Schema;
}

/** @throws NotASchema */
export function readJsonSchema(text: string): Rooted {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NotASchema("it isn't JSON");
  }
  if (!isSchema(json)) throw new NotASchema("a JSON Schema is an object, true or false");
  return { schema: json, root: json };
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isKeywords(value);
}

export function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schemas of a keyword that holds them by name. */
export function schemasOf(value: unknown): Readonly<Record<string, Schema>> {
  return isKeywords(value) ? (value as Readonly<Record<string, Schema>>) : {};
}

export const listOf = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** What a `$ref` points to; undefined where that isn't in the document. */
export function target(root: Schema, reference: string): Schema | undefined {
  if (reference === "#") return root;
  if (reference.startsWith("#/")) {
    let at: unknown = root;
    for (const part of reference.slice(2).split("/")) {
      const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
      at = typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Keywords)[key] : undefined;
    }
    return isSchema(at) ? at : undefined;
  }
  return named(root, reference);
}

/** By `$id`, `id` or `$anchor`, wherever it stands. */
function named(at: unknown, reference: string): Schema | undefined {
  if (typeof at !== "object" || at === null) return undefined;
  if (isKeywords(at)) {
    const { $id, id, $anchor } = at;
    if ($id === reference || id === reference || (typeof $anchor === "string" && `#${$anchor}` === reference))
      return at;
  }
  for (const part of Object.values(at)) {
    const found = named(part, reference);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keywords of older drafts as 2020-12 has them, and `const` as an enum of one. */
export function modern(given: Keywords): Keywords {
  const { const: constant, items, additionalItems, dependencies, exclusiveMinimum, exclusiveMaximum, ...rest } = given;
  const made: Record<string, unknown> = { ...rest };
  if (Object.hasOwn(given, "const")) made.enum = [constant];
  if (Array.isArray(items)) {
    made.prefixItems = items;
    if (additionalItems !== undefined) made.items = additionalItems;
  } else if (items !== undefined) made.items = items;
  for (const [name, part] of Object.entries(isKeywords(dependencies) ? dependencies : {})) {
    const to = Array.isArray(part) ? "dependentRequired" : "dependentSchemas";
    made[to] = { ...(made[to] as object | undefined), [name]: part };
  }
  for (const [exclusive, inclusive, value] of [
    ["exclusiveMinimum", "minimum", exclusiveMinimum],
    ["exclusiveMaximum", "maximum", exclusiveMaximum],
  ] as const) {
    if (value === true) {
      made[exclusive] = made[inclusive];
      delete made[inclusive];
    } else if (typeof value === "number") made[exclusive] = value;
  }
  return made;
}

export const TYPES = ["null", "boolean", "integer", "number", "string", "array", "object"] as const;
export type TypeName = (typeof TYPES)[number];

/** What a value may be; `number` has `integer` in it. */
export function typesOf({ type, enum: values }: Keywords): ReadonlySet<TypeName> {
  const named = (Array.isArray(type) ? type : type === undefined ? [] : [type]) as readonly TypeName[];
  const stated = named.length > 0 ? named : Array.isArray(values) ? values.map(typeOf) : TYPES;
  return new Set(stated.includes("number") ? [...stated, "integer"] : stated);
}

function typeOf(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as TypeName;
}
