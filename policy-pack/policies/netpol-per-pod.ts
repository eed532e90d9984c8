import { guardrail, type Resource } from "../lib/guardrail";
import { podsOf } from "../lib/pods";
import { namespaceOf, picks } from "../lib/selectors";
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
        const own = policies.filter((policy) => namespaceOf(policy) === namespaceOf(pod.resource));
        const labels = pod.metadata.at("labels");
        if (!own.some((policy) => isBothWays(policy) && picks(policy.props.at("spec", "podSelector"), labels))) {
          yield {
            urn: resource.urn,
            message: `no NetworkPolicy for both directions picks the pods of this ${pod.kind}`,
          };
        }
      }
    }
  },
});

function isBothWays({ props }: Resource): boolean {
  const types = props.at("spec", "policyTypes").texts();
  return types.includes("Ingress") && types.includes("Egress");
}
