/** Type tokens that guardrails ask for. */
export const DATA_PRODUCT = "mesh:components:DataProduct";
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
export const SECRET = "kubernetes:core/v1:Secret";
export const NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/** The last part of a Kubernetes type token: `Deployment` of `kubernetes:apps/v1:Deployment`. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

export function isKubernetes(type: string): boolean {
  return type.startsWith("kubernetes:");
}
