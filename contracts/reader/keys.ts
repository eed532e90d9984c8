import { beyond, type Cursor, SIGN } from "./cursor";
import { quoted } from "./scalars";

const { COLON, SPACE } = SIGN;

/** Words that aren't text, as keys neither. */
const NO_TEXT = /^(?:true|false|null)$/i;

/** Letters, digits and what else a plain key is written with. */
function isPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36 ||
    code === 47
  );
}

/** A plain key, up to its colon; it begins with a letter, `_` or `$`. */
export function keyWord(cursor: Cursor): string {
  const { text } = cursor;
  const from = cursor.at;
  const first = text.charCodeAt(from);
  if (!isPart(first) || (first >= 45 && first <= 57)) beyond();
  let at = from + 1;
  while (isPart(text.charCodeAt(at))) at++;
  const key = text.slice(from, at);
  while (text.charCodeAt(at) === SPACE) at++;
  if (text.charCodeAt(at) !== COLON || at - from > 1000 || (key.length < 6 && NO_TEXT.test(key))) beyond();
  cursor.at = at;
  return key;
}

/** Whether a plain key with its colon is next. */
export function isKey(text: string, from: number): boolean {
  let at = from;
  while (isPart(text.charCodeAt(at))) at++;
  while (text.charCodeAt(at) === SPACE) at++;
  if (at === from || text.charCodeAt(at) !== COLON) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === 10 || Number.isNaN(next);
}

/** A quoted key, on its line. Numbers don't keep the order in which an object gets them, and places need that. */
export function quotedKey(cursor: Cursor): string {
  const { line } = cursor;
  const key = quoted(cursor, -1);
  if (cursor.line !== line || key.length > 1000 || /^\d+$/.test(key)) beyond();
  return key;
}
