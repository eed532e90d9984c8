import { NAMESPACE, NETWORK_POLICY } from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/netpol-default-deny";
import { prove, UNKNOWN } from "./support";

const namespace = { type: NAMESPACE, props: { metadata: { name: "orders" } } };
const closed = {
  type: NETWORK_POLICY,
  props: {
    metadata: { name: "default-deny", namespace: "orders" },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  },
};
const more = { namespace, closed };

prove(guardrail, {
  valid: [
    { title: "a domain's stack, that has no namespace" },
    { title: "a namespace and its policy", more },
    {
      title: "a rule with peers",
      more,
      edits: [["networkPolicy", ["spec", "ingress"], [{ from: [{ podSelector: {} }] }]]],
    },
    { title: "a rule with ports", more, edits: [["networkPolicy", ["spec", "egress"], [{ ports: [{ port: 53 }] }]]] },
  ],
  invalid: [
    { title: "none", more: { namespace }, says: /namespace "orders" has no NetworkPolicy that denies by default/ },
    {
      title: "another namespace's",
      more,
      edits: [["closed", ["metadata", "namespace"], "customers"]],
      says: /namespace "orders" has no/,
    },
    {
      title: "one direction",
      more,
      edits: [["closed", ["spec", "policyTypes"], ["Ingress"]]],
      says: /has no NetworkPolicy/,
    },
    {
      title: "some pods",
      more,
      edits: [["closed", ["spec", "podSelector"], { matchLabels: { a: "b" } }]],
      says: /has no NetworkPolicy/,
    },
    {
      title: "pods by an expression",
      more,
      edits: [["closed", ["spec", "podSelector"], { matchExpressions: [{ key: "a", operator: "Exists" }] }]],
      says: /has no NetworkPolicy/,
    },
    {
      title: "with a rule",
      more,
      edits: [["closed", ["spec", "ingress"], [{ from: [{ podSelector: {} }] }]]],
      says: /has no NetworkPolicy/,
    },
    {
      title: "a namespace in a list",
      more: { list: { type: "kubernetes:core/v1:NamespaceList", props: { items: [{ metadata: { name: "stock" } }] } } },
      says: /namespace "stock"/,
    },
    {
      title: "a rule for everything",
      edits: [["networkPolicy", ["spec", "ingress"], [{}]]],
      says: /spec\.ingress\[0\] names neither peers nor ports/,
    },
    {
      title: "a rule for every address",
      edits: [["networkPolicy", ["spec", "egress"], [{ to: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }]]],
      says: /spec\.egress\[0\] names neither/,
    },
    {
      title: "a rule for everything in a patch",
      types: { networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch" },
      edits: [["networkPolicy", ["spec", "egress"], [{}]]],
      says: /egress\[0\]/,
    },
    {
      title: "a rule for everything in an old version",
      types: { networkPolicy: "kubernetes:extensions/v1beta1:NetworkPolicy" },
      edits: [["networkPolicy", ["spec", "egress"], [{}]]],
      says: /egress\[0\]/,
    },
  ],
  unknown: [
    {
      title: "the namespace's name",
      more,
      edits: [["namespace", ["metadata", "name"], UNKNOWN]],
      reads: /metadata\.name/,
    },
    { title: "the selector", more, edits: [["closed", ["spec", "podSelector"], UNKNOWN]], reads: /podSelector/ },
    { title: "a rule", edits: [["networkPolicy", ["spec", "egress"], UNKNOWN]], reads: /spec\.egress/ },
    {
      title: "a rule's port",
      edits: [["networkPolicy", ["spec", "egress"], [{ ports: [{ port: UNKNOWN }] }]]],
      passes: "that there is one is enough",
    },
  ],
  secret: [
    {
      title: "a name",
      more: { namespace },
      edits: [["namespace", ["metadata", "name"], "hidden-name"]],
      says: /namespace "\[secret\]" has no/,
    },
  ],
  notApplicable: [{ title: "no policy and no namespace", without: ["networkPolicy"] }],
});
