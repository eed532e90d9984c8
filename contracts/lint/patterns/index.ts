/** Regular expressions of contracts (ECMA-262, with Unicode, as JSON Schema has them). */
import { isAmbiguous } from "./ambiguity";
import { parsePattern } from "./parse";

/** The pattern, or undefined where it doesn't compile. */
export function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

/** Contracts repeat their patterns. */
const EXPLOSIVE = new Map<string, boolean | undefined>();

/**
 * Whether some text makes an engine that backtracks try exponentially many ways: there is a loop that reads the same
 * text along two ways, and something after it that can fail. Undefined where the pattern is too large to be looked at.
 */
export function isExplosive(pattern: string): boolean | undefined {
  if (EXPLOSIVE.has(pattern)) return EXPLOSIVE.get(pattern);
  const found = parsePattern(pattern).map(isAmbiguous);
  const explosive = found.includes(true) || (found.includes(undefined) ? undefined : false);
  EXPLOSIVE.set(pattern, explosive);
  return explosive;
}

/** Longest text that a pattern is tried on: one that backtracks only polynomially is still done in no time. */
const LONGEST = 256;

/** Undefined where that can't be found out soon, or at all. */
export function matches(pattern: string, text: string): boolean | undefined {
  if (text.length > LONGEST || isExplosive(pattern) !== false) return undefined;
  return compiled(pattern)?.test(text);
}
