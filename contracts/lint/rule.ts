/** What a rule of the linter is. A rule is pure: it sees parsed files and today's date, nothing else. */
import type { Finding, SourceDocument } from "../document";
import type { Edit } from "../edit";
import type { Problem } from "../problem";
import type { ContractTarget, MeshTarget, Placed, ProductTarget } from "./target";

/** A problem, and what `--fix` does about it where that can't be wrong. */
export interface LintFinding extends Problem {
  readonly edits?: readonly Edit[];
}

export interface Found extends Omit<Finding, "rule" | "severity"> {
  /** Paths are those of the file; only where the rule says in `fixes` why they are safe. */
  readonly edits?: readonly Edit[];
}

export type Report = (path: readonly PropertyKey[], found: Found) => void;

export interface RuleInfo {
  /** `semantic/…` within a file, `mesh/…` across files. Stable: suppressions and reports name it. */
  readonly id: string;
  /** An error keeps the mesh from being deployed; a warning doesn't. */
  readonly severity: Problem["severity"];
  /** Why the rule is there, in a sentence. */
  readonly about: string;
  /** What `--fix` does, and why it can't change what is meant. Absent where a person has to decide. */
  readonly fixes?: string;
}

export interface Rule<Target> extends RuleInfo {
  readonly check: (target: Target, report: Report) => void;
}

export type ContractRule = Rule<ContractTarget>;
export type ProductRule = Rule<ProductTarget>;

/** Across files a finding names the file that it is in. */
export interface MeshRule extends RuleInfo {
  /** Judged only where every domain's files are at hand: what seems to be missing may be in one that wasn't read. */
  readonly needsAll?: true;
  readonly check: (target: MeshTarget, report: (document: SourceDocument) => Report) => void;
}

/** The check of a rule that looks at one property at a time, at any depth. */
export function each(check: (placed: Placed, report: Report) => void): ContractRule["check"] {
  return ({ properties }, report) => {
    for (const placed of properties) check(placed, report);
  };
}
