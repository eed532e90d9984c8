/** Type tokens that guardrails ask for. What carries the same thing in another type is brought to these: meaning.ts. */
export const DATA_PRODUCT = "mesh:components:DataProduct";
export const PLATFORM = "mesh:components:Platform";
export const SUBJECT = "mesh:index:Subject";
export const REGISTRY_DEFAULTS = "mesh:index:RegistryDefaults";
export const CATALOG = "mesh:index:Catalog";
export const CATALOG_RECORD = "mesh:index:CatalogRecord";
export const DATABASE_SCHEMA = "mesh:index:DatabaseSchema";

export const TOPIC = "kafka:index/topic:Topic";
export const ACL = "kafka:index/acl:Acl";
export const QUOTA = "kafka:index/quota:Quota";
export const SCRAM_CREDENTIAL = "kafka:index/userScramCredential:UserScramCredential";

export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
export const SECRET = "kubernetes:core/v1:Secret";
export const SERVICE = "kubernetes:core/v1:Service";
export const VOLUME_CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
export const REPLICA_SET = "kubernetes:apps/v1:ReplicaSet";
export const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
export const DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";
export const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
export const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
export const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
/** OpenShift's and Traefik's ways in are read as this: `spec.tls`. */
export const ROUTE = "kubernetes:route.openshift.io/v1:Route";
export const INGRESS_ROUTE = "kubernetes:traefik.io/v1:IngressRoute";
export const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role";
export const CLUSTER_ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole";
export const ROLE_BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";
export const CLUSTER_ROLE_BINDING = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding";

/** CloudNativePG's databases; other versions are brought to v1. */
export const CNPG_CLUSTER = "kubernetes:postgresql.cnpg.io/v1:Cluster";
export const CNPG_DATABASE = "kubernetes:postgresql.cnpg.io/v1:Database";

/** The last part of a Kubernetes type token: `Deployment` of `kubernetes:apps/v1:Deployment`. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

export function isKubernetes(type: string): boolean {
  return type.startsWith("kubernetes:");
}
