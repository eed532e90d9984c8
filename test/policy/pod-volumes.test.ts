import guardrail from "../../policy-pack/policies/pod-volumes";
import { POD, podSpec } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a claim and a Secret",
      edits: [
        [
          "deployment",
          [...POD, "volumes"],
          [
            { name: "a", persistentVolumeClaim: { claimName: "a" } },
            { name: "b", secret: {} },
          ],
        ],
      ],
    },
    { title: "none", edits: [["deployment", [...POD, "volumes"], undefined]] },
  ],
  invalid: [
    {
      title: "a directory of the node",
      edits: [["deployment", [...POD, "volumes", 0], { name: "mesh", hostPath: { path: "/" } }]],
      says: /spec\.template\.spec\.volumes\[0\] is a hostPath, allowed are configMap,/,
    },
    {
      title: "a storage server",
      edits: [["deployment", [...POD, "volumes", 0], { name: "mesh", nfs: { server: "a" } }]],
      says: /is a nfs/,
    },
    {
      title: "the second of two kinds",
      edits: [["deployment", [...POD, "volumes", 0, "hostPath"], { path: "/" }]],
      says: /is a hostPath/,
    },
    {
      title: "in a CronJob",
      more: {
        job: {
          type: "kubernetes:batch/v1:CronJob",
          props: {
            spec: {
              jobTemplate: { spec: { template: { spec: { ...podSpec(), volumes: [{ name: "a", hostPath: {} }] } } } },
            },
          },
        },
      },
      says: /jobTemplate.*hostPath/,
    },
    {
      title: "in a custom resource",
      more: {
        rollout: {
          type: "kubernetes:argoproj.io/v1alpha1:Rollout",
          props: { spec: { template: { spec: { ...podSpec(), volumes: [{ name: "a", hostPath: {} }] } } } },
        },
      },
      says: /hostPath/,
    },
    {
      title: "a tightened parameter",
      tightenings: { orders: { "pod-volumes": { allowed: ["secret"] } } },
      says: /is a configMap/,
    },
  ],
  unknown: [
    { title: "all volumes", edits: [["deployment", [...POD, "volumes"], UNKNOWN]], reads: /volumes/ },
    {
      title: "a volume's name",
      edits: [["deployment", [...POD, "volumes", 0, "name"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a path",
      edits: [["deployment", [...POD, "volumes", 0], { name: "mesh", hostPath: { path: "/hidden/path" } }]],
      says: /is a hostPath/,
    },
  ],
  notApplicable: [
    {
      title: "no pod",
      types: { deployment: "kubernetes:core/v1:Service" },
      edits: [["deployment", [...POD, "volumes", 0], { hostPath: {} }]],
    },
  ],
});
