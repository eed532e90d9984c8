import guardrail from "../../policy-pack/policies/workload-spread";
import { deployment, POD } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

const SPREAD = [...POD, "topologySpreadConstraints"] as const;
const labelSelector = { matchLabels: { "app.kubernetes.io/name": "order-events" } };
const term = { topologyKey: "topology.kubernetes.io/zone", labelSelector };

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "by required anti-affinity",
      edits: [
        ["deployment", SPREAD, undefined],
        [
          "deployment",
          [...POD, "affinity"],
          { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
        ],
      ],
    },
    {
      title: "by preferred anti-affinity",
      edits: [
        ["deployment", SPREAD, undefined],
        [
          "deployment",
          [...POD, "affinity"],
          {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
            },
          },
        ],
      ],
    },
  ],
  invalid: [
    {
      title: "nowhere",
      edits: [["deployment", SPREAD, undefined]],
      says: /spec\.template\.spec spreads its pods over none of kubernetes\.io\/hostname/,
    },
    {
      title: "over something else",
      edits: [["deployment", [...SPREAD, 0, "topologyKey"], "example.org/rack"]],
      says: /over none of/,
    },
    {
      title: "other pods",
      edits: [["deployment", [...SPREAD, 0, "labelSelector", "matchLabels", "app.kubernetes.io/name"], "other"]],
      says: /over none of/,
    },
    { title: "all pods", edits: [["deployment", [...SPREAD, 0, "labelSelector"], {}]], says: /over none of/ },
    {
      title: "attraction in place of it",
      edits: [
        ["deployment", SPREAD, undefined],
        [
          "deployment",
          [...POD, "affinity"],
          { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
        ],
      ],
      says: /over none of/,
    },
    {
      title: "in a list",
      more: {
        list: {
          type: "kubernetes:apps/v1:StatefulSetList",
          props: { items: [{ spec: { template: { spec: { containers: [] } } } }] },
        },
      },
      says: /items\[0\]\.spec\.template\.spec spreads/,
    },
    {
      title: "a tightened parameter",
      tightenings: { orders: { "workload-spread": { topologies: ["topology.kubernetes.io/zone"] } } },
      says: /over none of topology\.kubernetes\.io\/zone/,
    },
  ],
  unknown: [
    { title: "constraints", edits: [["deployment", SPREAD, UNKNOWN]], reads: /topologySpreadConstraints/ },
    { title: "the skew", edits: [["deployment", [...SPREAD, 0, "maxSkew"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "a key",
      edits: [["deployment", [...SPREAD, 0, "topologyKey"], "hidden.example.org/rack"]],
      says: /over none of/,
    },
  ],
  notApplicable: [
    { title: "a Job", types: { deployment: "kubernetes:batch/v1:Job" }, edits: [["deployment", SPREAD, undefined]] },
    {
      title: "a DaemonSet",
      more: {
        daemons: {
          type: "kubernetes:apps/v1:DaemonSet",
          props: { ...deployment(), spec: { template: { spec: { containers: [] } } } },
        },
      },
    },
  ],
});
