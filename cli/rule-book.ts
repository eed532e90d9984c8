import { guardrails } from "../policy-pack/guardrails";
import type { Guardrail } from "../policy-pack/lib/guardrail";
import { formatMistakes } from "../policy-pack/lib/mistakes";
import { loadDomains, loadRuleBook, type RuleBook } from "../policy-pack/lib/rule-book";
import { UserError } from "../toolchain/errors";
import { ROOT } from "./project";

/** The project's rule book. @throws UserError with every mistake of every file */
export function ruleBook(): RuleBook {
  const loaded = loadRuleBook(ROOT, guardrails);
  if (!loaded.ok) throw new UserError(formatMistakes(loaded.mistakes));
  return loaded.book;
}

/** Every guardrail, the domains' own included, whatever the exemptions say. */
export function judges(): readonly Guardrail[] {
  return loadDomains(ROOT, guardrails).guardrails;
}

/** Today in UTC, like `2026-01-31`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
