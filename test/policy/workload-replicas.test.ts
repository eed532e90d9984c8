import guardrail from "../../policy-pack/policies/workload-replicas";
import { prove, UNKNOWN } from "./support";

const DEPLOYMENT = { type: "kubernetes:apps/v1:DeploymentList", props: { items: [{ spec: { replicas: 1 } }] } };

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a patch of something else",
      types: { deployment: "kubernetes:apps/v1:DeploymentPatch" },
      edits: [["deployment", ["spec", "replicas"], undefined]],
    },
  ],
  invalid: [
    { title: "one", edits: [["deployment", ["spec", "replicas"], 1]], says: /spec\.replicas is 1, at least 2/ },
    { title: "not said", edits: [["deployment", ["spec", "replicas"], undefined]], says: /is 1, at least 2/ },
    {
      title: "a StatefulSet",
      types: { deployment: "kubernetes:apps/v1:StatefulSet" },
      edits: [["deployment", ["spec", "replicas"], 1]],
      says: /is 1/,
    },
    {
      title: "a patch",
      types: { deployment: "kubernetes:apps/v1:DeploymentPatch" },
      edits: [["deployment", ["spec", "replicas"], 0]],
      says: /is 0/,
    },
    {
      title: "an old version",
      types: { deployment: "kubernetes:extensions/v1beta1:Deployment" },
      edits: [["deployment", ["spec", "replicas"], 1]],
      says: /is 1/,
    },
    { title: "in a list", more: { list: DEPLOYMENT }, says: /items\[0\]\.spec\.replicas is 1/ },
    {
      title: "fewer than a tightened parameter",
      tightenings: { orders: { "workload-replicas": { minimum: 3 } } },
      says: /is 2, at least 3/,
    },
  ],
  unknown: [
    { title: "replicas", edits: [["deployment", ["spec", "replicas"], UNKNOWN]], reads: /spec\.replicas/ },
    { title: "a list's items", more: { list: { ...DEPLOYMENT, props: { items: UNKNOWN } } }, reads: /items/ },
  ],
  secret: [
    {
      title: "a number",
      edits: [["deployment", ["spec", "replicas"], 1]],
      says: /spec\.replicas is \[secret\], at least 2/,
    },
  ],
  notApplicable: [
    { title: "local", stack: "orders-local", edits: [["deployment", ["spec", "replicas"], 1]] },
    {
      title: "a Job",
      types: { deployment: "kubernetes:batch/v1:Job" },
      edits: [["deployment", ["spec", "replicas"], 1]],
    },
  ],
});
