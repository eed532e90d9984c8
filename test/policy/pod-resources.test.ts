import guardrail from "../../policy-pack/policies/pod-resources";
import { CONTAINER, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "none",
      edits: [["deployment", [...CONTAINER, "resources"], undefined]],
      says: /resources\.(requests|limits)\.(cpu|memory) is not set/,
      times: 4,
    },
    {
      title: "no memory limit",
      edits: [["deployment", [...CONTAINER, "resources", "limits", "memory"], undefined]],
      says: /limits\.memory is not set/,
    },
  ],
  unknown: [
    {
      title: "limit",
      edits: [["deployment", [...CONTAINER, "resources", "limits", "cpu"], UNKNOWN]],
      reads: /limits\.cpu/,
    },
  ],
  secret: [
    {
      title: "a container's name",
      edits: [
        ["deployment", [...CONTAINER, "name"], "hidden"],
        ["deployment", [...CONTAINER, "resources", "limits", "memory"], undefined],
      ],
      says: /container \[secret\]: .*limits\.memory is not set/,
    },
  ],
  notApplicable: [
    {
      title: "not a workload",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...CONTAINER, "resources"], undefined]],
    },
    { title: "an ephemeral container", edits: [["deployment", [...POD, "ephemeralContainers"], [{ name: "debug" }]]] },
  ],
});
