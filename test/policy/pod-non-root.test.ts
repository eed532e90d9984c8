import guardrail from "../../policy-pack/policies/pod-non-root";
import { CONTAINER, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "by the pod alone",
      edits: [["deployment", [...CONTAINER, "securityContext", "runAsNonRoot"], undefined]],
    },
  ],
  invalid: [
    {
      title: "false",
      edits: [["deployment", [...CONTAINER, "securityContext", "runAsNonRoot"], false]],
      says: /runAsNonRoot is not true/,
    },
    {
      title: "neither says it",
      edits: [
        ["deployment", [...CONTAINER, "securityContext", "runAsNonRoot"], undefined],
        ["deployment", [...POD, "securityContext", "runAsNonRoot"], undefined],
      ],
      says: /runAsNonRoot/,
    },
    {
      title: "user 0 of the pod",
      edits: [["deployment", [...POD, "securityContext", "runAsUser"], 0]],
      says: /runAsUser is 0/,
    },
    {
      title: "user 0 of the container",
      edits: [["deployment", [...CONTAINER, "securityContext", "runAsUser"], 0]],
      says: /containers\[0\].*runAsUser is 0/,
    },
  ],
  unknown: [
    { title: "user", edits: [["deployment", [...POD, "securityContext", "runAsUser"], UNKNOWN]], reads: /runAsUser/ },
  ],
  secret: [
    {
      title: "a user",
      edits: [["deployment", [...POD, "securityContext", "runAsUser"], 0]],
      says: /runAsUser is \[secret\], which is root/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "securityContext", "runAsNonRoot"], false]],
    },
  ],
});
