/** What `mesh diff` reports: one entry for each file, and the whole. */
import { highest } from "./change";
import type { WithConsumers } from "./consumers";
import type { Bump, Change, Diff } from "./index";

export interface FileDiff extends Diff, Partial<Pick<WithConsumers, "consumers" | "asked">> {
  /** The new file, or the old one where it is gone. */
  readonly file: string;
  readonly title: string;
}

export interface Report {
  readonly files: readonly FileDiff[];
  readonly changes: readonly (Change & { readonly file: string })[];
  readonly required: Bump;
  readonly actual: Bump;
  readonly ok: boolean;
}

/** `actual` is that of the file which is furthest behind; of one file, its own. */
export function reportOf(files: readonly FileDiff[]): Report {
  const [worst] = [...files].sort((a, b) => Number(a.ok) - Number(b.ok));
  const one = files.length === 1 ? files[0] : undefined;
  return {
    files,
    changes: files.flatMap(({ file, changes }) => changes.map((change) => ({ ...change, file }))),
    required: highest(files.map(({ required }) => required)),
    actual: (one ?? (worst?.ok === false ? worst : undefined))?.actual ?? highest(files.map(({ actual }) => actual)),
    ok: files.every(({ ok }) => ok),
  };
}
