import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXEMPTIONS_FILE, type Exemption, parseExemptions } from "./exemptions";
import type { Guardrail } from "./guardrail";
import type { Mistake } from "./mistakes";
import type { Tightenings } from "./stage";
import { loadTightenings } from "./tighten";

/** What the federation goes by: the core, what the domains have made stricter, and the exemptions. */
export interface RuleBook {
  readonly guardrails: readonly Guardrail[];
  readonly tightenings: Tightenings;
  readonly exemptions: readonly Exemption[];
}

export type Loaded =
  | { readonly ok: true; readonly book: RuleBook }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads the rule book of the project under `root`. All mistakes of all files are reported at once. */
export function loadRuleBook(root: string, core: readonly Guardrail[]): Loaded {
  const tightened = loadTightenings(root, core);
  const exempted = loadExemptions(root, core);
  if (tightened.ok && exempted.ok) {
    const book = { guardrails: core, tightenings: tightened.tightenings, exemptions: exempted.exemptions };
    return { ok: true, book };
  }
  const mistakes = [tightened, exempted].flatMap((part) => (part.ok ? [] : part.mistakes));
  return { ok: false, mistakes };
}

/** No file, no exemptions: nothing gets weaker by taking it away. */
function loadExemptions(root: string, guardrails: readonly Guardrail[]): ReturnType<typeof parseExemptions> {
  const file = join(root, EXEMPTIONS_FILE);
  return existsSync(file) ? parseExemptions(readFileSync(file, "utf8"), guardrails) : { ok: true, exemptions: [] };
}
