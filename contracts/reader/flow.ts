/** Lists and mappings in brackets, as JSON writes all of them. */
import { beyond, type Cursor, deeper, isEnd, MOST_KEYS, placesIn, SIGN, toContent } from "./cursor";
import { keyWord, quotedKey } from "./keys";
import { quoted, wordValue } from "./scalars";

const { CLOSE_LIST, CLOSE_MAP, COLON, COMMA, DASH, DOUBLE_QUOTE, HASH, OPEN_LIST, OPEN_MAP, SINGLE_QUOTE, SPACE, TAB } =
  SIGN;

/** To the next content, which has to be indented by more than `indent` where it begins a line. */
function toInside(cursor: Cursor, indent: number): number {
  const { line } = cursor;
  if (!toContent(cursor)) beyond();
  if (cursor.line !== line && cursor.at - cursor.line <= indent) beyond();
  return cursor.text.charCodeAt(cursor.at);
}

/** A list or mapping whose bracket is next. */
export function collection(cursor: Cursor, indent: number): object {
  deeper(cursor);
  const found = cursor.text.charCodeAt(cursor.at) === OPEN_LIST ? list(cursor, indent) : mapping(cursor, indent);
  cursor.depth--;
  return found;
}

function list(cursor: Cursor, indent: number): unknown[] {
  const items: unknown[] = [];
  const places = placesIn(cursor, items);
  cursor.at++;
  for (;;) {
    if (toInside(cursor, indent) === CLOSE_LIST) break;
    places?.push(cursor.at);
    items.push(value(cursor, indent));
    const code = toInside(cursor, indent);
    if (code === CLOSE_LIST) break;
    if (code !== COMMA) beyond();
    cursor.at++;
  }
  cursor.at++;
  return items;
}

function mapping(cursor: Cursor, indent: number): Record<string, unknown> {
  const { text } = cursor;
  const fields: Record<string, unknown> = {};
  const places = placesIn(cursor, fields);
  let count = 0;
  cursor.at++;
  for (;;) {
    const first = toInside(cursor, indent);
    if (first === CLOSE_MAP) break;
    const from = cursor.at;
    const isQuoted = first === DOUBLE_QUOTE || first === SINGLE_QUOTE;
    const key = isQuoted ? quotedKey(cursor) : keyWord(cursor);
    if (text.charCodeAt(cursor.at) !== COLON) beyond();
    const next = text.charCodeAt(++cursor.at);
    if (!isQuoted && next !== SPACE && !isEnd(next)) beyond();
    if (key === "__proto__" || ++count > MOST_KEYS || Object.hasOwn(fields, key)) beyond();
    toInside(cursor, indent);
    fields[key] = value(cursor, indent);
    places?.push(from);
    const code = toInside(cursor, indent);
    if (code === CLOSE_MAP) break;
    if (code !== COMMA) beyond();
    cursor.at++;
  }
  cursor.at++;
  return fields;
}

function value(cursor: Cursor, indent: number): unknown {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === OPEN_LIST || code === OPEN_MAP) return collection(cursor, indent);
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return quoted(cursor, indent);
  return plain(cursor);
}

const INDICATORS = new Set([..."?:,[]{}#&*!|>'\"%@`"].map((sign) => sign.charCodeAt(0)));

/** A plain word, which ends at a comma or bracket; within one line. */
function plain(cursor: Cursor): unknown {
  const { text } = cursor;
  const from = cursor.at;
  let code = text.charCodeAt(from);
  if (INDICATORS.has(code)) beyond();
  if (code === DASH) {
    const next = text.charCodeAt(from + 1);
    if (next === SPACE || next === TAB || isEnd(next) || next === COMMA || next === CLOSE_LIST || next === CLOSE_MAP)
      beyond();
  }
  let end = from;
  let at = from;
  for (;;) {
    code = text.charCodeAt(at);
    if (code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP || isEnd(code)) break;
    if (code === TAB || code === OPEN_LIST || code === OPEN_MAP) beyond();
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || next === TAB || isEnd(next) || next === COMMA) beyond();
      if (next === OPEN_LIST || next === CLOSE_LIST || next === OPEN_MAP || next === CLOSE_MAP) beyond();
    }
    if (code === SPACE) {
      if (text.charCodeAt(at + 1) === HASH) break;
    } else end = at + 1;
    at++;
  }
  cursor.at = at;
  return wordValue(text.slice(from, end));
}
