/** Two versions of a contract or product → every change, graded, and the version that they demand. Pure. */
import { type Bump, breaksBoth, type Change, highest, minor, type Pair, patch, type Verdict } from "./change";
import { GRADERS, PRESENCE } from "./graders";
import type { Fields } from "./shapes";
import { bumpOf, isEnough, leastVersion } from "./version";
import { differences } from "./walk";

export type { Bump, Change, Side } from "./change";

export interface Diff {
  readonly changes: readonly Change[];
  /** Least bump that the changes demand. */
  readonly required: Bump;
  /** Bump that the files have. */
  readonly actual: Bump;
  readonly ok: boolean;
  readonly from?: string;
  readonly to?: string;
  /** The least version that would do, where the given one doesn't. */
  readonly least?: string;
}

export const isBreaking = ({ breaks }: Pick<Change, "breaks">) => breaks.length > 0;

/** Says what the change is, and isn't one itself. */
const VERSION = "version";

/** @param before as its file has it, and judged by its standard before */
export function diff(kind: "contract" | "product", before: Fields, after: Fields): Diff {
  const changes = differences(kind, before, after).flatMap(({ pair, fields }) => graded(pair, fields));
  return judged(changes, before.version, after.version);
}

/** What the changes demand against what the versions say. */
export function judged(changes: readonly Change[], before: unknown, after: unknown): Diff {
  const required = highest(changes.map(({ bump }) => bump));
  const ok = isEnough(required, before, after);
  const least = ok ? undefined : leastVersion(required, before);
  return {
    changes,
    required,
    actual: bumpOf(before, after),
    ok,
    ...(before === undefined ? {} : { from: String(before) }),
    ...(after === undefined ? {} : { to: String(after) }),
    ...(least === undefined ? {} : { least }),
  };
}

/** A contract or product that wasn't there. */
export function came(kind: "contract" | "product", after: Fields): Diff {
  const change = { path: "", element: "", ...minor(`${kind}.added`, "It is new: nobody relies on it yet.") };
  return { ...judged([change], undefined, after.version), ok: true };
}

/** One that isn't there any more: no version can say that, so it passes only where it had been retired. */
export function went(kind: "contract" | "product", before: Fields): Diff {
  const isRetired = before.status === "retired";
  const grade = isRetired ? patch : breaksBoth;
  const reason = isRetired ? "It had been retired." : "Who reads or writes it has nothing to go by.";
  const change = {
    path: "",
    element: "",
    ...grade(`${kind}.removed`, reason, { fix: "retire it first, and keep it until its endOfSupport" }),
  };
  const { least: _least, ...found } = judged([change], before.version, undefined);
  return { ...found, ok: isRetired };
}

function graded(pair: Pair, fields: readonly string[]): Change[] {
  const { before, after } = pair;
  const change = (verdict: Verdict, field?: string): Change => {
    const name = verdict.field ?? field;
    const shown = name?.replace(/^custom\./, "customProperties.").replace(/^options\./, "logicalTypeOptions.");
    const values = name === undefined ? [before, after] : [before?.[name], after?.[name]];
    const owner = [pair, ...pair.around].find(({ kind }) => kind === "dataset");
    const dataset = (owner?.after ?? owner?.before)?.name;
    const role = pair.kind === "role" ? (before ?? after)?.role : undefined;
    return {
      path: [pair.path, shown].filter(Boolean).join("."),
      element: pair.element,
      ...verdict,
      ...(dataset === undefined ? {} : { dataset: String(dataset) }),
      ...(role === undefined ? {} : { role: String(role) }),
      ...(values[0] === undefined ? {} : { before: values[0] }),
      ...(values[1] === undefined ? {} : { after: values[1] }),
    };
  };
  if (!before || !after) {
    const presence = PRESENCE.find(({ on }) => on === pair.kind);
    const found = after ? presence?.came(after, pair) : before ? presence?.went(before, pair) : [];
    return (found ?? []).map((verdict) => change(verdict));
  }
  const left = new Set(fields.filter((field) => pair.around.length > 0 || field !== VERSION));
  const found = GRADERS.filter(({ on }) => on.includes(pair.kind)).flatMap((grader) => {
    const own = grader.fields.filter((field) => left.has(field));
    if (own.length === 0) return [];
    for (const field of own) left.delete(field);
    return grader.grade({ ...pair, before, after, fields: own }).map((verdict) => change(verdict, own[0]));
  });
  const unknown = patch("unknown", "The field isn't one that we know: nobody but its author can say what it breaks.");
  return [...found, ...[...left].map((field) => change(unknown, field))];
}
