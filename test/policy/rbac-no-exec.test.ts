import * as types from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/rbac-no-exec";
import { prove, UNKNOWN } from "./support";

const role = {
  type: types.ROLE,
  props: { rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list"] }] },
};
const more = { role };
const RULE = ["rules", 0] as const;

prove(guardrail, {
  valid: [
    { title: "reading logs", more },
    {
      title: "deleting",
      more,
      edits: [["role", RULE, { apiGroups: [""], resources: ["pods/exec"], verbs: ["delete"] }]],
    },
    {
      title: "another group's",
      more,
      edits: [["role", RULE, { apiGroups: ["example.org"], resources: ["pods/exec"], verbs: ["create"] }]],
    },
  ],
  invalid: [
    {
      title: "exec",
      more,
      edits: [["role", RULE, { apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }]],
      says: /rules\[0\] allows create on pods\/exec/,
    },
    {
      title: "exec by get",
      more,
      edits: [["role", [...RULE, "resources"], ["pods/exec"]]],
      says: /allows get on pods\/exec/,
    },
    {
      title: "attach and forward",
      more,
      edits: [["role", [...RULE, "resources"], ["pods/attach", "pods/portforward"]]],
      says: /pods\/attach, pods\/portforward/,
    },
    {
      title: "past the pod to the node",
      more,
      edits: [["role", [...RULE, "resources"], ["nodes/proxy"]]],
      says: /nodes\/proxy/,
    },
    {
      title: "a container of one's own",
      more,
      edits: [["role", [...RULE, "resources"], ["pods/ephemeralcontainers"]]],
      says: /ephemeralcontainers/,
    },
    { title: "by a star", more, edits: [["role", [...RULE, "resources"], ["*"]]], says: /pods\/exec, pods\/attach/ },
    { title: "by a star of parts", more, edits: [["role", [...RULE, "resources"], ["pods/*"]]], says: /pods\/exec/ },
    {
      title: "by a star of resources",
      more,
      edits: [["role", [...RULE, "resources"], ["*/exec"]]],
      says: /on pods\/exec/,
    },
    {
      title: "by a star of groups and verbs",
      more,
      edits: [["role", RULE, { apiGroups: ["*"], resources: ["pods/exec"], verbs: ["*"] }]],
      says: /allows create, get, update, patch on pods\/exec/,
    },
    {
      title: "of the cluster",
      more: { role: { ...role, type: types.CLUSTER_ROLE } },
      edits: [["role", [...RULE, "resources"], ["pods/exec"]]],
      says: /pods\/exec/,
    },
    {
      title: "in a list",
      more: {
        list: {
          type: `${types.ROLE}List`,
          props: { items: [{ rules: [{ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] }] }] },
        },
      },
      says: /items\[0\]/,
    },
  ],
  unknown: [
    { title: "a resource", more, edits: [["role", [...RULE, "resources", 0], UNKNOWN]], reads: /resources\[0\]/ },
    { title: "its labels", more, edits: [["role", ["metadata"], UNKNOWN]], passes: "they are not read" },
  ],
  secret: [
    {
      title: "a resource",
      more,
      edits: [["role", [...RULE, "resources"], ["pods/exec"]]],
      says: /allows get on \[secret\]/,
    },
  ],
  notApplicable: [{ title: "no role" }],
});
