import { guardrail } from "../lib/guardrail";
import { covers, resourcesAmong, rulesOf, verbsAmong } from "../lib/rbac";
import { CLUSTER_ROLE, ROLE } from "../lib/types";

/** Ways into a running pod or node. Reading is enough: the API server takes a GET that is upgraded. */
const INTO = [
  "pods/exec",
  "pods/attach",
  "pods/portforward",
  "pods/ephemeralcontainers",
  "pods/proxy",
  "services/proxy",
  "nodes/proxy",
];
const VERBS = ["create", "get", "update", "patch"];

export default guardrail({
  id: "rbac-no-exec",
  section: "kubernetes",
  source: "CKV2_K8S_2; Kubernetes RBAC good practices",
  description: "No role lets its holder into a running container, or past it to its node.",
  rationale: "A shell in a pod reads its secrets and its data, and no policy sees what is done there.",
  fix: "take the resource out of the rule; debugging goes through the platform team",
  resource: {
    types: [ROLE, CLUSTER_ROLE],
    *check(resource) {
      for (const rule of rulesOf(resource)) {
        const into = covers(rule, "") ? resourcesAmong(rule, INTO) : [];
        const verbs = verbsAmong(rule, VERBS);
        if (into.length > 0 && verbs.length > 0) yield `${rule.path} allows ${verbs.join(", ")} on ${into.join(", ")}`;
      }
    },
  },
});
