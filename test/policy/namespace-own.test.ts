import guardrail from "../../policy-pack/policies/namespace-own";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "the platform in a domain's namespace", stack: "platform-production" },
    {
      title: "the platform's namespaces",
      stack: "platform-production",
      types: { config: "kubernetes:core/v1:Namespace" },
    },
  ],
  invalid: [
    {
      title: "another's",
      edits: [["deployment", ["metadata", "namespace"], "customers"]],
      says: /metadata\.namespace is "customers", it has to be "orders"/,
    },
    { title: "none", edits: [["deployment", ["metadata", "namespace"], undefined]], says: /not set/ },
    {
      title: "in a list",
      more: { list: { type: "kubernetes:core/v1:ServiceList", props: { items: [{ metadata: { namespace: "a" } }] } } },
      says: /items\[0\]\.metadata\.namespace is "a"/,
    },
    {
      title: "something cluster-wide in a list",
      more: { list: { type: "kubernetes:core/v1:NamespaceList", props: { items: [{ metadata: { name: "a" } }] } } },
      says: /Namespace is cluster-wide/,
    },
    {
      title: "a patch of something cluster-wide",
      types: { config: "kubernetes:core/v1:NamespacePatch" },
      says: /is cluster-wide/,
    },
    {
      title: "something cluster-wide",
      types: { config: "kubernetes:core/v1:Namespace" },
      says: /Namespace is cluster-wide/,
    },
    {
      title: "the platform in default",
      stack: "platform-production",
      edits: [["deployment", ["metadata", "namespace"], "default"]],
      says: /"default", it has to be a domain's/,
    },
    {
      title: "the platform in the cluster's own",
      stack: "platform-production",
      edits: [["deployment", ["metadata", "namespace"], "kube-system"]],
      says: /kube-system/,
    },
  ],
  unknown: [
    { title: "namespace", edits: [["deployment", ["metadata", "namespace"], UNKNOWN]], reads: /metadata\.namespace/ },
  ],
  secret: [
    {
      title: "a namespace",
      edits: [["deployment", ["metadata", "namespace"], "customers"]],
      says: /metadata\.namespace is "\[secret\]"/,
    },
  ],
  notApplicable: [
    {
      title: "not Kubernetes",
      types: { deployment: "kafka:index/topic:Topic" },
      edits: [["deployment", ["metadata", "namespace"], "customers"]],
    },
  ],
});
