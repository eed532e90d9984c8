import guardrail from "../../policy-pack/policies/pod-privileged";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "not set", edits: [["deployment", [...CONTAINER, "securityContext", "privileged"], undefined]] },
  ],
  invalid: [
    {
      title: "true",
      edits: [["deployment", [...CONTAINER, "securityContext", "privileged"], true]],
      says: /container data-product: .*privileged is true/,
    },
    {
      title: "as a text",
      edits: [["deployment", [...CONTAINER, "securityContext", "privileged"], "true"]],
      says: /is true/,
    },
  ],
  unknown: [
    {
      title: "the setting",
      edits: [["deployment", [...CONTAINER, "securityContext", "privileged"], UNKNOWN]],
      reads: /containers\[0\]\.securityContext\.privileged/,
    },
    {
      title: "an environment variable",
      edits: [["deployment", [...CONTAINER, "env", 0, "value"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a container's name",
      edits: [
        ["deployment", [...CONTAINER, "name"], "hidden"],
        ["deployment", [...CONTAINER, "securityContext", "privileged"], true],
      ],
      says: /container \[secret\]: .*privileged is true/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "securityContext", "privileged"], true]],
    },
  ],
});
