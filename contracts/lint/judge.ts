/** Files that could be read → what our rules find in them: for the linter, and for whatever loads the mesh. */
import type { SourceDocument } from "../document";
import { isMapping } from "../fields";
import type { LintFinding, Report, RuleInfo } from "./rule";
import { CONTRACT_RULES, MESH_RULES, PRODUCT_RULES } from "./rules";
import { type ContractTarget, meshTarget, type ProductTarget } from "./target";

export interface Judged {
  readonly contracts: readonly ContractTarget[];
  readonly products: readonly ProductTarget[];
  /** Files that couldn't be judged by themselves. */
  readonly broken?: readonly SourceDocument[];
  /** `all`: these are all domains' files; `some`: what they refer to is among them. Left out: each stands alone. */
  readonly mesh?: "all" | "some";
}

export function judge({ contracts, products, broken = [], mesh }: Judged): LintFinding[] {
  const findings: LintFinding[] = [];
  const reporting =
    (document: SourceDocument, { id, severity }: RuleInfo): Report =>
    (path, { edits, ...found }) => {
      const problem = document.problem(path, { ...found, rule: id, severity });
      findings.push(edits ? { ...problem, edits } : problem);
    };
  for (const target of contracts)
    for (const rule of CONTRACT_RULES) rule.check(target, reporting(target.document, rule));
  for (const target of products) for (const rule of PRODUCT_RULES) rule.check(target, reporting(target.document, rule));
  if (mesh === undefined) return findings;
  const ids = broken.flatMap(({ data }) => (isMapping(data) && typeof data.id === "string" ? [data.id] : []));
  const whole = meshTarget(contracts, products, new Set(ids));
  for (const rule of MESH_RULES)
    if (mesh === "all" || !rule.needsAll) rule.check(whole, (document) => reporting(document, rule));
  return findings;
}
