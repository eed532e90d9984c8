import type { Resource } from "./guardrail";
import type { Known } from "./known";

/** One rule of a Role or ClusterRole. */
export interface Rule {
  readonly path: string;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** True where the rule is bound to named objects. */
  readonly named: boolean;
}

export function* rulesOf({ props }: Resource): Generator<Rule> {
  for (const rule of props.at("rules").list()) yield parse(rule);
}

function parse(rule: Known): Rule {
  return {
    path: rule.path,
    groups: rule.at("apiGroups").texts(),
    resources: rule.at("resources").texts(),
    verbs: rule.at("verbs").texts(),
    named: rule.at("resourceNames").texts().length > 0,
  };
}

/** The rule's verbs among these; a star is all of them. */
export function verbsAmong({ verbs }: Rule, wanted: readonly string[]): readonly string[] {
  return verbs.includes("*") ? wanted : wanted.filter((verb) => verbs.includes(verb));
}

/** The rule's resources among these (`pods/exec`); stars stand for what they stand for in Kubernetes. */
export function resourcesAmong({ resources }: Rule, wanted: readonly string[]): readonly string[] {
  return wanted.filter((one) => resources.some((given) => matches(given, one)));
}

function matches(given: string, wanted: string): boolean {
  if (given === "*" || given === wanted) return true;
  const [, part] = wanted.split("/");
  // `*/scale` is that part of every resource; `pods/*` is no form of Kubernetes, but meant as one.
  return part !== undefined && (given === `*/${part}` || given === `${wanted.split("/", 1)[0]}/*` || given === "*/*");
}

/** Is the rule about this API group? The core group is `""`. */
export function covers({ groups }: Rule, group: string): boolean {
  return groups.includes("*") || groups.includes(group);
}
