/** Two versions of a document → every element that came, went or changed, with the fields that differ. */
import { same } from "../compatibility/clash";
import type { Pair } from "./change";
import { type ElementKind, type Fields, SHAPES } from "./shapes";

export interface Difference {
  readonly pair: Pair;
  /** Names of the fields that differ; empty where the element came or went. */
  readonly fields: readonly string[];
}

/** Deeper than any schema that people write; YAML can't nest as deep without its reader refusing it. */
const DEEPEST = 200;

/** @param kind of both documents */
export function differences(kind: "contract" | "product", before: Fields, after: Fields): Difference[] {
  const found: Difference[] = [];
  compare(made(kind, [before, after], { path: "", element: "", around: [] }), found);
  return found;
}

type Raw = Fields | undefined;

function compare(pair: Pair, found: Difference[]): void {
  const { before, after, around, raw } = pair;
  if (!before || !after) {
    found.push({ pair, fields: [] });
    return;
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const fields = names.filter((name) => !same(before[name], after[name]));
  if (fields.length > 0) found.push({ pair, fields });
  if (around.length > DEEPEST) return;
  const shape = SHAPES[pair.kind];
  const inside = [pair, ...around];
  for (const [field, { kind, key }] of Object.entries(shape.many)) {
    const [old, fresh] = [listOf(raw[0]?.[field]), listOf(raw[1]?.[field])];
    for (const { was, is } of aligned(old, fresh, { kind, key })) {
      const entry = (is === undefined ? old[was ?? 0] : fresh[is]) ?? {};
      const parts = [was === undefined ? undefined : old[was], is === undefined ? undefined : fresh[is]] as const;
      const path = `${pair.path === "" ? "" : `${pair.path}.`}${field}[${is ?? was}]`;
      compare(made(kind, parts, { path, element: elementName(pair, kind, key(entry)), around: inside }), found);
    }
  }
  for (const [slot, kind] of Object.entries(shape.one)) {
    const parts = [deep(raw[0], slot), deep(raw[1], slot)] as const;
    if (!parts[0] && !parts[1]) continue;
    const path = pair.path === "" ? slot : `${pair.path}.${slot}`;
    const suffix = slot === "items" ? "[]" : slot === "map.value" ? "{}" : slot === "map.key" ? "{key}" : slot;
    const element = kind === "property" ? `${pair.element}${suffix}` : suffix;
    compare({ ...made(kind, parts, { path, element, around: inside }), slot }, found);
  }
}

function made(kind: ElementKind, raw: readonly [Raw, Raw], place: Pick<Pair, "path" | "element" | "around">): Pair {
  const [was, is] = raw;
  return {
    kind,
    raw,
    ...(was ? { before: fieldsOf(kind, was) } : {}),
    ...(is ? { after: fieldsOf(kind, is) } : {}),
    ...place,
  };
}

/** `orders.lines[].sku`; roles, ports and the like by their own name. */
function elementName(parent: Pair, kind: ElementKind, name: string): string {
  const isBelow = kind === "property" || kind === "quality" || kind === "relationship";
  return isBelow && parent.element !== "" ? `${parent.element}.${name}` : name;
}

interface Alignment {
  readonly was?: number;
  readonly is?: number;
}

/** Entries of the same name; then, of what is left, those that an `id` or an alias says are the same under a new name. */
function aligned(
  old: readonly Fields[],
  fresh: readonly Fields[],
  { kind, key }: { readonly kind: ElementKind; readonly key: (entry: Fields) => string },
): Alignment[] {
  const places = numbered(old, key);
  const matches = new Map<number, number>();
  for (const [name, is] of numbered(fresh, key)) {
    const was = places.get(name);
    if (was === undefined) continue;
    matches.set(is, was);
    places.delete(name);
  }
  const left = new Set(places.values());
  const isRenamed = (was: Fields, is: Fields) =>
    (kind === "property" && aliasesOf(is).includes(String(was.name))) || (is.id !== undefined && is.id === was.id);
  const kept = fresh.map((entry, is): Alignment => {
    const was = matches.get(is) ?? [...left].find((at) => isRenamed(old[at] ?? {}, entry));
    if (was !== undefined) left.delete(was);
    return was === undefined ? { is } : { was, is };
  });
  return [...kept, ...[...left].map((was): Alignment => ({ was }))];
}

/** Place by name; the second of a name is `name#2`. */
function numbered(entries: readonly Fields[], key: (entry: Fields) => string): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, entry] of entries.entries()) {
    let name = key(entry);
    for (let count = 2; places.has(name); count++) name = `${key(entry)}#${count}`;
    places.set(name, at);
  }
  return places;
}

/** Former names: customProperty `aliases`. */
export function aliasesOf(property: Fields): readonly string[] {
  const given = Object.hasOwn(property, "custom.aliases")
    ? property["custom.aliases"]
    : listOf(property.customProperties).find((one) => one.property === "aliases")?.value;
  return Array.isArray(given) ? given.map(String) : typeof given === "string" ? [given] : [];
}

/** An element's own fields, flat; what is an element of its own is left out. */
function fieldsOf(kind: ElementKind, raw: Fields): Fields {
  const shape = SHAPES[kind];
  const apart = new Set([...Object.keys(shape.many), ...Object.keys(shape.one).map((slot) => slot.split(".")[0])]);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (apart.has(name) || value === undefined) continue;
    if (name === "customProperties") {
      for (const one of listOf(value)) fields[`custom.${String(one.property)}`] = one.value;
    } else if (name === "logicalTypeOptions" && isMapping(value)) {
      for (const [option, given] of Object.entries(value)) fields[`options.${option}`] = given;
    } else fields[name] = name === "tags" && Array.isArray(value) ? [...value].map(String).sort() : value;
  }
  if (Array.isArray(raw.properties)) fields.order = listOf(raw.properties).map(({ name }) => name);
  return fields;
}

function deep(raw: Raw, slot: string): Raw {
  let at: unknown = raw;
  for (const part of slot.split(".")) at = isMapping(at) ? at[part] : undefined;
  // Before ODCS 3.1.0 a team was the list of its members.
  if (Array.isArray(at) && slot === "team") return { members: at };
  return isMapping(at) ? at : undefined;
}

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isMapping) : []);

function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
