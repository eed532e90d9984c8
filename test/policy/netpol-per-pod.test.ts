import guardrail from "../../policy-pack/policies/netpol-per-pod";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    { title: "none", without: ["networkPolicy"], says: /no NetworkPolicy for both directions/ },
    {
      title: "one direction",
      edits: [["networkPolicy", ["spec", "policyTypes"], ["Ingress"]]],
      says: /no NetworkPolicy/,
    },
    { title: "an empty selector", edits: [["networkPolicy", ["spec", "podSelector"], {}]], says: /no NetworkPolicy/ },
    {
      title: "another pod's",
      edits: [["networkPolicy", ["spec", "podSelector", "matchLabels", "app.kubernetes.io/name"], "other"]],
      says: /no NetworkPolicy/,
    },
    {
      title: "another namespace's",
      edits: [["networkPolicy", ["metadata", "namespace"], "customers"]],
      says: /no NetworkPolicy/,
    },
  ],
  unknown: [
    { title: "selector", edits: [["networkPolicy", ["spec", "podSelector"], UNKNOWN]], reads: /podSelector/ },
    { title: "its rules", edits: [["networkPolicy", ["spec", "egress"], UNKNOWN]], passes: "they are not read" },
  ],
  secret: [
    {
      title: "a namespace",
      edits: [["networkPolicy", ["metadata", "namespace"], "customers"]],
      says: /no NetworkPolicy/,
    },
  ],
  notApplicable: [{ title: "no pod", without: ["deployment", "networkPolicy"] }],
});
