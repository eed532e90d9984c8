/** Sets of characters as ranges of code points, sorted and apart. */
export type CharSet = readonly (readonly [from: number, to: number])[];

/** Beyond Unicode: classes like \p{L}, whose characters aren't listed here, each have a place of their own there. */
const CLASSES = 0x110000;
const LAST = 0x11ffff;

export const ANY: CharSet = [[0, LAST]];

export function one(code: number): CharSet {
  return [[code, code]];
}

/** A class that is only known by its text; it shares characters with itself, and with what leaves everything open. */
export function opaque(text: string): CharSet {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) & 0xffff;
  return one(CLASSES + hash);
}

export function union(sets: readonly CharSet[]): CharSet {
  const sorted = sets.flat().sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const found: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) found.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) found.push([next, LAST]);
  return found;
}

export function overlaps(a: CharSet, b: CharSet): boolean {
  return a.some(([from, to]) => b.some(([low, high]) => from <= high && low <= to));
}

const range = (from: string, to = from): readonly [number, number] => [from.charCodeAt(0), to.charCodeAt(0)];
const DIGITS: CharSet = [range("0", "9")];
const WORDS: CharSet = [range("0", "9"), range("A", "Z"), range("_"), range("a", "z")];
const SPACES: CharSet = [range("\t", "\r"), range(" "), range("\u00a0"), range("\u2028", "\u2029"), range("\ufeff")];
const BREAKS: CharSet = [range("\n"), range("\r"), range("\u2028", "\u2029")];

/** What a letter after a backslash stands for, and the dot. */
export const NAMED: Readonly<Record<string, CharSet>> = {
  ".": complement(BREAKS),
  d: DIGITS,
  D: complement(DIGITS),
  w: WORDS,
  W: complement(WORDS),
  s: SPACES,
  S: complement(SPACES),
  n: one(10),
  r: one(13),
  t: one(9),
  v: one(11),
  f: one(12),
  0: one(0),
};
