import guardrail from "../../policy-pack/policies/labels-required";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "the platform labels for all domains",
      stack: "platform-production",
      edits: [["deployment", ["metadata", "labels", "mesh.domain"], "customers"]],
    },
  ],
  invalid: [
    {
      title: "no owner",
      edits: [["deployment", ["metadata", "labels", "mesh.owner"], undefined]],
      says: /labels\["mesh\.owner"\] is not set/,
    },
    {
      title: "an empty version",
      edits: [["deployment", ["metadata", "labels", "mesh.version"], ""]],
      says: /mesh\.version/,
    },
    {
      title: "none on the pod",
      edits: [["deployment", ["spec", "template", "metadata"], undefined]],
      says: /spec\.template\.metadata\.labels/,
      times: 4,
    },
    {
      title: "another domain",
      edits: [["deployment", ["metadata", "labels", "mesh.domain"], "customers"]],
      says: /mesh\.domain is "customers"/,
    },
    {
      title: "in a list",
      more: { list: { type: "kubernetes:core/v1:ConfigMapList", props: { items: [{ metadata: { labels: {} } }] } } },
      says: /items\[0\]\.metadata\.labels\["mesh\.\w+"\] is not set/,
      times: 4,
    },
    { title: "on a ConfigMap", edits: [["config", ["metadata", "labels"], undefined]], says: /is not set/, times: 4 },
  ],
  unknown: [
    {
      title: "a label",
      edits: [["deployment", ["metadata", "labels", "mesh.version"], UNKNOWN]],
      reads: /mesh\.version/,
    },
    { title: "all labels", edits: [["deployment", ["metadata", "labels"], UNKNOWN]], reads: /metadata\.labels/ },
  ],
  secret: [
    {
      title: "a domain",
      edits: [["deployment", ["metadata", "labels", "mesh.domain"], "customers"]],
      says: /mesh\.domain is "\[secret\]"/,
    },
  ],
  notApplicable: [
    {
      title: "not Kubernetes",
      types: { deployment: "kafka:index/topic:Topic" },
      edits: [["deployment", ["metadata", "labels", "mesh.owner"], undefined]],
    },
  ],
});
