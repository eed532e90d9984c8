import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Violation } from "./judge";
import { Ledger } from "./ledger";
import { policies } from "./pack";
import type { RuleBook } from "./rule-book";
import type { Registered } from "./stage";

/**
 * Every violation of the rule book by a stack's resources, judged by the pack's own policies in the order in which the
 * engine asks them: each resource, then the whole.
 *
 * @param today like `2026-01-31`
 */
export function judgeState(book: RuleBook, resources: readonly Registered[], today: string): Violation[] {
  const ledger = new Ledger(today, book.exemptions);
  const all = policies(book.guardrails, { tightenings: book.tightenings, ledger });
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const found: Violation[] = [];
  const reporting = (guardrail: string, own: string) => (message: string, urn?: string) =>
    void found.push({ guardrail, urn: urn ?? own, level: "mandatory", message: inState(message) });
  for (const resource of resources) {
    for (const { name, validateResource } of all as ResourceValidationPolicy[]) {
      const validates = Array.isArray(validateResource) ? validateResource : validateResource ? [validateResource] : [];
      for (const validate of validates) {
        if (isOther(validate, resource.type)) continue;
        void validate(resource as ResourceValidationArgs, reporting(name, resource.urn));
      }
    }
  }
  const stack = { resources: resources as unknown as PolicyResource[] } as StackValidationArgs;
  for (const { name, validateStack } of all as StackValidationPolicy[])
    void validateStack?.(stack, reporting(name, root));
  return found;
}

/** The SDK's own mark of a policy for one type (pack.ts). */
function isOther(validate: object, type: string): boolean {
  const { __pulumiType: only } = validate as { readonly __pulumiType?: string };
  return only !== undefined && only !== type;
}

/** In a state nothing is unknown but what is secret. */
function inState(message: string): string {
  return message.replace("which is unknown at preview", "which is a secret in the state");
}
