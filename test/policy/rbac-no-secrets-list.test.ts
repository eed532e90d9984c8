import * as types from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/rbac-no-secrets-list";
import { prove, UNKNOWN } from "./support";

const role = {
  type: types.ROLE,
  props: { rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: ["order-events"], verbs: ["get"] }] },
};
const more = { role };
const RULE = ["rules", 0] as const;

prove(guardrail, {
  valid: [
    { title: "one Secret by its name", more },
    {
      title: "listing something else",
      more,
      edits: [["role", RULE, { apiGroups: [""], resources: ["configmaps"], verbs: ["list"] }]],
    },
    {
      title: "another group's secrets",
      more,
      edits: [["role", RULE, { apiGroups: ["example.org"], resources: ["secrets"], verbs: ["list"] }]],
    },
    { title: "writing", more, edits: [["role", RULE, { apiGroups: [""], resources: ["secrets"], verbs: ["create"] }]] },
  ],
  invalid: [
    {
      title: "list",
      more,
      edits: [["role", [...RULE, "verbs"], ["get", "list"]]],
      says: /rules\[0\] allows list on secrets/,
    },
    { title: "watch", more, edits: [["role", [...RULE, "verbs"], ["watch"]]], says: /allows watch/ },
    { title: "get without names", more, edits: [["role", [...RULE, "resourceNames"], undefined]], says: /allows get/ },
    { title: "by a star of verbs", more, edits: [["role", [...RULE, "verbs"], ["*"]]], says: /allows list, watch/ },
    {
      title: "by a star of resources",
      more,
      edits: [["role", RULE, { apiGroups: [""], resources: ["*"], verbs: ["list"] }]],
      says: /allows list/,
    },
    {
      title: "by a star of groups",
      more,
      edits: [["role", RULE, { apiGroups: ["*"], resources: ["secrets"], verbs: ["list"] }]],
      says: /allows list/,
    },
    {
      title: "of the cluster",
      more: { role: { ...role, type: types.CLUSTER_ROLE } },
      edits: [["role", [...RULE, "verbs"], ["list"]]],
      says: /allows list/,
    },
    {
      title: "a patch",
      more: { role: { ...role, type: `${types.ROLE}Patch` } },
      edits: [["role", [...RULE, "verbs"], ["list"]]],
      says: /allows list/,
    },
  ],
  unknown: [
    { title: "resources", more, edits: [["role", [...RULE, "resources"], UNKNOWN]], reads: /resources/ },
    { title: "names", more, edits: [["role", [...RULE, "resourceNames"], UNKNOWN]], reads: /resourceNames/ },
    { title: "its labels", more, edits: [["role", ["metadata"], UNKNOWN]], passes: "they are not read" },
  ],
  secret: [
    {
      title: "a name",
      more,
      edits: [
        ["role", [...RULE, "resourceNames"], ["hidden-name"]],
        ["role", [...RULE, "verbs"], ["list"]],
      ],
      says: /rules\[0\] allows \[secret\] on secrets/,
    },
  ],
  notApplicable: [{ title: "no role" }],
});
