import guardrail from "../../policy-pack/policies/pod-token-off";
import { POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "true",
      edits: [["deployment", [...POD, "automountServiceAccountToken"], true]],
      says: /automountServiceAccountToken is not false/,
    },
    {
      title: "not set",
      edits: [["deployment", [...POD, "automountServiceAccountToken"], undefined]],
      says: /not false/,
    },
  ],
  unknown: [
    {
      title: "the setting",
      edits: [["deployment", [...POD, "automountServiceAccountToken"], UNKNOWN]],
      reads: /automount/,
    },
  ],
  secret: [
    {
      title: "a flag",
      edits: [["deployment", [...POD, "automountServiceAccountToken"], "true"]],
      says: /is not false/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...POD, "automountServiceAccountToken"], true]],
    },
  ],
});
