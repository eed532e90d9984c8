/** One reason why a reader can't read what a writer wrote. */
export interface Clash {
  /** Place in the reader's schema, in the words of its format: `lines[].sku`; empty for the whole. */
  readonly path: string;
  /** What kind of reason, by format: `promotion`, `maxLength`, `number`, … */
  readonly kind: string;
  /** A clause that follows a colon: no capital, no stop. */
  readonly message: string;
}

/** A text that isn't a schema of its format. */
export class NotASchema extends Error {}

/** `lines[].sku`, of a place and what is below it. */
export function below(path: string, part: string): string {
  return path === "" || part === "" || /^[[{]/.test(part) ? `${path}${part}` : `${path}.${part}`;
}

/** JSON values that are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  );
}
