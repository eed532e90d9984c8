/** Reads plain YAML many times faster than a complete parser: see cursor.ts for what it leaves to that. */
import {
  BEYOND,
  beyond,
  type Cursor,
  deeper,
  isEnd,
  MOST_KEYS,
  type Places,
  placesIn,
  SIGN,
  toContent,
  toLineEnd,
  toWord,
} from "./cursor";
import { collection } from "./flow";
import { isKey, keyWord, quotedKey } from "./keys";
import { plainInBlock, quoted, textBlock } from "./scalars";

const { BAR, COLON, DASH, DOUBLE_QUOTE, GREATER, HASH, OPEN_LIST, OPEN_MAP, SINGLE_QUOTE, SPACE } = SIGN;

/** Offset of the value under a path, by the rules of ../document.ts; undefined where there is no such value. */
export type PlaceOf = (path: readonly PropertyKey[]) => number | undefined;

/** The one mapping that a text holds; undefined where it holds something else, or YAML that this reader doesn't know. */
export function readPlain(text: string): Readonly<Record<string, unknown>> | undefined {
  return read(text, undefined);
}

/** Places in a text that {@link readPlain} could read. */
export function placesOf(text: string): PlaceOf {
  const places: Places = new Map();
  const data = read(text, places);
  return (path) => {
    if (data === undefined) return undefined;
    let value: unknown = data;
    let at = places.get(data)?.[0];
    for (const part of path) {
      if (typeof value !== "object" || value === null) return undefined;
      const index = Array.isArray(value) ? Number(part) : Object.keys(value).indexOf(String(part));
      at = index < 0 ? undefined : places.get(value)?.[index + 1];
      if (at === undefined) return undefined;
      value = (value as Record<PropertyKey, unknown>)[part];
    }
    return at;
  };
}

function read(text: string, places: Places | undefined): Record<string, unknown> | undefined {
  const cursor: Cursor = { text, at: 0, line: 0, depth: 0, places };
  try {
    if (/^---[ ]*\n/.test(text)) cursor.at = cursor.line = text.indexOf("\n") + 1;
    if (text.includes("\r") || !toContent(cursor)) return undefined;
    const column = cursor.at - cursor.line;
    if (text.charCodeAt(cursor.at) === OPEN_MAP) {
      const data = collection(cursor, -1) as Record<string, unknown>;
      toLineEnd(cursor);
      return toContent(cursor) ? undefined : data;
    }
    const data = mapping(cursor, column);
    return cursor.at < text.length ? undefined : data;
  } catch (error) {
    if (error === BEYOND) return undefined;
    throw error;
  }
}

/** At its first key, which is indented by `indent`. */
function mapping(cursor: Cursor, indent: number): Record<string, unknown> {
  deeper(cursor);
  const { text } = cursor;
  const fields: Record<string, unknown> = {};
  const places = placesIn(cursor, fields);
  let count = 0;
  for (;;) {
    const from = cursor.at;
    const key = keyOf(cursor);
    const next = text.charCodeAt(++cursor.at);
    if (next !== SPACE && !isEnd(next)) beyond();
    if (key === "__proto__" || ++count > MOST_KEYS || Object.hasOwn(fields, key)) beyond();
    fields[key] = valueAfterKey(cursor, indent);
    places?.push(from);
    if (!toContent(cursor)) break;
    const column = cursor.at - cursor.line;
    if (column < indent) break;
    if (column > indent) beyond();
  }
  cursor.depth--;
  return fields;
}

function keyOf(cursor: Cursor): string {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) return keyWord(cursor);
  const key = quotedKey(cursor);
  if (toWord(cursor) !== COLON) beyond();
  return key;
}

function valueAfterKey(cursor: Cursor, indent: number): unknown {
  const code = toWord(cursor);
  if (!isEnd(code) && code !== HASH) return valueInLine(cursor, code, indent);
  const { line } = cursor;
  if (!toContent(cursor)) return null;
  // The key's own line again: only a comment could be there.
  if (cursor.line === line) beyond();
  const column = cursor.at - cursor.line;
  if (column > indent) return valueBelow(cursor, column, indent);
  if (column === indent && isDash(cursor)) return list(cursor, column, indent);
  return null;
}

function isDash({ text, at }: Cursor): boolean {
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || isEnd(next);
}

/** A value that begins on a line of its own. */
function valueBelow(cursor: Cursor, column: number, indent: number): unknown {
  if (isDash(cursor)) return list(cursor, column, column - 1);
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) return quotedOrMapping(cursor, column, indent);
  if (isKey(cursor.text, cursor.at)) return mapping(cursor, column);
  return valueInLine(cursor, code, indent);
}

/** A quoted text, or a mapping whose first key is quoted. */
function quotedOrMapping(cursor: Cursor, column: number, indent: number): unknown {
  const { at, line } = cursor;
  const text = quoted(cursor, indent);
  if (cursor.line === line && toWord(cursor) === COLON) {
    cursor.at = at;
    return mapping(cursor, column);
  }
  toLineEnd(cursor);
  return text;
}

/** A value that takes no key: a word, a text, a bracket. */
function valueInLine(cursor: Cursor, code: number, indent: number): unknown {
  if (code === OPEN_MAP || code === OPEN_LIST) {
    const found = collection(cursor, indent);
    toLineEnd(cursor);
    return found;
  }
  if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
    const found = quoted(cursor, indent);
    toLineEnd(cursor);
    return found;
  }
  if (code === BAR || code === GREATER) return textBlock(cursor, indent);
  return plainInBlock(cursor, indent);
}

/** At its first dash, in column `indent`. Directly below a key it may stand in the key's own column, `parent`. */
function list(cursor: Cursor, indent: number, parent: number): unknown[] {
  deeper(cursor);
  const items: unknown[] = [];
  const places = placesIn(cursor, items);
  for (;;) {
    cursor.at++;
    const code = toWord(cursor);
    const { line } = cursor;
    const isBelow = isEnd(code) || code === HASH;
    if (isBelow && (!toContent(cursor) || cursor.line === line || cursor.at - cursor.line <= indent)) beyond();
    places?.push(cursor.at);
    items.push(valueBelow(cursor, cursor.at - cursor.line, indent));
    if (!toContent(cursor)) break;
    const column = cursor.at - cursor.line;
    if (column < indent || (column === indent && parent === indent && !isDash(cursor))) break;
    if (column > indent || !isDash(cursor)) beyond();
  }
  cursor.depth--;
  return items;
}
