import guardrail from "../../policy-pack/policies/pod-capabilities";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "binding low ports",
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities", "add"], ["NET_BIND_SERVICE"]]],
    },
  ],
  invalid: [
    {
      title: "not set",
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities"], undefined]],
      says: /drop does not hold ALL/,
    },
    {
      title: "one more",
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities", "add"], ["SYS_ADMIN"]]],
      says: /add holds SYS_ADMIN/,
    },
  ],
  unknown: [
    {
      title: "the setting",
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities"], UNKNOWN]],
      reads: /containers\[0\]\.securityContext\.capabilities/,
    },
    {
      title: "an environment variable",
      edits: [["deployment", [...CONTAINER, "env", 0, "value"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a capability",
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities", "add"], ["SYS_ADMIN"]]],
      says: /add holds \[secret\]/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "securityContext", "capabilities"], undefined]],
    },
  ],
});
