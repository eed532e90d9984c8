import guardrail from "../../policy-pack/policies/policy-enforced";
import { CONTAINER, opa, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "an init container that ends",
      edits: [["deployment", [...POD, "initContainers"], [{ name: "before", image: "mesh.local/x" }]]],
    },
    {
      title: "an OPA sidecar beside our service and another container",
      edits: [
        ["deployment", [...POD, "containers", 1], { ...opa(), env: [] }],
        ["deployment", [...POD, "containers", 2], { name: "helper", image: "mesh.local/helper" }],
      ],
    },
    {
      title: "an OPA sidecar beside another container",
      edits: [
        ["deployment", [...CONTAINER, "image"], "mesh.local/own@sha256:1"],
        ["deployment", [...POD, "containers", 1], opa()],
      ],
    },
  ],
  invalid: [
    {
      title: "no bundle",
      edits: [["deployment", [...CONTAINER, "env"], []]],
      says: /pod of product "order-events" decides by no policy bundle: data-product has no MESH_BUNDLE/,
    },
    {
      title: "another container beside our service",
      edits: [["deployment", [...POD, "containers", 1], { name: "helper", image: "mesh.local/helper" }]],
      says: /container helper has no OPA sidecar beside it/,
    },
    {
      title: "a second service without a bundle",
      edits: [["deployment", [...POD, "containers", 1], { name: "second", image: "mesh.local/data-product" }]],
      says: /data-product has no MESH_BUNDLE/,
    },
    {
      title: "an init container that runs on",
      edits: [
        ["deployment", [...POD, "initContainers"], [{ name: "proxy", image: "mesh.local/x", restartPolicy: "Always" }]],
      ],
      says: /container proxy has no OPA sidecar beside it/,
    },
    {
      title: "a bundle outside the mount",
      edits: [["deployment", [...CONTAINER, "env", 2, "value"], "/etc/meshy/bundle.tar.gz"]],
      says: /under no read-only mount/,
    },
    {
      title: "a bundle that can be written",
      edits: [["deployment", [...CONTAINER, "volumeMounts", 0, "readOnly"], undefined]],
      says: /read-only/,
    },
    {
      title: "an empty volume",
      edits: [["deployment", [...POD, "volumes"], [{ name: "mesh", emptyDir: {} }]]],
      says: /read-only mount/,
    },
    {
      title: "another container alone",
      edits: [["deployment", [...CONTAINER, "image"], "mesh.local/own@sha256:1"]],
      says: /no data-product service and no OPA sidecar/,
    },
    {
      title: "a sidecar that isn't a server",
      edits: [
        ["deployment", [...CONTAINER, "image"], "mesh.local/own"],
        ["deployment", [...POD, "containers", 1], { ...opa(), args: ["eval"] }],
      ],
      says: /not run as a server/,
    },
    {
      title: "a sidecar without a probe",
      edits: [
        ["deployment", [...CONTAINER, "image"], "mesh.local/own"],
        ["deployment", [...POD, "containers", 1], { ...opa(), readinessProbe: undefined }],
      ],
      says: /no readiness probe/,
    },
    {
      title: "a sidecar without a bundle",
      edits: [
        ["deployment", [...CONTAINER, "image"], "mesh.local/own"],
        ["deployment", [...POD, "containers", 1], { ...opa(), args: ["run", "--server"] }],
      ],
      says: /no bundle/,
    },
  ],
  unknown: [
    { title: "image", edits: [["deployment", [...CONTAINER, "image"], UNKNOWN]], reads: /image/ },
    {
      title: "mount",
      edits: [["deployment", [...CONTAINER, "volumeMounts", 0, "mountPath"], UNKNOWN]],
      reads: /mountPath/,
    },
  ],
  secret: [
    {
      title: "a path",
      edits: [["deployment", [...CONTAINER, "env", 2, "value"], "/hidden/bundle.tar.gz"]],
      says: /MESH_BUNDLE is "\[secret\]"/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "env"], []]],
    },
    {
      title: "the platform's pod",
      edits: [
        ["deployment", [...CONTAINER, "env"], []],
        ["deployment", ["spec", "template", "metadata", "labels", "mesh.product"], "platform"],
      ],
    },
  ],
});
