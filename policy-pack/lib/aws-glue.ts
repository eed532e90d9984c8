import { either, isNative } from "./aws";
import type { Resource } from "./guardrail";
import type { Known } from "./known";

export const GLUE_REGISTRIES = ["aws:glue/registry:Registry", "aws-native:glue:Registry"];
export const GLUE_SCHEMAS = ["aws:glue/schema:Schema", "aws-native:glue:Schema"];
export const GLUE_CATALOGS = [
  "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
  "aws-native:glue:DataCatalogEncryptionSettings",
];
export const GLUE_SECURITY = [
  "aws:glue/securityConfiguration:SecurityConfiguration",
  "aws-native:glue:SecurityConfiguration",
];
const CRAWLERS = ["aws:glue/crawler:Crawler", "aws-native:glue:Crawler"];
/** What runs over data, under a security configuration that it names. */
export const GLUE_WORKERS = [
  ...CRAWLERS,
  ...["aws:glue/job:Job", "aws-native:glue:Job"],
  ...["aws:glue/devEndpoint:DevEndpoint", "aws-native:glue:DevEndpoint"],
];

/** One thing that is encrypted, by which mode and key. `kms` is what KMS is called there. */
export interface Sealed {
  readonly what: string;
  readonly kms: string;
  readonly mode: Known;
  readonly key: Known;
}

/** The three things that a security configuration encrypts. */
export function securitySealed(security: Resource): Sealed[] {
  const at = security.props.at("encryptionConfiguration");
  const [logs, logsMode, s3] = isNative(security)
    ? [at.at("cloudWatchEncryption"), "cloudWatchEncryptionMode", at.at("s3Encryptions", 0)]
    : [at.at("cloudwatchEncryption"), "cloudwatchEncryptionMode", at.at("s3Encryption")];
  const marks = at.at("jobBookmarksEncryption");
  return [
    { what: "logs", kms: "SSE-KMS", mode: logs.at(logsMode), key: logs.at("kmsKeyArn") },
    { what: "bookmarks", kms: "CSE-KMS", mode: marks.at("jobBookmarksEncryptionMode"), key: marks.at("kmsKeyArn") },
    { what: "data in S3", kms: "SSE-KMS", mode: s3.at("s3EncryptionMode"), key: s3.at("kmsKeyArn") },
  ];
}

/** The metadata that the catalog keeps. */
export function catalogSealed({ props }: Resource): Sealed {
  const at = props.at("dataCatalogEncryptionSettings", "encryptionAtRest");
  return { what: "metadata", kms: "SSE-KMS", mode: at.at("catalogEncryptionMode"), key: at.at("sseAwsKmsKeyId") };
}

/** The passwords of connections, as the catalog hands them out. */
export function passwordsSealed(catalog: Resource): { readonly sealed: Known; readonly key: Known } {
  const at = catalog.props.at("dataCatalogEncryptionSettings", "connectionPasswordEncryption");
  return {
    sealed: at.at("returnConnectionPasswordEncrypted"),
    key: at.at(isNative(catalog) ? "kmsKeyId" : "awsKmsKeyId"),
  };
}

export function securityOf(worker: Resource): Known {
  const crawler = CRAWLERS.includes(worker.type);
  return either(worker, {
    classic: ["securityConfiguration"],
    native: [crawler ? "crawlerSecurityConfiguration" : "securityConfiguration"],
  });
}

/** The input by which a schema names its registry; without one it is in the account's default one. */
export function registryInput(schema: Resource): string {
  return isNative(schema) ? "registry" : "registryArn";
}
