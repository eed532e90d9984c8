/** Edits as a tree: what changes at a value, and below it. All paths are those of the text before any edit. */
import { isMapping } from "../fields";

type Path = readonly (string | number)[];

/**
 * - `set`: the value at `path`, whether there is one already or not; mappings on the way are made. An index that is the
 *   list's length appends.
 * - `remove`: the key or item at `path`.
 * - `rename`: the key at `path` becomes `name`, in its place.
 */
export type Edit =
  | { readonly kind: "set"; readonly path: Path; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: Path }
  | { readonly kind: "rename"; readonly path: Path; readonly name: string };

/** What becomes of one value. */
export interface Change {
  set?: { readonly value: unknown };
  remove?: true;
  rename?: string;
  readonly below: Map<string | number, Change>;
}

const unchanged = (): Change => ({ below: new Map() });

export function changeOf(edits: readonly Edit[]): Change {
  const root = unchanged();
  for (const edit of edits) {
    let at = root;
    for (const part of edit.path) {
      const next = at.below.get(part) ?? unchanged();
      at.below.set(part, next);
      at = next;
    }
    if (edit.kind === "set") at.set = { value: edit.value };
    else if (edit.kind === "remove") at.remove = true;
    else at.rename = edit.name;
  }
  return root;
}

/** The value that a text has to hold after the change. */
export function changed(before: unknown, { set, below }: Change): unknown {
  const value = set ? set.value : before;
  if (below.size === 0) return value;
  const keys = [...below.keys()];
  if (Array.isArray(value) || (value == null && keys.every((key) => typeof key === "number")))
    return changedList(Array.isArray(value) ? value : [], below);
  const fields = new Map(Object.entries(isMapping(value) ? value : {}));
  for (const [key, change] of below) if (!change.remove && !fields.has(String(key))) fields.set(String(key), undefined);
  return Object.fromEntries(
    [...fields].flatMap(([key, field]) => {
      const change = below.get(key);
      if (!change) return [[key, field]];
      return change.remove ? [] : [[change.rename ?? key, changed(field, change)]];
    }),
  );
}

function changedList(items: readonly unknown[], below: Change["below"]): unknown[] {
  const length = Math.max(items.length, ...[...below.keys()].map((key) => Number(key) + 1));
  return Array.from({ length }, (_, index) => ({ item: items[index], change: below.get(index) })).flatMap(
    ({ item, change }) => (change?.remove ? [] : [change ? changed(item, change) : item]),
  );
}
