import guardrail from "../../policy-pack/policies/pod-read-only-root";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "false",
      edits: [["deployment", [...CONTAINER, "securityContext", "readOnlyRootFilesystem"], false]],
      says: /readOnlyRootFilesystem is not true/,
    },
    {
      title: "not set",
      edits: [["deployment", [...CONTAINER, "securityContext", "readOnlyRootFilesystem"], undefined]],
      says: /not true/,
    },
  ],
  unknown: [
    {
      title: "the setting",
      edits: [["deployment", [...CONTAINER, "securityContext", "readOnlyRootFilesystem"], UNKNOWN]],
      reads: /containers\[0\]\.securityContext\.readOnlyRootFilesystem/,
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
      edits: [["deployment", [...CONTAINER, "securityContext", "readOnlyRootFilesystem"], "false"]],
      says: /readOnlyRootFilesystem is not true/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "securityContext", "readOnlyRootFilesystem"], false]],
    },
  ],
});
