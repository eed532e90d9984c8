import guardrail from "../../policy-pack/policies/pod-probes";
import { CONTAINER, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "an init container without", edits: [["deployment", [...POD, "initContainers"], [{ name: "once" }]]] },
  ],
  invalid: [
    {
      title: "no liveness",
      edits: [["deployment", [...CONTAINER, "livenessProbe"], undefined]],
      says: /livenessProbe is not set/,
    },
    {
      title: "an empty readiness",
      edits: [["deployment", [...CONTAINER, "readinessProbe"], {}]],
      says: /readinessProbe is not set/,
    },
    {
      title: "a sidecar without",
      edits: [["deployment", [...POD, "initContainers"], [{ name: "proxy", restartPolicy: "Always" }]]],
      says: /init container proxy: .*Probe is not set/,
      times: 2,
    },
  ],
  unknown: [
    { title: "probe", edits: [["deployment", [...CONTAINER, "readinessProbe"], UNKNOWN]], reads: /readinessProbe/ },
  ],
  secret: [
    {
      title: "a container's name",
      edits: [
        ["deployment", [...CONTAINER, "name"], "hidden"],
        ["deployment", [...CONTAINER, "livenessProbe"], {}],
      ],
      says: /container \[secret\]: .*livenessProbe is not set/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "livenessProbe"], undefined]],
    },
    {
      title: "a job",
      types: { deployment: "kubernetes:batch/v1:Job" },
      edits: [["deployment", [...CONTAINER, "livenessProbe"], undefined]],
    },
  ],
});
