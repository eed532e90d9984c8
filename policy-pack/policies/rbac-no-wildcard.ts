import { guardrail } from "../lib/guardrail";
import { rulesOf } from "../lib/rbac";
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from "../lib/types";

/** Roles that every cluster has and that are stars under another name. */
const BUILT_IN = ["cluster-admin", "admin", "edit"];
/** Everybody, whoever that is. */
const EVERYBODY = /^(\*|system:(masters|authenticated|unauthenticated|anonymous|serviceaccounts.*))$/;

export default guardrail({
  id: "rbac-no-wildcard",
  section: "kubernetes",
  source: "CKV_K8S_49; CIS Kubernetes Benchmark 5.1.1, 5.1.3",
  description:
    "A role names its API groups, resources and verbs one by one, and a binding names who gets it; nothing stands for all.",
  rationale: "A star also hands out what is added to the cluster tomorrow.",
  fix: "list the verbs, resources and apiGroups that are needed, and bind the role to the product's own ServiceAccount",
  resource: {
    types: [ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING],
    *check(resource) {
      const { props, type } = resource;
      if (type === ROLE || type === CLUSTER_ROLE) {
        for (const { path, groups, resources, verbs } of rulesOf(resource)) {
          for (const [what, given] of Object.entries({ apiGroups: groups, resources, verbs })) {
            if (given.some((one) => one.includes("*"))) yield `${path}.${what} holds a *`;
          }
        }
        if (props.at("aggregationRule").exists) yield "aggregationRule takes rules from roles that nobody judged here";
        return;
      }
      const role = props.at("roleRef", "name").text() ?? "";
      if (BUILT_IN.includes(role)) yield `roleRef is the cluster's own "${role}"`;
      for (const subject of props.at("subjects").list()) {
        const name = subject.at("name").text() ?? "";
        if (EVERYBODY.test(name)) yield `${subject.path} is "${name}", which is everybody`;
      }
    },
  },
});
