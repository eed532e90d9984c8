import { guardrail } from "../lib/guardrail";

const KUBERNETES = [
  ...["ConfigMap", "Namespace", "Pod", "Secret", "Service", "ServiceAccount"].map((kind) => `core/v1:${kind}`),
  ...["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"].map((kind) => `apps/v1:${kind}`),
  ...["CronJob", "Job"].map((kind) => `batch/v1:${kind}`),
  "networking.k8s.io/v1:NetworkPolicy",
  "policy/v1:PodDisruptionBudget",
].map((type) => `kubernetes:${type}`);

const KAFKA = ["acl:Acl", "quota:Quota", "topic:Topic", "userScramCredential:UserScramCredential"].map(
  (type) => `kafka:index/${type}`,
);

const MESH = [
  ...["Catalog", "CatalogRecord", "DatabaseSchema", "Password", "RegistryDefaults", "Subject"].map((t) => `index:${t}`),
  ...[
    "AccessGrant",
    "CatalogEntry",
    "DataProduct",
    "Database",
    "EventStream",
    "Platform",
    "SchemaSubject",
    "Service",
  ].map((type) => `components:${type}`),
].map((type) => `mesh:${type}`);

// `pulumi:providers:pulumi` reads stack references; dynamic providers come as `pulumi:providers:pulumi-nodejs`.
const ENGINE = [
  "pulumi:pulumi:Stack",
  "pulumi:pulumi:StackReference",
  ...["kafka", "kubernetes", "mesh", "pulumi"].map((provider) => `pulumi:providers:${provider}`),
];

export default guardrail({
  id: "type-allow-list",
  section: "gate",
  source: "design.md: preview is the gate",
  description: "Every resource is of a type that the federation knows and its guardrails judge.",
  rationale: "A dynamic provider, a command, a Helm release or another vendor's topic makes the same thing unseen.",
  fix: "use the mesh's components, or ask the platform team to add the type together with its guardrails",
  exemptible: false,
  parameters: {
    allowed: {
      unit: "type tokens",
      default: [...ENGINE, ...KAFKA, ...KUBERNETES, ...MESH],
      direction: "subset",
      description: "Type tokens that a stack may hold.",
    },
  },
  resource: {
    *check({ type }, { values }) {
      if (!values.allowed.includes(type)) yield `resources of type ${type} are not known to the federation`;
    },
  },
});
