/** Values as YAML or JSON text, in the manner of the place that they are written to. */
import { stringify, type ToStringOptions } from "yaml";

/** Texts stay on their line, so that a written value can be indented line by line; YAML 1.1 reads the same value. */
const STYLE: ToStringOptions & { readonly compat: "yaml-1.1"; readonly aliasDuplicateObjects: false } = {
  lineWidth: 0,
  blockQuote: false,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  compat: "yaml-1.1",
  aliasDuplicateObjects: false,
};

export type Style = "block" | "flow" | "json";

export function isCollection(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** Within a line. */
export function inLine(value: unknown, style: Style): string {
  if (style === "json") return JSON.stringify(value);
  if (style === "block" && !isCollection(value)) return stringify(value, STYLE).trimEnd();
  const list = stringify([value], { ...STYLE, collectionStyle: "flow" }).trimEnd();
  return list.replace(/^\[\s*/, "").replace(/\s*\]$/, "");
}

/** The lines of a block, without the last line's end. */
export function inBlock(value: unknown, { indent, newline }: { readonly indent: number; readonly newline: string }) {
  const space = " ".repeat(indent);
  return stringify(value, STYLE)
    .trimEnd()
    .split("\n")
    .map((line) => space + line)
    .join(newline);
}

/** `old` is the key or text that is replaced: its quotes are kept. */
export function inQuotesOf(old: string, value: unknown, style: Style): string {
  if (typeof value !== "string" || style === "json") return inLine(value, style);
  if (old.startsWith('"')) return JSON.stringify(value);
  // Nothing but quotes is escaped in single ones.
  if (old.startsWith("'") && /^[\x20-\x7e\u00a0-\ud7ff]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return inLine(value, style);
}
