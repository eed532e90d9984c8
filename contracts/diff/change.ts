/** What a change between two versions is, and what graders say of it. */
import type { ElementKind, Fields } from "./shapes";

/** `reader`: who reads by the old version; `writer`: who writes by it, and the records that were written so. */
export type Side = "reader" | "writer";

export const BUMPS = ["none", "patch", "minor", "major"] as const;
export type Bump = (typeof BUMPS)[number];

/** What a grader finds. */
export interface Verdict {
  /** `type`, `nullability`, `objective.weakened`, …; stable, README.md of the folder lists them. */
  readonly kind: string;
  readonly breaks: readonly Side[];
  readonly bump: Bump;
  /** Why it is graded so: a sentence. */
  readonly reason: string;
  /** What can be done in place of it; where it is left out, the version has to say it. */
  readonly fix?: string;
  /** Field of the element that it is about, where that isn't the one that changed. */
  readonly field?: string;
}

export interface Change extends Verdict {
  /** Like `schema[0].properties[2].classification`, in the new file; in the old one where it went. */
  readonly path: string;
  /** In the names that people use: `orders.lines[].sku`. */
  readonly element: string;
  /** Name of the dataset that it is in; absent where it concerns the whole contract. */
  readonly dataset?: string;
  /** Name of the role that it is about. */
  readonly role?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** An element on both sides; one of them is absent where it came or went. */
export interface Pair {
  readonly kind: ElementKind;
  readonly before?: Fields;
  readonly after?: Fields;
  /** As the files have them, with what is inside. */
  readonly raw: readonly [before: Fields | undefined, after: Fields | undefined];
  readonly path: string;
  readonly element: string;
  /** Around it, the nearest first; the last is the document. */
  readonly around: readonly Pair[];
  /** Its place in its parent where that holds it under a name of its own: `items`, `map.value`. */
  readonly slot?: string;
}

/** An element that is on both sides and has changed. */
export interface Changed extends Pair {
  readonly before: Fields;
  readonly after: Fields;
  /** Those of the grader's fields that changed. */
  readonly fields: readonly string[];
}

/** One row of the table: which fields of which elements it speaks for. */
export interface Grader {
  readonly on: readonly ElementKind[];
  /** Fields, `custom.<name>` and `options.<name>` included; `order` is that of the properties. */
  readonly fields: readonly string[];
  readonly grade: (changed: Changed) => readonly Verdict[];
}

/** What it means that an element came, or went. */
export interface Presence {
  readonly on: ElementKind;
  readonly came: (after: Fields, pair: Pair) => readonly Verdict[];
  readonly went: (before: Fields, pair: Pair) => readonly Verdict[];
}

const verdict =
  (breaks: readonly Side[], bump: Bump) =>
  (kind: string, reason: string, more: { readonly fix?: string; readonly field?: string } = {}): Verdict => ({
    kind,
    breaks,
    bump,
    reason,
    ...more,
  });

export const patch = verdict([], "patch");
export const minor = verdict([], "minor");
export const breaksReader = verdict(["reader"], "major");
export const breaksWriter = verdict(["writer"], "major");
export const breaksBoth = verdict(["reader", "writer"], "major");

/** Both, one or neither, by what was found. */
export function breaking(sides: { readonly reader: boolean; readonly writer: boolean }): typeof minor {
  if (sides.reader) return sides.writer ? breaksBoth : breaksReader;
  return sides.writer ? breaksWriter : minor;
}

export function highest(bumps: readonly Bump[]): Bump {
  return BUMPS[Math.max(0, ...bumps.map((bump) => BUMPS.indexOf(bump)))] ?? "none";
}
