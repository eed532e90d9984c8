/** What the readers of contracts and of products both need. */
import type { Team } from "./model";
import type { TeamData } from "./odcs/parts";

export type Custom = readonly { readonly property: string; readonly value?: unknown }[] | undefined;

/** Value of a custom property, or undefined. */
export function custom(properties: Custom, name: string): unknown {
  return properties?.find(({ property }) => property === name)?.value;
}

/** Leaves out what is undefined: the model has no such values. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** A list's values as text. */
export const texts = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);

/** A team of either standard; before ODCS 3.1.0 it was the list of its members. */
export function teamOf(team: TeamData | TeamData["members"]): Team | undefined {
  if (team === undefined) return undefined;
  const { name, description, members = [] }: TeamData = "length" in team ? { members: team } : team;
  const all = members.map(({ username, name, role }) => defined({ username, name, role }));
  const owner = all.find(({ role }) => /\bowner\b/i.test(role ?? ""));
  return { ...defined({ description, owner }), name: name ?? "", members: all };
}

/** Indexes of values that stand before already; what is undefined repeats nothing. */
export function duplicates(values: readonly (string | undefined)[]): number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (value === undefined) return [];
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}

interface KeyPart {
  readonly name: string;
  readonly primaryKey?: boolean | undefined;
  readonly primaryKeyPosition?: number | undefined;
}

/** Names of the key's properties by their `primaryKeyPosition`; those that name none come after, in the file's order. */
export function keyOf(properties: readonly KeyPart[]): string[] {
  const position = ({ primaryKeyPosition = -1 }: KeyPart) =>
    primaryKeyPosition < 0 ? Number.POSITIVE_INFINITY : primaryKeyPosition;
  return properties
    .filter(({ primaryKey }) => primaryKey === true)
    .sort((a, b) => (position(a) === position(b) ? 0 : position(a) - position(b)))
    .map(({ name }) => name);
}
