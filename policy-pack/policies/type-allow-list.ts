import { guardrail } from "../lib/guardrail";
import { DATA_PRODUCT, PLATFORM } from "../lib/types";

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

/** Those whose every dangerous input a guardrail judges. Users' keys, jobs' code and ACLs are no way of the mesh's. */
const AWS = [
  ...["msk/cluster:Cluster", "msk/clusterPolicy:ClusterPolicy", "msk/configuration:Configuration"],
  ...["rds/cluster:Cluster", "rds/clusterInstance:ClusterInstance", "rds/globalCluster:GlobalCluster"],
  ...["rds/instance:Instance", "rds/parameterGroup:ParameterGroup", "rds/clusterParameterGroup:ClusterParameterGroup"],
  ...["s3/bucket:Bucket", "s3/bucketV2:BucketV2", "s3/bucketPolicy:BucketPolicy"],
  ...["s3/accountPublicAccessBlock:AccountPublicAccessBlock", "s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  ...["s3/bucketVersioning:BucketVersioning", "s3/bucketVersioningV2:BucketVersioningV2"],
  "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ...["glue/registry:Registry", "glue/schema:Schema", "glue/resourcePolicy:ResourcePolicy"],
  ...["glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
  ...["glue/securityConfiguration:SecurityConfiguration"],
  ...["iam/policy:Policy", "iam/role:Role", "iam/rolePolicy:RolePolicy"],
  ...["iam/rolePolicyAttachment:RolePolicyAttachment"],
].map((type) => `aws:${type}`);
const AWS_PROVIDER = "pulumi:providers:aws";

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
      default: [...ENGINE, ...AWS, AWS_PROVIDER, ...KAFKA, ...KUBERNETES, ...MESH],
      direction: "subset",
      description: "Type tokens that a stack may hold.",
    },
  },
  resource: {
    *check({ type }, { values }) {
      if (!values.allowed.includes(type)) yield `resources of type ${type} are not known to the federation`;
    },
  },
  *stack(stack) {
    const onAws = stack.resources.filter(({ type }) => type === AWS_PROVIDER || type.startsWith("aws:"));
    if (onAws.length === 0) return;
    const targets = stack.ofType(DATA_PRODUCT, PLATFORM).map(({ props }) => props.at("target").text());
    if (targets.includes("aws")) return;
    for (const { urn, type } of onAws) {
      yield {
        urn,
        message: `resources of type ${type} are for stacks on target aws, this one is on ${targets[0] ?? "none"}`,
      };
    }
  },
});
