import guardrail from "../../policy-pack/policies/workload-disruption-budget";
import { deployment, disruptionBudget } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

const SELECTOR = ["spec", "selector"] as const;

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "in percent", edits: [["disruptionBudget", ["spec", "maxUnavailable"], "25%"]] },
    {
      title: "by what has to be there",
      edits: [["disruptionBudget", ["spec"], { minAvailable: 1, selector: disruptionBudget().spec.selector }]],
    },
    {
      title: "a patch without pods",
      types: { deployment: "kubernetes:apps/v1:DeploymentPatch" },
      edits: [["deployment", ["spec", "template"], undefined]],
      without: ["disruptionBudget"],
    },
  ],
  invalid: [
    { title: "none", without: ["disruptionBudget"], says: /no PodDisruptionBudget picks the pods of this Deployment/ },
    {
      title: "another's",
      edits: [["disruptionBudget", [...SELECTOR, "matchLabels", "app.kubernetes.io/name"], "other"]],
      says: /no PodDisruptionBudget/,
    },
    {
      title: "another namespace's",
      edits: [["disruptionBudget", ["metadata", "namespace"], "customers"]],
      says: /no PodDisruptionBudget/,
    },
    { title: "an empty selector", edits: [["disruptionBudget", SELECTOR, {}]], says: /no PodDisruptionBudget/ },
    {
      title: "that lets none go",
      edits: [["disruptionBudget", ["spec", "maxUnavailable"], 0]],
      says: /spec\.maxUnavailable lets no pod go/,
    },
    {
      title: "that lets 0 % go",
      edits: [["disruptionBudget", ["spec", "maxUnavailable"], "0%"]],
      says: /lets no pod go/,
    },
    {
      title: "that needs all",
      edits: [["disruptionBudget", ["spec", "minAvailable"], "100%"]],
      says: /spec\.minAvailable lets no pod go/,
    },
    {
      title: "that says nothing",
      edits: [["disruptionBudget", ["spec", "maxUnavailable"], undefined]],
      says: /neither maxUnavailable nor minAvailable/,
    },
    {
      title: "an old version that lets none go",
      types: { disruptionBudget: "kubernetes:policy/v1beta1:PodDisruptionBudget" },
      edits: [["disruptionBudget", ["spec", "maxUnavailable"], 0]],
      says: /lets no pod go/,
    },
    {
      title: "none for a list's workload",
      more: {
        list: {
          type: "kubernetes:apps/v1:DeploymentList",
          props: { items: [{ ...deployment(), metadata: { namespace: "other" } }] },
        },
      },
      says: /this Deployment/,
    },
  ],
  unknown: [
    { title: "selector", edits: [["disruptionBudget", SELECTOR, UNKNOWN]], reads: /selector/ },
    { title: "how many", edits: [["disruptionBudget", ["spec", "maxUnavailable"], UNKNOWN]], reads: /maxUnavailable/ },
    { title: "its name", edits: [["disruptionBudget", ["metadata", "name"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    { title: "a number", edits: [["disruptionBudget", ["spec", "maxUnavailable"], "0%"]], says: /lets no pod go/ },
  ],
  notApplicable: [
    { title: "a Job", types: { deployment: "kubernetes:batch/v1:Job" }, without: ["disruptionBudget"] },
    { title: "nothing that serves", without: ["deployment", "disruptionBudget"] },
  ],
});
