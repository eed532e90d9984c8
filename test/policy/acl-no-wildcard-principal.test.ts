import guardrail from "../../policy-pack/policies/acl-no-wildcard-principal";
import { prove, UNKNOWN } from "./support";

/** Strimzi's way to give a user one right. */
function strimzi(resource: object, operations: readonly string[]) {
  const spec = { authorization: { type: "simple", acls: [{ resource, operations, type: "allow" }] } };
  const props = { metadata: { name: "orders.order-events" }, spec };
  return { type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaUser", props };
}

prove(guardrail, {
  valid: [
    {
      title: "Strimzi's user, its groups",
      more: { user: strimzi({ type: "group", name: "orders.order-events.", patternType: "prefix" }, ["Read"]) },
    },
    {
      title: "Strimzi's user, a transaction",
      more: { user: strimzi({ type: "transactionalId", name: "orders.x" }, ["Write"]) },
    },
    { title: "as it is" },
    {
      title: "everybody denied",
      edits: [
        ["read", ["aclPrincipal"], "User:*"],
        ["read", ["aclPermissionType"], "Deny"],
      ],
    },
  ],
  invalid: [
    { title: "everybody", edits: [["read", ["aclPrincipal"], "User:*"]], says: /aclPrincipal is "User:\*"/ },
    {
      title: "Strimzi's user, every operation",
      more: { user: strimzi({ type: "topic", name: "orders.orders.v1", patternType: "literal" }, ["Read", "All"]) },
      says: /^user: aclOperation is "All"/,
    },
    {
      title: "Strimzi's user, a prefix of topics",
      more: { user: strimzi({ type: "topic", name: "orders.", patternType: "prefix" }, ["Read"]) },
      says: /"Prefixed" on a Topic/,
    },
    {
      title: "Strimzi's user, the cluster",
      more: { user: strimzi({ type: "cluster" }, ["Describe"]) },
      says: /aclResourceType is "Cluster"/,
    },
    { title: "every topic", edits: [["read", ["aclResourceName"], "*"]], says: /aclResourceName is "\*"/ },
    { title: "every operation", edits: [["read", ["aclOperation"], "All"]], says: /aclOperation is "All"/ },
    { title: "the cluster", edits: [["read", ["aclResourceType"], "Cluster"]], says: /aclResourceType is "Cluster"/ },
    {
      title: "a prefix of topics",
      edits: [["read", ["resourcePatternTypeFilter"], "Prefixed"]],
      says: /has to be Literal/,
    },
    {
      title: "any pattern on a group",
      edits: [["group", ["resourcePatternTypeFilter"], "Any"]],
      says: /"Any" on a Group/,
    },
  ],
  unknown: [
    { title: "principal", edits: [["read", ["aclPrincipal"], UNKNOWN]], reads: /aclPrincipal/ },
    { title: "pattern", edits: [["read", ["resourcePatternTypeFilter"], UNKNOWN]], reads: /resourcePatternTypeFilter/ },
    { title: "host", edits: [["read", ["aclHost"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [{ title: "everybody", edits: [["read", ["aclPrincipal"], "User:*"]], says: /aclPrincipal is "\[secret\]"/ }],
  notApplicable: [
    {
      title: "not an ACL",
      types: { read: "kubernetes:core/v1:Service" },
      edits: [["read", ["aclPrincipal"], "User:*"]],
    },
  ],
});
