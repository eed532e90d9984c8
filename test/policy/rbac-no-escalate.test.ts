import * as types from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/rbac-no-escalate";
import { type Edit, prove, UNKNOWN } from "./support";

const role = { type: types.ROLE, props: { rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }] } };
const more = { role };
const rule = (verbs: readonly string[], resources: readonly string[]): Edit => [
  "role",
  ["rules", 0],
  { apiGroups: ["rbac.authorization.k8s.io"], resources, verbs },
];

prove(guardrail, {
  valid: [
    { title: "reading", more },
    { title: "reading roles", more, edits: [rule(["get", "list"], ["roles"])] },
    { title: "no verb at all", more, edits: [rule([], ["roles"])] },
  ],
  invalid: [
    {
      title: "escalate",
      more,
      edits: [rule(["escalate"], ["clusterroles"])],
      says: /rules\[0\] allows escalate on clusterroles/,
    },
    { title: "bind", more, edits: [rule(["bind"], ["roles"])], says: /allows bind on roles/ },
    { title: "impersonate", more, edits: [rule(["impersonate"], ["users"])], says: /allows impersonate on users/ },
    {
      title: "writing bindings",
      more,
      edits: [rule(["create"], ["rolebindings"])],
      says: /allows create on rolebindings/,
    },
    {
      title: "making tokens",
      more,
      edits: [rule(["create"], ["serviceaccounts/token"])],
      says: /serviceaccounts\/token/,
    },
    { title: "signing certificates", more, edits: [rule(["approve"], ["signers"])], says: /approve on signers/ },
    {
      title: "changing what the server asks",
      more,
      edits: [rule(["patch"], ["mutatingwebhookconfigurations"])],
      says: /mutatingwebhook/,
    },
    {
      title: "a star",
      more,
      edits: [rule(["*"], ["roles"])],
      says: /allows (escalate, bind, impersonate|create, update, patch) on roles/,
      times: 2,
    },
    {
      title: "of the cluster",
      more: { role: { ...role, type: types.CLUSTER_ROLE } },
      edits: [rule(["bind"], ["roles"])],
      says: /bind/,
    },
    {
      title: "a patch",
      more: { role: { ...role, type: `${types.ROLE}Patch` } },
      edits: [rule(["bind"], ["roles"])],
      says: /bind/,
    },
    {
      title: "in a list",
      more: {
        list: {
          type: `${types.CLUSTER_ROLE}List`,
          props: { items: [{ rules: [{ verbs: ["bind"], resources: ["roles"] }] }] },
        },
      },
      says: /items\[0\]\.rules\[0\] allows bind/,
    },
  ],
  unknown: [
    { title: "verbs", more, edits: [["role", ["rules", 0, "verbs"], UNKNOWN]], reads: /verbs/ },
    { title: "its name", more, edits: [["role", ["metadata"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "a resource",
      more,
      edits: [["role", ["rules", 0], { apiGroups: [""], resources: ["hidden-things"], verbs: ["bind"] }]],
      says: /rules\[0\] allows \[secret\] on \[secret\]/,
    },
  ],
  notApplicable: [{ title: "no role" }],
});
