import { guardrail, type Resource } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { NAMESPACE, NETWORK_POLICY } from "../lib/types";

const RULES = { Ingress: ["ingress", "from"], Egress: ["egress", "to"] } as const;

export default guardrail({
  id: "netpol-default-deny",
  section: "kubernetes",
  source: "NSA Kubernetes Hardening Guide; CKV2_K8S_6",
  description:
    "Each namespace has a NetworkPolicy for all of its pods that lets nothing in or out, and no policy lets everything through.",
  rationale: "Policies only add: without a closed beginning, what nobody thought of is open.",
  fix: "keep the platform's `default-deny` policy of the namespace, and name peers or ports in each rule",
  resource: {
    types: [NETWORK_POLICY],
    *check({ props }) {
      for (const [rules, peers] of Object.values(RULES)) {
        for (const rule of props.at("spec", rules).list()) {
          if (isOpen(rule, peers)) yield `${rule.path} names neither peers nor ports: everything may pass`;
        }
      }
    },
  },
  *stack(stack) {
    const closed = new Set(stack.ofType(NETWORK_POLICY).filter(isClosed).map(namespaceOf));
    for (const { urn, props } of stack.ofType(NAMESPACE)) {
      const name = props.at("metadata", "name").text();
      if (!closed.has(name))
        yield { urn, message: `namespace "${name ?? ""}" has no NetworkPolicy that denies by default` };
    }
  },
});

function namespaceOf({ props }: Resource): string | undefined {
  return props.at("metadata", "namespace").text();
}

/** Picks every pod of its namespace, for both directions, with no rule. */
function isClosed({ props }: Resource): boolean {
  const spec = props.at("spec");
  const selector = spec.at("podSelector");
  const picksAll = selector.at("matchLabels").keys().length === 0 && selector.at("matchExpressions").length === 0;
  const types = spec.at("policyTypes").texts();
  const both = types.includes("Ingress") && types.includes("Egress");
  return picksAll && both && Object.values(RULES).every(([rules]) => spec.at(rules).length === 0);
}

/** No ports, and no peers or every address there is. */
function isOpen(rule: Known, peers: string): boolean {
  if (rule.at("ports").length > 0) return false;
  const named = [...rule.at(peers).list()];
  return (
    named.length === 0 || named.some((peer) => /^(0\.0\.0\.0|::)\/0$/.test(peer.at("ipBlock", "cidr").text() ?? ""))
  );
}
