/**
 * The small pieces that the models of ODPS and ODCS are written with. Objects stay open: the standards grow, and what
 * we don't know has to survive a round trip. Nothing here is built at import; each model is made when first asked for.
 */
import { z } from "zod";

/** A version of a standard as a number that can be compared: 3.1.0 is 310. */
export type StandardVersion = number;

type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * An open object. `since` names the fields that appeared after the standard's first modelled version: for an older
 * file they count as unknown, so they are kept but not judged.
 */
export function open<S extends Shape>(
  version: StandardVersion,
  shape: S,
  since: { readonly [K in keyof S]?: StandardVersion } = {},
): z.ZodObject<S, z.core.$loose> {
  const known: Record<string, z.ZodType> = { ...shape };
  for (const [field, first] of Object.entries(since))
    if (typeof first === "number" && first > version) delete known[field];
  // Which of them are there is decided above; the type says the most that can be.
  return z.looseObject(known as S);
}

export const text = (description: string) => z.string().optional().describe(description);
export const needed = (description: string) => z.string().describe(description);
export const flag = (description: string) => z.boolean().optional().describe(description);
export const amount = (description: string) => z.number().optional().describe(description);
export const whole = (description: string) => z.int().optional().describe(description);
export const list = <T extends z.ZodType>(item: T, description: string) =>
  z.array(item).optional().describe(description);
export const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  z.enum(values).optional().describe(description);
export const tags = () => list(z.string(), "Words to find this by");

/** `YYYY-MM-DD` */
export const day = (description: string) => pattern(/^\d{4}-\d{2}-\d{2}$/, "a date like 2026-01-31", description);
/** RFC 3339 */
export const moment = (description: string) =>
  pattern(
    /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/,
    "a time like 2026-01-31T10:00:00Z",
    description,
  );
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\S*$/;
const URI_HINT = "a URI like https://example.com/page";
export const uri = (description: string) => pattern(URI, URI_HINT, description);
export const neededUri = (description: string) => z.string().regex(URI, { error: URI_HINT }).describe(description);
export const stableId = () =>
  pattern(/^[A-Za-z0-9_-]+$/, "letters, digits, - and _", "Identifier that stays when names change");

function pattern(expression: RegExp, hint: string, description: string) {
  return z.string().regex(expression, { error: hint }).optional().describe(description);
}

/** Anything at all. */
export const anything = (description: string) => z.unknown().optional().describe(description);
/** Text, number, yes/no or nothing; no list and no mapping. */
export const plain = () => z.union([z.string(), z.number(), z.boolean(), z.null()]);
