import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { domainNames } from "../../contracts/domains";
import { domainModules } from "./domain-modules";
import { domainRules } from "./domain-rules";
import { EXEMPTIONS_FILE, type Exemption, parseExemptions } from "./exemptions";
import type { Guardrail } from "./guardrail";
import type { Mistake } from "./mistakes";
import type { Tightenings } from "./stage";
import { loadTightenings } from "./tighten";

/** What the federation goes by: the core, what the domains have made stricter and added, and the exemptions. */
export interface RuleBook {
  /** The core's, then the domains'. */
  readonly guardrails: readonly Guardrail[];
  readonly tightenings: Tightenings;
  readonly exemptions: readonly Exemption[];
}

export type Loaded =
  | { readonly ok: true; readonly book: RuleBook }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/**
 * Reads the rule book of the project under `root`. All mistakes of all files are reported at once.
 *
 * @param modules the domains' rules in TypeScript
 */
export function loadRuleBook(root: string, core: readonly Guardrail[], modules = domainModules(root)): Loaded {
  const { guardrails, tightenings, mistakes } = loadDomains(root, core, modules);
  const exempted = loadExemptions(root, guardrails);
  if (!exempted.ok) return { ok: false, mistakes: [...mistakes, ...exempted.mistakes] };
  if (mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, book: { guardrails, tightenings, exemptions: exempted.exemptions } };
}

/** What the domains have made of the core, and what is wrong with it. */
export function loadDomains(root: string, core: readonly Guardrail[], modules = domainModules(root)) {
  const tightened = loadTightenings(root, core);
  const declared = tightened.ok ? tightened.declared : [];
  const added = domainRules(root, { core, domains: domainNames(root), modules, declared });
  return {
    guardrails: [...core, ...added.rules],
    tightenings: tightened.ok ? tightened.tightenings : {},
    mistakes: [...(tightened.ok ? [] : tightened.mistakes), ...added.mistakes],
  };
}

/** No file, no exemptions: nothing gets weaker by taking it away. */
function loadExemptions(root: string, guardrails: readonly Guardrail[]): ReturnType<typeof parseExemptions> {
  const file = join(root, EXEMPTIONS_FILE);
  return existsSync(file) ? parseExemptions(readFileSync(file, "utf8"), guardrails) : { ok: true, exemptions: [] };
}
