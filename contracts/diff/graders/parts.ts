/** What graders look up beside the field that changed. */
import type { Pair } from "../change";
import type { ElementKind, Fields } from "../shapes";

/** Entries of a list of an element, as the file has them. */
export function partsOf(raw: Fields | undefined, field: string): readonly Fields[] {
  const list = raw?.[field];
  return Array.isArray(list) ? list.filter((one): one is Fields => typeof one === "object" && one !== null) : [];
}

/** The nearest element of a kind around one, or itself. */
export function owner(pair: Pair, kind: ElementKind): Pair | undefined {
  return [pair, ...pair.around].find((one) => one.kind === kind);
}

/** The whole contract or product. */
export function documentOf(pair: Pair): Pair {
  return pair.around.at(-1) ?? pair;
}

/** A number, of a number or of text that is one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Texts of a list, or of one. */
export function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** What is only on the left. */
export function without(left: readonly string[], right: readonly string[]): string[] {
  return left.filter((one) => !right.includes(one));
}
