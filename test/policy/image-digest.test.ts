import guardrail from "../../policy-pack/policies/image-digest";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "a tag",
      edits: [["deployment", [...CONTAINER, "image"], "mesh.local/data-mesh/data-product:1.2.0"]],
      says: /has no sha256 digest/,
    },
    {
      title: "a short digest",
      edits: [["deployment", [...CONTAINER, "image"], "mesh.local/x@sha256:abc"]],
      says: /digest/,
    },
    { title: "none", edits: [["deployment", [...CONTAINER, "image"], undefined]], says: /image "" has/ },
  ],
  unknown: [
    { title: "image", edits: [["deployment", [...CONTAINER, "image"], UNKNOWN]], reads: /containers\[0\]\.image/ },
  ],
  secret: [
    {
      title: "a tag",
      edits: [["deployment", [...CONTAINER, "image"], "mesh.local/hidden:1"]],
      says: /image "\[secret\]" has no sha256/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "image"], "mesh.local/data-mesh/data-product:1.2.0"]],
    },
  ],
});
