/** `--fix`: what rules know to be right is written into the text, and nothing else of it is touched. */
import { type Edit, editText } from "../edit";
import { type LintFile, lint } from ".";
import type { LintFinding } from "./rule";

export interface Fixed {
  readonly text: string;
  /** What was wrong before, in the order of the file. */
  readonly fixed: readonly LintFinding[];
}

/** A fix may bring up another; rules don't undo each other, so that this many rounds are never needed. */
const MOST_ROUNDS = 5;

/** The same text where nothing can be fixed. A text that can't be parsed is left alone. Fixing it again changes nothing. */
export function fix({ file, text }: LintFile): Fixed {
  const fixed: LintFinding[] = [];
  let now = text;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = lint([{ file, text: now }]).findings.filter(({ edits }) => edits);
    const { after, done } = applied(now, found);
    if (done.length === 0) break;
    fixed.push(...done);
    now = after;
  }
  return { text: now, fixed };
}

/** All at once where that can be done in place, else one after the other, as far as it goes. */
function applied(
  text: string,
  found: readonly LintFinding[],
): { readonly after: string; readonly done: LintFinding[] } {
  const all = editText(
    text,
    found.flatMap(({ edits = [] }) => edits),
  );
  if (all !== undefined) return { after: all, done: [...found] };
  // An edit may move what comes after it: the next round finds the others again.
  for (const finding of found) {
    const after = editText(text, finding.edits ?? []);
    if (after !== undefined) return { after, done: [finding] };
  }
  return { after: text, done: [] };
}

/** A piece of a text, by offsets, and what stands there instead. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What the edits come to in the text; undefined where they can't be made in place. */
export function replacementOf(text: string, edits: readonly Edit[]): Replacement | undefined {
  const after = editText(text, edits);
  if (after === undefined || after === text) return undefined;
  const shorter = Math.min(text.length, after.length);
  let from = 0;
  while (from < shorter && text[from] === after[from]) from++;
  let tail = 0;
  while (tail < shorter - from && text.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { from, to: text.length - tail, text: after.slice(from, after.length - tail) };
}
