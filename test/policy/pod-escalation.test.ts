import guardrail from "../../policy-pack/policies/pod-escalation";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "true",
      edits: [["deployment", [...CONTAINER, "securityContext", "allowPrivilegeEscalation"], true]],
      says: /allowPrivilegeEscalation is not false/,
    },
    {
      title: "not set",
      edits: [["deployment", [...CONTAINER, "securityContext", "allowPrivilegeEscalation"], undefined]],
      says: /not false/,
    },
  ],
  unknown: [
    {
      title: "the setting",
      edits: [["deployment", [...CONTAINER, "securityContext", "allowPrivilegeEscalation"], UNKNOWN]],
      reads: /containers\[0\]\.securityContext\.allowPrivilegeEscalation/,
    },
    {
      title: "an environment variable",
      edits: [["deployment", [...CONTAINER, "env", 0, "value"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a flag",
      edits: [["deployment", [...CONTAINER, "securityContext", "allowPrivilegeEscalation"], "true"]],
      says: /allowPrivilegeEscalation is not false/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "securityContext", "allowPrivilegeEscalation"], true]],
    },
  ],
});
