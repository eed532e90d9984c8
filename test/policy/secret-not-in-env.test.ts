import guardrail from "../../policy-pack/policies/secret-not-in-env";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "from a secret",
      edits: [
        [
          "deployment",
          [...CONTAINER, "env", 0],
          { name: "API_TOKEN", valueFrom: { secretKeyRef: { name: "x", key: "y" } } },
        ],
      ],
    },
  ],
  invalid: [
    {
      title: "named like one",
      edits: [["deployment", [...CONTAINER, "env", 0], { name: "DB_PASSWORD", value: "hunter2" }]],
      says: /variable DB_PASSWORD holds a credential(?!.*hunter2)/,
    },
    {
      title: "looks like one",
      edits: [
        ["deployment", [...CONTAINER, "env", 0], { name: "REGISTRY", value: "https://ann:hunter2@example.org/x" }],
      ],
      says: /variable REGISTRY holds a credential(?!.*hunter2)/,
    },
    {
      title: "named like one and unknown",
      edits: [["deployment", [...CONTAINER, "env", 0], { name: "DB_PASSWORD", value: UNKNOWN }]],
      says: /DB_PASSWORD/,
    },
  ],
  unknown: [
    { title: "value", edits: [["deployment", [...CONTAINER, "env", 0, "value"], UNKNOWN]], reads: /env\[0\]\.value/ },
  ],
  secret: [
    {
      title: "a value",
      edits: [["deployment", [...CONTAINER, "env", 0, "value"], "https://ann:hunter2@example.org/x"]],
      says: /variable KAFKA_BOOTSTRAP holds a credential/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "env", 0], { name: "DB_PASSWORD", value: "hunter2" }]],
    },
  ],
});
