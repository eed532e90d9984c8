import { guardrail } from "../lib/guardrail";
import { resourcesAmong, rulesOf, verbsAmong } from "../lib/rbac";
import { CLUSTER_ROLE, ROLE } from "../lib/types";

const CHANGES = ["create", "update", "patch"];

/** Verbs on resources by which somebody gets more rights than were given; no resources means on any. */
const WAYS: readonly { readonly verbs: readonly string[]; readonly resources?: readonly string[] }[] = [
  { verbs: ["escalate", "bind", "impersonate"] },
  {
    verbs: CHANGES,
    resources: [
      "roles",
      "clusterroles",
      "rolebindings",
      "clusterrolebindings",
      "serviceaccounts/token",
      "certificatesigningrequests/approval",
      "mutatingwebhookconfigurations",
      "validatingwebhookconfigurations",
    ],
  },
  { verbs: ["approve"], resources: ["signers"] },
];

export default guardrail({
  id: "rbac-no-escalate",
  section: "kubernetes",
  source: "CKV_K8S_155, 156, 157, 158; Kubernetes RBAC good practices",
  description: "No role lets its holder give itself, or anybody, more rights.",
  rationale: "Who may write roles, take others' names or make their tokens has every right that there is.",
  fix: "take the verb or the resource out of the rule; roles are the platform's to give",
  resource: {
    types: [ROLE, CLUSTER_ROLE],
    *check(resource) {
      for (const rule of rulesOf(resource)) {
        for (const { verbs, resources } of WAYS) {
          const given = verbsAmong(rule, verbs);
          const on = resources ? resourcesAmong(rule, resources) : rule.resources;
          if (given.length > 0 && on.length > 0) yield `${rule.path} allows ${given.join(", ")} on ${on.join(", ")}`;
        }
      }
    },
  },
});
