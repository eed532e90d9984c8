/** The linter: files in, findings out; no file system, no clock, nothing printed. */
import { parseText, type SourceDocument } from "../document";
import { type Problem, sortProblems } from "../problem";
import { standardOf, structureOf } from "../structure";
import { type ContractTarget, type ProductTarget, placedProperties, type Report, type Rule } from "./rule";
import { CONTRACT_RULES } from "./rules/contract";
import { MESH_RULES, PRODUCT_RULES } from "./rules/product";
import { PROPERTY_RULES } from "./rules/property";

export interface LintFile {
  /** Name for messages, relative to the project's root; what kind of file it is comes from `kind` in its text. */
  readonly file: string;
  readonly text: string;
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
  readonly findings: readonly Problem[];
}

/** Every rule of ours with its documentation; the published schemas' are named `schema/…`. */
export const RULES = [...CONTRACT_RULES, ...PROPERTY_RULES, ...PRODUCT_RULES, ...MESH_RULES].map(
  ({ id, severity, about }) => ({ id, severity, about }),
);

/** Never throws on bad input: what can't be read is a finding. */
export function lint(files: readonly LintFile[], { mesh = false, today = "" }: LintOptions = {}): LintResult {
  const findings: Problem[] = [];
  const contracts: ContractTarget[] = [];
  const products: ProductTarget[] = [];
  const reporting =
    (
      document: SourceDocument,
      { id, severity }: { readonly id: string; readonly severity: Problem["severity"] },
    ): Report =>
    (path, finding) => {
      findings.push(document.problem(path, { ...finding, rule: id, severity }));
    };
  const run = <T extends { readonly document: SourceDocument }>(target: T, rules: readonly Rule<T>[]) => {
    for (const rule of rules) rule.check(target, reporting(target.document, rule));
  };
  for (const { file, text } of files) {
    const { document, problems } = parseText(text, file);
    findings.push(...problems);
    if (!document) continue;
    if (standardOf(document) === "odcs") {
      const { data, problems: found } = structureOf(document, "odcs");
      findings.push(...found);
      if (data) contracts.push({ document, data, properties: placedProperties(data), today });
    } else {
      const { data, problems: found } = structureOf(document, "odps");
      findings.push(...found);
      if (data) products.push({ document, data });
    }
  }
  for (const target of contracts) run(target, [...CONTRACT_RULES, ...PROPERTY_RULES]);
  for (const target of products) run(target, PRODUCT_RULES);
  if (mesh) for (const rule of MESH_RULES) rule.check({ contracts, products }, (document) => reporting(document, rule));
  return { files: files.length, findings: sortProblems(findings) };
}
