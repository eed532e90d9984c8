import { guardrail, type Resource } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { podsOf } from "../lib/pods";
import { NETWORK_POLICY } from "../lib/types";

export default guardrail({
  id: "netpol-per-pod",
  section: "kubernetes",
  source: "NSA Kubernetes Hardening Guide; CKV2_K8S_6",
  description:
    "Each pod is picked by a NetworkPolicy of its own, for both directions, in the same stack and namespace.",
  rationale: "What isn't picked by a policy may be reached by every pod and may reach the world.",
  fix: "use the Service component, or add a NetworkPolicy whose podSelector matches the pod's labels",
  *stack(stack) {
    const policies = stack.ofType(NETWORK_POLICY);
    for (const resource of stack.resources) {
      for (const pod of podsOf(resource)) {
        const namespace = resource.props.at("metadata", "namespace").text();
        const own = policies.filter(({ props }) => props.at("metadata", "namespace").text() === namespace);
        if (!own.some((policy) => picks(policy, pod.metadata.at("labels")))) {
          yield {
            urn: resource.urn,
            message: `no NetworkPolicy for both directions picks the pods of this ${pod.kind}`,
          };
        }
      }
    }
  },
});

/** By its own labels: an empty selector is the namespace's default, not this pod's policy. */
function picks({ props }: Resource, labels: Known): boolean {
  const selector = props.at("spec", "podSelector");
  const wanted = selector.at("matchLabels").keys();
  if (wanted.length === 0 || selector.at("matchExpressions").exists) return false;
  const types = props.at("spec", "policyTypes").texts();
  return (
    types.includes("Ingress") &&
    types.includes("Egress") &&
    wanted.every((key) => labels.at(key).text() === selector.at("matchLabels", key).text())
  );
}
