/** Well-formedness of a resource's inputs: a zod schema's issues as check failures with given, allowed and fix. */
import type { z } from "zod";
import type { CheckFailure } from "./handler";
import { hasUnknown, matches, type Path, Unknown } from "./wire";

type Issue = z.core.$ZodIssue;
const SHOWN = 80;
const SECRET = "a secret value";

/**
 * Everything that is wrong with `value`, one failure for each property.
 *
 * What isn't known yet is left out: an issue at an unknown value, or one that an unknown inside may have caused, says
 * nothing about what the value will be. A value under one of the `secrets` is never shown.
 */
export function validate(schema: z.ZodType, value: unknown, secrets: readonly Path[]): readonly CheckFailure[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        property: propertyName([...path, key]),
        reason: `given: a property that doesn't exist; allowed: ${keysAt(schema, path)}; fix: correct its name or remove it`,
      }));
    }
    const given = valueAt(value, path);
    if (given instanceof Unknown || (issue.code === "custom" && hasUnknown(given))) return [];
    const shown = given === undefined ? "nothing" : show(masked(given, path, secrets));
    return [
      {
        property: propertyName(path),
        reason: `given: ${shown}; allowed: ${allowed(issue)}; fix: ${fix(schema, path)}`,
      },
    ];
  });
}

/** `tables[0].columns[2].type`, as the engine and a program write it. */
export function propertyName(path: Path): string {
  return path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name === "" ? part : `${name}.${part}`),
    "",
  );
}

function allowed(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "invalid_type":
      return `a ${issue.expected}`;
    case "too_small":
      return `at least ${issue.minimum}${sized(issue.origin)}`;
    case "too_big":
      return `at most ${issue.maximum}${sized(issue.origin)}`;
    default:
      return issue.message;
  }
}

function sized(origin: string): string {
  if (origin === "string") return " characters";
  return origin === "array" ? " entries" : "";
}

function fix(schema: z.ZodType, path: Path): string {
  const described = schemaAt(schema, path)?.description;
  return described === undefined ? "correct the value" : `give ${described}`;
}

function keysAt(schema: z.ZodType, path: Path): string {
  const at = unwrap(schemaAt(schema, path));
  return at && "shape" in at ? Object.keys(at.shape as object).join(", ") : "none";
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((found, part) => {
    const inner = unwrap(found);
    if (inner && "shape" in inner) return (inner.shape as Record<string, z.ZodType>)[part];
    return inner && "element" in inner ? (inner.element as z.ZodType) : undefined;
  }, schema);
}

/** The schema inside optional and default wrappers. */
function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let inner = schema;
  while (inner && "unwrap" in inner && typeof inner.unwrap === "function" && !("element" in inner)) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (at instanceof Unknown) return at;
    return at !== null && typeof at === "object" ? (at as Record<string | number, unknown>)[part] : undefined;
  }, value);
}

/** The value without what is secret in it, whether or not the program marked it so. */
function masked(value: unknown, path: Path, secrets: readonly Path[]): unknown {
  if (secrets.some((pattern) => matches(pattern, path.slice(0, pattern.length)))) return SECRET;
  if (Array.isArray(value)) return value.map((item, index) => masked(item, [...path, index], secrets));
  if (value === null || typeof value !== "object" || value instanceof Unknown) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, [...path, key], secrets)]));
}

function show(value: unknown): string {
  if (value === SECRET) return SECRET;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The inputs with the defaults of what was left out, so that the state and the policies see what will happen. */
export function withDefaults(schema: z.ZodObject, news: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...news };
  for (const [name, field] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
    if (filled[name] !== undefined) continue;
    const byDefault = field.safeParse(undefined);
    if (byDefault.success && byDefault.data !== undefined) filled[name] = byDefault.data;
  }
  return filled;
}
