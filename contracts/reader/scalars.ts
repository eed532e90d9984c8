/** Plain and quoted words of YAML, and blocks of text. */
import { beyond, type Cursor, isEnd, SIGN, toLineEnd } from "./cursor";

const { BACKSLASH, COLON, DASH, DOUBLE_QUOTE, HASH, LF, SINGLE_QUOTE, SPACE, TAB } = SIGN;

/** What a plain word can't begin with here: indicators, and those that only some positions allow. */
const INDICATORS = new Set([..."?:,[]{}#&*!|>'\"%@`"].map((sign) => sign.charCodeAt(0)));
/** Longer integers lose digits as numbers; the complete parser decides what becomes of them. */
const MOST_DIGITS = 15;

const WORDS: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["null", "Null", "NULL", "~"].map((word) => [word, null] as const),
]);

/** A plain word's value by YAML 1.2's core schema. */
export function wordValue(word: string): string | number | boolean | null {
  const first = word.charCodeAt(0);
  // + - . 0-9
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return numberOf(word);
  if (word.length > 5) return word;
  const value = WORDS.get(word);
  return value === undefined ? word : value;
}

function numberOf(word: string): string | number {
  if (/^[-+]?[0-9]+$/.test(word)) return word.length > MOST_DIGITS ? beyond() : Number.parseInt(word, 10);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(word)) return Number.parseFloat(word);
  // Octal, hexadecimal, infinite, not a number.
  if (/^(?:0[ox]|[-+]?\.(?:inf|nan)$)/i.test(word)) beyond();
  return word;
}

/** True where a plain word may begin with the character at `at`. */
function begins(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === DASH) {
    const next = text.charCodeAt(at + 1);
    return next !== SPACE && next !== TAB && !isEnd(next);
  }
  return !INDICATORS.has(code);
}

/** Where a plain word that begins at `from` ends on its line: without the spaces after it, and with them. */
function endOfPlain(text: string, from: number): { readonly end: number; readonly next: number } {
  let end = from;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isEnd(code)) return { end, next: at };
    if (code === TAB) beyond();
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || next === TAB || isEnd(next)) beyond();
    }
    if (code === SPACE) {
      if (text.charCodeAt(at + 1) === HASH) return { end, next: at };
    } else end = at + 1;
    at++;
  }
}

/** A plain word in a block, which may go on over lines that are indented by more than `indent`. */
export function plainInBlock(cursor: Cursor, indent: number): string | number | boolean | null {
  const { text } = cursor;
  if (!begins(text, cursor.at)) beyond();
  const first = endOfPlain(text, cursor.at);
  const word = text.slice(cursor.at, first.end);
  cursor.at = first.next;
  if (text.charCodeAt(first.next) !== LF) {
    toLineEnd(cursor);
    return wordValue(word);
  }
  const rest = continued(cursor, indent);
  return rest === "" ? wordValue(word) : word + rest;
}

/** The following lines of a plain word, folded: a line end is a space, an empty line a line end. */
function continued(cursor: Cursor, indent: number): string {
  const { text } = cursor;
  let rest = "";
  for (;;) {
    // At a line's end.
    let empty = 0;
    let line = cursor.at + 1;
    let at = line;
    for (;;) {
      while (text.charCodeAt(at) === SPACE) at++;
      if (text.charCodeAt(at) !== LF) break;
      empty++;
      line = at + 1;
      at = line;
    }
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || at - line <= indent || code === HASH) return rest;
    if (code === TAB || !begins(text, at)) beyond();
    const { end, next } = endOfPlain(text, at);
    rest += (empty > 0 ? "\n".repeat(empty) : " ") + text.slice(at, end);
    cursor.at = next;
    cursor.line = line;
    if (text.charCodeAt(next) !== LF) {
      toLineEnd(cursor);
      return rest;
    }
  }
}

/** A text in single or double quotes. Over lines, which have to be indented by more than `indent`, it is folded. */
export function quoted(cursor: Cursor, indent: number): string {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const from = cursor.at + 1;
  let isPlain = true;
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (quote !== SINGLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) break;
      isPlain = false;
      at++;
    } else if (quote === DOUBLE_QUOTE && code === BACKSLASH) {
      isPlain = false;
      at++;
    } else if (code === LF) {
      isPlain = false;
      let start = at + 1;
      cursor.line = start;
      while (text.charCodeAt(start) === SPACE) start++;
      const next = text.charCodeAt(start);
      // In the first column a document could end.
      if (next === TAB || (next !== LF && (start === cursor.line || start - cursor.line <= indent))) beyond();
    } else if (Number.isNaN(code)) beyond();
    at++;
  }
  cursor.at = at + 1;
  const inside = text.slice(from, at);
  if (isPlain) return inside;
  const folded = inside.includes("\n") ? fold(inside) : inside;
  return quote === SINGLE_QUOTE ? folded.replaceAll("''", "'") : unescaped(folded);
}

function fold(inside: string): string {
  const lines = inside.split("\n");
  if (lines.some((line) => line.includes("\t") || line.trimEnd().endsWith("\\"))) beyond();
  let folded = (lines[0] ?? "").replace(/ +$/, "");
  let empty = 0;
  for (let index = 1; index < lines.length; index++) {
    const isLast = index === lines.length - 1;
    const line = (lines[index] ?? "").replace(/^ +/, "");
    const kept = isLast ? line : line.replace(/ +$/, "");
    if (kept === "" && !isLast) {
      empty++;
      continue;
    }
    folded += (empty > 0 ? "\n".repeat(empty) : " ") + kept;
    empty = 0;
  }
  return folded;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** The escapes that JSON has too; others are left to the complete parser. */
function unescaped(inside: string): string {
  if (!inside.includes("\\")) return inside;
  return inside.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, hex?: string, sign?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return ESCAPES[sign ?? ""] ?? beyond();
  });
}

/** `|` or `>`, the block of text below it. */
export function textBlock(cursor: Cursor, indent: number): string {
  const { text } = cursor;
  const isFolded = text[cursor.at] === ">";
  const isStripped = text[cursor.at + 1] === "-";
  cursor.at += isStripped ? 2 : 1;
  toLineEnd(cursor);
  const lines: string[] = [];
  let width = -1;
  let last = cursor.at;
  for (let start = cursor.at + 1; start < text.length; ) {
    const end = text.indexOf("\n", start);
    if (end < 0) beyond();
    let at = start;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (code === LF) {
      // Spaces beyond the block's own indentation are content.
      if (at - start > Math.max(width, 0)) beyond();
      lines.push("");
    } else {
      if (width < 0) {
        if (at - start <= indent) beyond();
        width = at - start;
      }
      if (at - start < width) {
        if (at - start > indent || code === TAB) beyond();
        break;
      }
      // Lines that are indented more are folded by other rules.
      if (isFolded && (at - start > width || code === TAB)) beyond();
      lines.push(text.slice(start + width, end));
      last = end;
      cursor.line = start;
    }
    start = end + 1;
  }
  if (width < 0) beyond();
  while (lines.at(-1) === "") lines.pop();
  cursor.at = last;
  const content = isFolded ? foldBlock(lines) : lines.join("\n");
  return isStripped ? content : `${content}\n`;
}

function foldBlock(lines: readonly string[]): string {
  let folded = "";
  let empty = 0;
  for (const line of lines) {
    if (line === "") {
      empty++;
      continue;
    }
    if (folded !== "") folded += empty > 0 ? "\n".repeat(empty) : " ";
    else folded += "\n".repeat(empty);
    folded += line;
    empty = 0;
  }
  return folded;
}
