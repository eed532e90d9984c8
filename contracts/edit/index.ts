/** Changes to a file that touch nothing else: comments, order, quotes and line ends stay as they are. */
import { isDeepStrictEqual } from "node:util";
import { parseComplete } from "../reader/complete";
import { changed, changeOf, type Edit } from "./change";
import { type Splice, splicesOf, UNABLE } from "./splices";

export type { Edit } from "./change";

/**
 * The text with the edits made; each path is one of the text as it was given. Undefined where that can't be done in
 * place: the text doesn't parse, a path leads through something that holds nothing, or what the edited text says would
 * not be exactly what was asked for, as where an anchor's value is repeated elsewhere.
 */
export function editText(text: string, edits: readonly Edit[]): string | undefined {
  if (edits.length === 0) return text;
  const before = read(text);
  if (!before || edits.some(({ path }) => path.length === 0)) return undefined;
  const change = changeOf(edits);
  try {
    const after = spliced(text, splicesOf(text, before.contents, change));
    return after !== undefined && isDeepStrictEqual(read(after)?.data, changed(before.data, change))
      ? after
      : undefined;
  } catch (error) {
    if (error === UNABLE) return undefined;
    throw error;
  }
}

function read(text: string): { readonly contents: unknown; readonly data: unknown } | undefined {
  const { document, data, faults } = parseComplete(text);
  return document && faults.length === 0 ? { contents: document.contents, data } : undefined;
}

/** Undefined where two of them overlap. */
function spliced(text: string, splices: readonly Splice[]): string | undefined {
  let edited = "";
  let at = 0;
  for (const { from, to, text: next } of [...splices].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from < at) return undefined;
    edited += text.slice(at, from) + next;
    at = to;
  }
  return edited + text.slice(at);
}
