import guardrail from "../../policy-pack/policies/pod-seccomp";
import { CONTAINER, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "by the container",
      edits: [
        ["deployment", [...POD, "securityContext", "seccompProfile"], undefined],
        ["deployment", [...CONTAINER, "securityContext", "seccompProfile"], { type: "Localhost" }],
      ],
    },
  ],
  invalid: [
    {
      title: "none",
      edits: [["deployment", [...POD, "securityContext", "seccompProfile"], undefined]],
      says: /seccompProfile\.type is not set/,
    },
    {
      title: "unconfined by the container",
      edits: [["deployment", [...CONTAINER, "securityContext", "seccompProfile"], { type: "Unconfined" }]],
      says: /is Unconfined/,
    },
  ],
  unknown: [
    {
      title: "profile",
      edits: [["deployment", [...POD, "securityContext", "seccompProfile"], UNKNOWN]],
      reads: /seccompProfile/,
    },
  ],
  secret: [
    {
      title: "a profile",
      edits: [["deployment", [...CONTAINER, "securityContext", "seccompProfile"], { type: "Unconfined" }]],
      says: /type is \[secret\], allowed/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...POD, "securityContext", "seccompProfile"], undefined]],
    },
  ],
});
