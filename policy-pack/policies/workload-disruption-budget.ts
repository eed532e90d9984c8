import { guardrail, type Resource } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { meaningsOf } from "../lib/meaning";
import { podsOf } from "../lib/pods";
import { namespaceOf, picks } from "../lib/selectors";
import { DEPLOYMENT, DISRUPTION_BUDGET, STATEFUL_SET } from "../lib/types";

export default guardrail({
  id: "workload-disruption-budget",
  section: "kubernetes",
  source: "Kubernetes: specifying a disruption budget",
  description: "Each workload that serves has a PodDisruptionBudget that picks its pods and lets one go at a time.",
  rationale: "Without one, a drained node takes all pods at once; with one that lets none go, no node can be drained.",
  fix: "use the Service component, or add a PodDisruptionBudget with the workload's labels and `maxUnavailable: 1`",
  resource: {
    types: [DISRUPTION_BUDGET],
    *check({ props }) {
      const [maximum, minimum] = [props.at("spec", "maxUnavailable"), props.at("spec", "minAvailable")];
      if (isNone(maximum)) yield `${maximum.path} lets no pod go: no node could be drained`;
      if (isAll(minimum)) yield `${minimum.path} lets no pod go: no node could be drained`;
      if (!maximum.exists && !minimum.exists) yield "says neither maxUnavailable nor minAvailable";
    },
  },
  *stack(stack) {
    const budgets = stack.ofType(DISRUPTION_BUDGET);
    for (const resource of stack.resources) {
      for (const workload of meaningsOf(resource, [DEPLOYMENT, STATEFUL_SET])) {
        for (const pod of podsOf(workload)) {
          const own = budgets.filter((budget) => namespaceOf(budget) === namespaceOf(workload));
          if (own.some((budget: Resource) => picks(budget.props.at("spec", "selector"), pod.metadata.at("labels"))))
            continue;
          yield { urn: resource.urn, message: `no PodDisruptionBudget picks the pods of this ${pod.kind}` };
        }
      }
    }
  },
});

/** 0, or 0 %. */
function isNone(amount: Known): boolean {
  return amount.exists && /^0%?$/.test(amount.isText ? (amount.text() ?? "") : String(amount.number()));
}

function isAll(amount: Known): boolean {
  return amount.isText && amount.text() === "100%";
}
