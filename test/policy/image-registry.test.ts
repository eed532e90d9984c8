import guardrail from "../../policy-pack/policies/image-registry";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "OPA", edits: [["deployment", [...CONTAINER, "image"], "docker.io/openpolicyagent/opa:1"]] },
  ],
  invalid: [
    {
      title: "a look-alike",
      edits: [["deployment", [...CONTAINER, "image"], `mesh.local.example.org/x@sha256:${"a".repeat(64)}`]],
      says: /is from none of mesh\.local/,
    },
    { title: "no registry", edits: [["deployment", [...CONTAINER, "image"], "nginx"]], says: /from none of/ },
    {
      title: "another repository of an allowed registry",
      edits: [["deployment", [...CONTAINER, "image"], "docker.io/library/nginx"]],
      says: /from none of/,
    },
    { title: "a tightened parameter", tightenings: { orders: { "image-registry": { allowed: [] } } }, says: /none of/ },
  ],
  unknown: [{ title: "image", edits: [["deployment", [...CONTAINER, "image"], UNKNOWN]], reads: /image/ }],
  secret: [
    {
      title: "a registry",
      edits: [["deployment", [...CONTAINER, "image"], "evil.example.org/x"]],
      says: /image "\[secret\]" is from none/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "image"], `mesh.local.example.org/x@sha256:${"a".repeat(64)}`]],
    },
  ],
});
