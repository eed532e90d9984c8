/** The linter: files in, findings out; no file system, no clock, nothing printed. */
import { parseText, type SourceDocument } from "../document";
import { type Problem, sortProblems } from "../problem";
import { standardOf, structureOf } from "../structure";
import { judge } from "./judge";
import type { LintFinding } from "./rule";
import { type ContractTarget, contractTarget, type ProductTarget, productTarget } from "./target";

export { judge } from "./judge";
export type { LintFinding, RuleInfo } from "./rule";
export { RULES } from "./rules";
export { contractTarget, productTarget } from "./target";

export interface LintFile {
  /** Name for messages, relative to the project's root; what kind of file it is comes from `kind` in its text. */
  readonly file: string;
  readonly text: string;
  /** Why there is no text: then nothing else is judged. */
  readonly problem?: Problem;
}

export interface LintOptions {
  /** Also judge the files together, as the whole mesh. Left out, each file stands alone. */
  readonly mesh?: boolean;
  /** ISO date that counts as today. Left out, dates aren't judged against it. */
  readonly today?: string;
}

export interface LintResult {
  /** Number of files that were judged. */
  readonly files: number;
  readonly findings: readonly LintFinding[];
}

/** Never throws on bad input: what can't be read is a finding. */
export function lint(files: readonly LintFile[], { mesh = false, today = "" }: LintOptions = {}): LintResult {
  const findings: LintFinding[] = [];
  const contracts: ContractTarget[] = [];
  const products: ProductTarget[] = [];
  const broken: SourceDocument[] = [];
  let isComplete = true;
  for (const { file, text, problem } of files) {
    const { document, problems } = problem ? { problems: [problem] } : parseText(text, file);
    findings.push(...problems);
    if (!document) {
      isComplete = false;
      continue;
    }
    if (standardOf(document) === "odcs") {
      const { data, problems: found } = structureOf(document, "odcs");
      findings.push(...found);
      if (data) contracts.push(contractTarget(document, data, today));
      else broken.push(document);
    } else {
      const { data, problems: found } = structureOf(document, "odps");
      findings.push(...found);
      if (data) products.push(productTarget(document, data));
      else broken.push(document);
    }
  }
  const together = isComplete && broken.length === 0 ? "all" : "some";
  // Spread into an array, not into arguments: of those a call takes only so many.
  const all = [...findings, ...judge({ contracts, products, broken, ...(mesh ? { mesh: together } : {}) })];
  return { files: files.length, findings: sortProblems(all) };
}
