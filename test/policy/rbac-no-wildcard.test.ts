import * as types from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/rbac-no-wildcard";
import { prove, UNKNOWN } from "./support";

const role = { type: types.ROLE, props: { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }] } };
const binding = {
  type: types.ROLE_BINDING,
  props: { roleRef: { name: "order-events" }, subjects: [{ kind: "ServiceAccount", name: "order-events" }] },
};
const more = { role, binding };
const RULE = ["rules", 0] as const;

prove(guardrail, {
  valid: [{ title: "named rights for a named account", more }],
  invalid: [
    { title: "every verb", more, edits: [["role", [...RULE, "verbs"], ["*"]]], says: /rules\[0\]\.verbs holds a \*/ },
    {
      title: "every resource",
      more,
      edits: [["role", [...RULE, "resources"], ["*"]]],
      says: /rules\[0\]\.resources holds a \*/,
    },
    {
      title: "every part of a resource",
      more,
      edits: [["role", [...RULE, "resources"], ["pods/*"]]],
      says: /resources holds/,
    },
    { title: "every group", more, edits: [["role", [...RULE, "apiGroups"], ["*"]]], says: /apiGroups holds/ },
    {
      title: "of the cluster",
      more: { role: { ...role, type: types.CLUSTER_ROLE } },
      edits: [["role", [...RULE, "verbs"], ["*"]]],
      says: /verbs holds/,
    },
    {
      title: "a patch",
      more: { role: { ...role, type: `${types.CLUSTER_ROLE}Patch` } },
      edits: [["role", [...RULE, "verbs"], ["*"]]],
      says: /verbs holds/,
    },
    {
      title: "an old version",
      more: { role: { ...role, type: types.ROLE.replace("/v1:", "/v1beta1:") } },
      edits: [["role", [...RULE, "verbs"], ["*"]]],
      says: /verbs holds/,
    },
    {
      title: "in a list",
      more: { list: { type: `${types.ROLE}List`, props: { items: [{ rules: [{ verbs: ["*"] }] }] } } },
      says: /items\[0\]\.rules\[0\]\.verbs/,
    },
    {
      title: "rules from elsewhere",
      more,
      edits: [["role", ["aggregationRule"], { clusterRoleSelectors: [] }]],
      says: /aggregationRule takes rules/,
    },
    {
      title: "the cluster's administrator",
      more,
      edits: [["binding", ["roleRef", "name"], "cluster-admin"]],
      says: /roleRef is the cluster's own "cluster-admin"/,
    },
    {
      title: "everybody",
      more,
      edits: [["binding", ["subjects", 0, "name"], "system:authenticated"]],
      says: /subjects\[0\] is "system:authenticated", which is everybody/,
    },
    {
      title: "everybody in the whole cluster",
      more: { binding: { ...binding, type: types.CLUSTER_ROLE_BINDING } },
      edits: [["binding", ["subjects", 0, "name"], "system:serviceaccounts"]],
      says: /is everybody/,
    },
  ],
  unknown: [
    { title: "verbs", more, edits: [["role", [...RULE, "verbs"], UNKNOWN]], reads: /verbs/ },
    { title: "all rules", more, edits: [["role", ["rules"], UNKNOWN]], reads: /rules/ },
    { title: "whom", more, edits: [["binding", ["subjects", 0, "name"], UNKNOWN]], reads: /subjects\[0\]\.name/ },
    {
      title: "in which namespace",
      more,
      edits: [["binding", ["subjects", 0, "namespace"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "whom",
      more,
      edits: [["binding", ["subjects", 0, "name"], "system:serviceaccounts:hidden"]],
      says: /subjects\[0\] is "\[secret\]"/,
    },
  ],
  notApplicable: [
    { title: "no role" },
    {
      title: "not a role",
      more: { role: { ...role, type: types.SERVICE } },
      edits: [["role", [...RULE, "verbs"], ["*"]]],
    },
  ],
});
