import type { Exemption } from "./lib/exemptions";
import type { Parameter, Section, Value } from "./lib/guardrail";
import type { RuleBook } from "./lib/rule-book";
import type { Tightenings } from "./lib/stage";

/** A parameter, and what the domains have made of it. */
export interface ListedParameter {
  readonly name: string;
  readonly unit: string;
  readonly default: Value;
  readonly direction: Parameter["direction"];
  readonly description: string;
  readonly tightenings: readonly { readonly domain: string; readonly value: Value }[];
}

/** A guardrail without its checks: what `mesh guardrails --format json` prints, in this form. */
export interface ListedGuardrail {
  readonly id: string;
  readonly level: "mandatory";
  readonly section: Section;
  readonly source: string;
  readonly description: string;
  readonly rationale: string;
  readonly fix: string;
  /** False where no exemption may name it. */
  readonly exemptible: boolean;
  readonly parameters: readonly ListedParameter[];
  readonly exemptions: readonly Omit<Exemption, "guardrail">[];
}

/** What the federation checks, each parameter with its domains' tightenings, each guardrail with its exemptions. */
export function listGuardrails({ guardrails, tightenings, exemptions }: RuleBook): ListedGuardrail[] {
  return guardrails.map(({ id, level, section, source, description, rationale, fix, exemptible, parameters }) => ({
    id,
    level,
    section,
    source,
    description,
    rationale,
    fix,
    exemptible: exemptible !== false,
    parameters: Object.entries(parameters).map(([name, parameter]) => ({
      name,
      unit: parameter.unit,
      default: parameter.default,
      direction: parameter.direction,
      description: parameter.description,
      tightenings: tightened(tightenings, id, name),
    })),
    exemptions: exemptions.flatMap(({ guardrail, ...exemption }) => (guardrail === id ? exemption : [])),
  }));
}

function tightened(tightenings: Tightenings, id: string, name: string): ListedParameter["tightenings"] {
  return Object.entries(tightenings).flatMap(([domain, byGuardrail]) => {
    const value = byGuardrail[id]?.[name];
    return value === undefined ? [] : [{ domain, value }];
  });
}
