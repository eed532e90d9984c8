import { guardrail } from "../lib/guardrail";
import { covers, resourcesAmong, rulesOf, verbsAmong } from "../lib/rbac";
import { CLUSTER_ROLE, ROLE } from "../lib/types";

export default guardrail({
  id: "rbac-no-secrets-list",
  section: "kubernetes",
  source: "CKV2_K8S_5; Kubernetes RBAC good practices",
  description: "No role reads Secrets but by name: no list, no watch, and get only with `resourceNames`.",
  rationale: "Whoever lists Secrets has all of the namespace's passwords at once; list and watch show their contents.",
  fix: "name the one Secret in `resourceNames` with the verb get, or mount it in the pod",
  resource: {
    types: [ROLE, CLUSTER_ROLE],
    *check(resource) {
      for (const rule of rulesOf(resource)) {
        if (!covers(rule, "") || resourcesAmong(rule, ["secrets"]).length === 0) continue;
        const verbs = verbsAmong(rule, ["list", "watch", ...(rule.named ? [] : ["get"])]);
        if (verbs.length > 0) yield `${rule.path} allows ${verbs.join(", ")} on secrets`;
      }
    },
  },
});
