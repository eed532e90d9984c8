/** What a resource of the `mesh` provider is: one file under `resources/`, one object of this shape. */
import type { z } from "zod";
import type { Config } from "./config";
import type { Database } from "./postgres/connection";
import type { RegistryClient } from "./registry/client";
import { hasUnknown, type Path } from "./wire";

/** An error meant for the user: its message says what happened and what to do. Anything else is a bug of ours. */
export class MeshError extends Error {
  override readonly name = "MeshError";
}

/** One reason why a resource can't be as it is declared. Stops a preview. */
export interface CheckFailure {
  /** Property of the resource, as in the program: `schema`, `tables[0].columns[2].type`. */
  readonly property: string;
  readonly reason: string;
}

/** What changed between two versions of a resource's inputs. */
export interface Difference {
  /** Names of the changed inputs, sorted. Empty = nothing to do. */
  readonly changed: readonly string[];
  /** Those of them that need a new resource in place of the old one. */
  readonly replaces: readonly string[];
  /** Delete the old one first: both can't exist at once. */
  readonly deleteBeforeReplace: boolean;
}

/** What a handler works with. The clients connect when first used. */
export interface Context {
  readonly config: Config;
  /** Aborted when the engine cancels. */
  readonly signal: AbortSignal;
  /** @throws MeshError where no registry is configured, or the provider is offline. */
  readonly registry: () => RegistryClient;
  /**
   * Runs `work` in one Postgres transaction, one at a time across all of the mesh's deployments.
   * @throws MeshError where no database is configured, it doesn't answer, or the provider is offline.
   */
  readonly database: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
}

/** What is known of a resource's inputs at check: properties with an unknown value anywhere inside are left out. */
export interface Declared<I> {
  readonly olds: Partial<I>;
  readonly news: Partial<I>;
}

/** State = inputs and outputs together, as the engine keeps them. */
export interface Deployed<I, O> {
  readonly inputs: I;
  readonly outputs: O;
}

export interface ResourceHandler<I extends object = object, O extends object = object> {
  /** Type token, public API: `mesh:index:<Name>`. */
  readonly token: `mesh:index:${string}`;
  readonly description: string;
  /** Every input with its description; also the reference for what a check failure says is allowed. */
  readonly inputs: z.ZodObject;
  /** What is a secret in the state, whether or not the program says so; `*` = every index. */
  readonly secrets: readonly Path[];
  /** Outputs, unknown at the preview of a creation. */
  readonly outputs: readonly (keyof O & string)[];
  /** Judges inputs that are well-formed already. Runs at preview: changes nothing, and never throws for a bad input. */
  readonly check: (context: Context, declared: Declared<I>) => Promise<readonly CheckFailure[]>;
  /** Pure. `news` may hold unknowns: an unknown is a change. */
  readonly diff: (olds: I, news: I) => Difference;
  /** Idempotent: what exists already and is ours is taken over. */
  readonly create: (context: Context, inputs: I) => Promise<{ readonly id: string; readonly outputs: O }>;
  /** `undefined` = it is gone. Without `deployed`, an import by id. */
  readonly read: (context: Context, id: string, deployed?: Deployed<I, O>) => Promise<Deployed<I, O> | undefined>;
  readonly update: (context: Context, deployed: Deployed<I, O>, inputs: I) => Promise<O>;
  /** Outputs that an update may change, for the preview of one; the others stay as they are. @default none */
  readonly updates?: (olds: I, news: I) => readonly (keyof O & string)[];
  /** Succeeds where it is gone already. @throws MeshError where it holds data and no flag allows the loss. */
  readonly delete: (context: Context, deployed: Deployed<I, O>) => Promise<void>;
}

/** How {@link differenceOf} judges; left out = by value, and every change is an update in place. */
export interface DifferenceRules<I> {
  readonly replace?: readonly (keyof I & string)[];
  readonly deleteBeforeReplace?: boolean;
  /** Inputs that deploy nothing. */
  readonly ignore?: readonly (keyof I & string)[];
  /** Equality of one input; called with known values only. */
  readonly same?: { readonly [K in keyof I]?: (old: I[K], next: I[K]) => boolean };
}

/** Compares two inputs property by property, by value and in any order of keys. */
export function differenceOf<I extends object>(olds: I, news: I, rules: DifferenceRules<I> = {}): Difference {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]) as Set<keyof I & string>;
  const changed = [...names]
    .filter((name) => !rules.ignore?.includes(name) && !unchanged(olds[name], news[name], rules.same?.[name]))
    .sort();
  return {
    changed,
    replaces: changed.filter((name) => rules.replace?.includes(name)),
    deleteBeforeReplace: rules.deleteBeforeReplace ?? false,
  };
}

function unchanged<T>(old: T, next: T, same: ((old: T, next: T) => boolean) | undefined): boolean {
  if (hasUnknown(next) || hasUnknown(old)) return false;
  if (old === undefined || next === undefined) return old === next;
  return same ? same(old, next) : canonical(old) === canonical(next);
}

/** JSON text that is the same for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === "object" && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );
}

/** Whether two texts are the same JSON; texts that aren't JSON are compared as they are. */
export function sameJson(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return canonical(JSON.parse(a)) === canonical(JSON.parse(b));
  } catch {
    return false;
  }
}
