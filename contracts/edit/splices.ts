/** Which characters of a text have to be exchanged, so that its values change as asked. */
import { isCollection as isCollectionNode, isMap, isScalar, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { type Change, changed } from "./change";
import { inBlock, inLine, inQuotesOf, isCollection, type Style } from "./written";

/** Characters from `from` up to `to` become `text`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Thrown where a place can't be changed on its own; caught by ./index.ts. */
export const UNABLE = new Error("can't be edited in place");

interface Source {
  readonly text: string;
  readonly newline: string;
  readonly splices: Splice[];
}

/** One key with its value, or one item. */
interface Entry {
  readonly from: number;
  /** After its last character; comments behind it aren't its own. */
  readonly to: number;
  readonly change: Change | undefined;
}

const unable = (): never => {
  throw UNABLE;
};

export function splicesOf(text: string, root: unknown, change: Change): Splice[] {
  const source = { text, newline: /\r?\n/.exec(text)?.[0] ?? "\n", splices: [] };
  if (!isCollectionNode(root)) return unable();
  inside(source, root as YAMLMap, change);
  return source.splices;
}

function inside(source: Source, node: YAMLMap | YAMLSeq, change: Change): void {
  const entries: Entry[] = isMap(node) ? pairs(source, node, change) : items(source, node, change);
  remove(source, node, entries);
  append(source, node, { entries, change });
}

function pairs(source: Source, node: YAMLMap, { below }: Change): Entry[] {
  return node.items.map((pair: Pair): Entry => {
    const { key, value } = pair;
    if (!isScalar(key) || !key.range) return unable();
    const change = below.get(String(key.value));
    const [from, end] = key.range;
    const colon = source.text.indexOf(":", end) + 1;
    const entry = { from, to: Math.max(end, colon, endOf(value)), change };
    if (!change || change.remove) return entry;
    if (change.rename !== undefined) {
      const old = source.text.slice(from, end);
      source.splices.push({ from, to: end, text: inQuotesOf(old, change.rename, styleOf(source, node)) });
    }
    if (change.set || change.below.size > 0) {
      if (colon === 0) return unable();
      edit(source, value, { change, parent: node, after: colon, end: entry.to });
    }
    return entry;
  });
}

function items(source: Source, node: YAMLSeq, { below }: Change): Entry[] {
  return node.items.map((item, index): Entry => {
    const change = below.get(index);
    const start = rangeOf(item)[0];
    // In a block, an item begins with its dash: the last one before its value.
    const from = node.flow ? start : source.text.lastIndexOf("-", Math.max(start - 1, 0));
    const entry = { from, to: Math.max(from + 1, endOf(item)), change };
    if (change && !change.remove) edit(source, item, { change, parent: node, after: from + 1, end: entry.to });
    return entry;
  });
}

interface Slot {
  readonly change: Change;
  readonly parent: YAMLMap | YAMLSeq;
  /** After the colon or dash. */
  readonly after: number;
  readonly end: number;
}

/** An existing value: gone into, or exchanged. */
function edit(source: Source, value: unknown, slot: Slot): void {
  const { change, parent, after } = slot;
  const isEmpty = value === null || (isScalar(value) && value.value === null);
  const isEmptied = isCollectionNode(value) && isEmptiedBy(value as YAMLMap, change);
  if (!change.set && isCollectionNode(value) && !isEmptied) {
    inside(source, value as YAMLMap, change);
    return;
  }
  if (!change.set && !isEmpty && !isEmptied) unable();
  const next = isEmptied ? (isMap(value) ? {} : []) : changed(null, change);
  const style = styleOf(source, parent);
  const isBlock = style === "block" && isCollection(next);
  const [start, stop] = rangeOf(value);
  const old = source.text.slice(start, stop);
  if (!isBlock && old !== "" && (!isCollectionNode(value) || value.flow)) {
    const to = beforeLineEnd(source.text, stop);
    source.splices.push({ from: start, to, text: inQuotesOf(old, next, style) });
    return;
  }
  const from = old === "" || isMap(parent) ? after : start;
  const column = columnOf(source.text, parent.range?.[0] ?? 0);
  const { newline, splices } = source;
  const to = old === "" ? after : beforeLineEnd(source.text, slot.end);
  if (!isBlock) splices.push({ from, to, text: ` ${inLine(next, style)}` });
  else {
    const indent = column + 2;
    const lines = inBlock(next, { indent, newline });
    const text = isMap(parent) ? newline + lines : `${old === "" ? " " : ""}${lines.trimStart()}`;
    splices.push({ from, to, text });
  }
}

/** Whether nothing stays in it, and nothing comes. */
function isEmptiedBy({ items }: YAMLMap | YAMLSeq, { set, below }: Change): boolean {
  return !set && items.length > 0 && below.size === items.length && [...below.values()].every(({ remove }) => remove);
}

/** Whole lines in a block, with the comma in brackets; comments of their own lines stay. */
function remove(source: Source, node: YAMLMap | YAMLSeq, entries: readonly Entry[]): void {
  if (entries.every(({ change }) => !change?.remove)) return;
  if (entries.every(({ change }) => change?.remove)) return;
  const { text, splices } = source;
  for (let first = 0; first < entries.length; first++) {
    if (!entries[first]?.change?.remove) continue;
    let last = first;
    while (entries[last + 1]?.change?.remove) last++;
    const { from = 0 } = entries[first] ?? {};
    const { to = 0 } = entries[last] ?? {};
    const [before, after] = [entries[first - 1], entries[last + 1]];
    if (node.flow) {
      if (after) splices.push({ from, to: after.from, text: "" });
      else if (before) splices.push({ from: before.to, to, text: "" });
    } else {
      const line = from - columnOf(text, from);
      const next = lineEnd(text, to);
      // First in a list's item: what comes next takes its place behind the dash.
      if (text.slice(line, from).trim() === "") splices.push({ from: line, to: next, text: "" });
      else splices.push({ from, to: next + (/^ */.exec(text.slice(next))?.[0].length ?? 0), text: "" });
    }
    first = last;
  }
}

/** Keys and items that aren't there yet; and, where none of the old ones stays, the whole collection. */
function append(
  source: Source,
  node: YAMLMap | YAMLSeq,
  { entries, change }: { readonly entries: readonly Entry[]; readonly change: Change },
): void {
  const { text, newline, splices } = source;
  const known = new Set(isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : "")) : []);
  const added = [...change.below].filter(
    ([key, { remove }]) => !remove && (isMap(node) ? !known.has(String(key)) : Number(key) >= entries.length),
  );
  const style = styleOf(source, node);
  const values = added.map(([, one]) => changed(undefined, one));
  const fresh = isMap(node) ? Object.fromEntries(added.map(([key], at) => [key, values[at]])) : values;
  const kept = entries.findLast((entry) => !entry.change?.remove);
  const [start, stop] = rangeOf(node);
  if (!kept) {
    if (added.length === 0 && entries.length === 0) return;
    const end = node.flow ? stop : beforeLineEnd(text, Math.max(...entries.map(({ to }) => to)));
    const column = columnOf(text, start);
    const isBlock = !node.flow && added.length > 0;
    const block = () => inBlock(fresh, { indent: column, newline }).trimStart();
    splices.push({ from: start, to: end, text: isBlock ? block() : inLine(fresh, node.flow ? style : "block") });
  } else if (added.length === 0) return;
  else if (node.flow) {
    const line = kept.from - columnOf(text, kept.from);
    const space = text.slice(line, kept.from);
    const gap = space.trim() === "" && line > start ? newline + space : " ";
    const inner = inLine(fresh, style).slice(1, -1).trim();
    splices.push({ from: kept.to, to: kept.to, text: `,${gap}${inner}` });
  } else {
    const at = lineEnd(text, kept.to);
    const lines = inBlock(fresh, { indent: columnOf(text, kept.from), newline });
    const isLineEnd = text[at - 1] === "\n";
    splices.push({ from: at, to: at, text: isLineEnd ? lines + newline : newline + lines });
  }
}

function styleOf({ text }: Source, { flow, range }: YAMLMap | YAMLSeq): Style {
  if (!flow) return "block";
  // Whether a file is JSON shows in its first bracket's first key.
  return /^\s*\{\s*"/.test(text) || /^[{[]\s*"[^"]*"\s*:/.test(text.slice(range?.[0], (range?.[0] ?? 0) + 200))
    ? "json"
    : "flow";
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

/** After the last character of a value. */
function endOf(node: unknown): number {
  const [start, stop] = rangeOf(node);
  if (!isCollectionNode(node) || node.flow) return stop;
  const last: unknown = node.items.at(-1);
  if (!isMap(node)) return Math.max(start + 1, endOf(last));
  const { key, value } = last as Pair;
  return Math.max(rangeOf(key)[1] + 1, endOf(value));
}

/** A block of text ends with its last line's end, and with the empty lines after it. */
function beforeLineEnd(text: string, at: number): number {
  let end = at;
  while (text[end - 1] === "\n" || text[end - 1] === "\r") end--;
  return end;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}

/** The start of the next line, or the text's end. */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === "\n") return at;
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}
