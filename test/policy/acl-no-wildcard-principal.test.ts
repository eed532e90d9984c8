import guardrail from "../../policy-pack/policies/acl-no-wildcard-principal";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
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
