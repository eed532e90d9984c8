/**
 * Where the reader of plain YAML stands in a text. The reader knows the part of YAML 1.2 that contracts are written in;
 * at anything else it gives up (`beyond`), and the complete parser takes over. So it never has to say what is wrong
 * with a file, and where it does give a value, that is the complete parser's value.
 */

/** Thrown at what this reader doesn't know. One object: nobody looks at its stack. */
export const BEYOND = new Error("beyond plain YAML");

export function beyond(): never {
  throw BEYOND;
}

/** Offsets of a collection: its own, then its keys' or items' in their order. */
export type Places = Map<object, number[]>;

export interface Cursor {
  readonly text: string;
  /** Offset of the next character. */
  at: number;
  /** Offset of the first character of its line. */
  line: number;
  /** How deep collections are nested here. */
  depth: number;
  /** Filled only where places are asked for: most files have nothing to be placed. */
  readonly places: Places | undefined;
}

/** Deeper than any contract; the complete parser says so in words. */
const DEEPEST = 64;

export function deeper(cursor: Cursor): void {
  if (++cursor.depth > DEEPEST) beyond();
}

/** More than any mapping of the standards has fields; an object of many keys is slow to make. */
export const MOST_KEYS = 10_000;

/** Where the offsets of a collection's parts go, when they are asked for. */
export function placesIn(cursor: Cursor, collection: object): number[] | undefined {
  if (!cursor.places) return undefined;
  const offsets = [cursor.at];
  cursor.places.set(collection, offsets);
  return offsets;
}

/**
 * Codes of the characters that mean something. Modules take them into constants of their own: an imported constant is
 * a call in CommonJS, and there is one for each character read.
 */
export const SIGN = {
  TAB: 9,
  LF: 10,
  SPACE: 32,
  DOUBLE_QUOTE: 34,
  HASH: 35,
  SINGLE_QUOTE: 39,
  COMMA: 44,
  DASH: 45,
  DOT: 46,
  COLON: 58,
  GREATER: 62,
  OPEN_LIST: 91,
  BACKSLASH: 92,
  CLOSE_LIST: 93,
  OPEN_MAP: 123,
  BAR: 124,
  CLOSE_MAP: 125,
} as const;

const { DASH, DOT, HASH, LF, SPACE, TAB } = SIGN;

/** True at a line's end and at the text's (there, charCodeAt gives NaN). */
export function isEnd(code: number): boolean {
  return code === LF || Number.isNaN(code);
}

/** True where the character before `at` can't be part of a word. */
function isApart(cursor: Cursor): boolean {
  return cursor.at === cursor.line || cursor.text.charCodeAt(cursor.at - 1) === SPACE;
}

/** To the next content, over spaces, comments and line ends. False at the end of the text. */
export function toContent(cursor: Cursor): boolean {
  const { text } = cursor;
  for (;;) {
    const code = text.charCodeAt(cursor.at);
    if (code === SPACE) cursor.at++;
    else if (code === LF) {
      cursor.at++;
      cursor.line = cursor.at;
    } else if (code === HASH) {
      if (!isApart(cursor)) beyond();
      const end = text.indexOf("\n", cursor.at);
      if (end < 0) {
        cursor.at = text.length;
        return false;
      }
      cursor.at = end;
    } else if (Number.isNaN(code)) return false;
    else {
      if (code === TAB) beyond();
      // Where a document ends or begins is the complete parser's to say.
      if (cursor.at === cursor.line && (code === DASH || code === DOT) && isMarker(text, cursor.at)) beyond();
      return true;
    }
  }
}

function isMarker(text: string, at: number): boolean {
  const mark = text.slice(at, at + 3);
  return mark === "---" || mark === "...";
}

/** Over spaces within a line. */
export function toWord(cursor: Cursor): number {
  const { text } = cursor;
  let code = text.charCodeAt(cursor.at);
  while (code === SPACE) code = text.charCodeAt(++cursor.at);
  return code;
}

/** After a value nothing but a comment may follow on its line. */
export function toLineEnd(cursor: Cursor): void {
  const before = cursor.at;
  const code = toWord(cursor);
  if (isEnd(code)) return;
  if (code !== HASH || cursor.at === before) beyond();
  const end = cursor.text.indexOf("\n", cursor.at);
  cursor.at = end < 0 ? cursor.text.length : end;
}
