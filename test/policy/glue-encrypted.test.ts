import guardrail from "../../policy-pack/policies/glue-encrypted";
import { prove, UNKNOWN } from "./support";

const AT_REST = ["dataCatalogEncryptionSettings", "encryptionAtRest"];
const PASSWORDS = ["dataCatalogEncryptionSettings", "connectionPasswordEncryption"];
const BY = "encryptionConfiguration";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["glueCatalog", "glueSecurity", "glueJob"] },
    { title: "aws-native", aws: ["glueCatalogNative", "glueSecurityNative", "glueCrawlerNative"] },
  ],
  invalid: [
    {
      title: "metadata in clear",
      aws: ["glueCatalog"],
      edits: [["glueCatalog", [...AT_REST, "catalogEncryptionMode"], "DISABLED"]],
      says: /metadata: .*catalogEncryptionMode is DISABLED, allowed is SSE-KMS/,
    },
    {
      title: "metadata with AWS's key",
      aws: ["glueCatalogNative"],
      edits: [["glueCatalogNative", [...AT_REST, "sseAwsKmsKeyId"], "alias/aws/glue"]],
      says: /metadata: .*sseAwsKmsKeyId is no KMS key/,
    },
    {
      title: "passwords in clear",
      aws: ["glueCatalog"],
      edits: [["glueCatalog", [...PASSWORDS, "returnConnectionPasswordEncrypted"], false]],
      says: /returnConnectionPasswordEncrypted is not true/,
    },
    {
      title: "passwords without a key, aws-native",
      aws: ["glueCatalogNative"],
      edits: [["glueCatalogNative", [...PASSWORDS, "kmsKeyId"], undefined]],
      says: /kmsKeyId is no KMS key/,
    },
    {
      title: "logs in clear",
      aws: ["glueSecurity"],
      edits: [["glueSecurity", [BY, "cloudwatchEncryption", "cloudwatchEncryptionMode"], "DISABLED"]],
      says: /logs: .*cloudwatchEncryptionMode is DISABLED/,
    },
    {
      title: "logs in clear, aws-native",
      aws: ["glueSecurityNative"],
      edits: [["glueSecurityNative", [BY, "cloudWatchEncryption"], undefined]],
      says: /logs: .*cloudWatchEncryptionMode is not set/,
    },
    {
      title: "bookmarks in clear",
      aws: ["glueSecurity"],
      edits: [["glueSecurity", [BY, "jobBookmarksEncryption", "jobBookmarksEncryptionMode"], "DISABLED"]],
      says: /bookmarks: .* is DISABLED, allowed is CSE-KMS/,
    },
    {
      title: "data by S3's key",
      aws: ["glueSecurity"],
      edits: [["glueSecurity", [BY, "s3Encryption", "s3EncryptionMode"], "SSE-S3"]],
      says: /data in S3: .* is SSE-S3, allowed is SSE-KMS/,
    },
    {
      title: "data without a key, aws-native",
      aws: ["glueSecurityNative"],
      edits: [["glueSecurityNative", [BY, "s3Encryptions", 0, "kmsKeyArn"], undefined]],
      says: /data in S3: .*kmsKeyArn is no KMS key/,
    },
    {
      title: "a job without",
      aws: ["glueJob"],
      edits: [["glueJob", ["securityConfiguration"], undefined]],
      says: /securityConfiguration is not set/,
    },
    {
      title: "a development endpoint without",
      aws: ["glueJob"],
      types: { glueJob: "aws:glue/devEndpoint:DevEndpoint" },
      edits: [["glueJob", ["securityConfiguration"], ""]],
      says: /securityConfiguration is not set/,
    },
    {
      title: "a crawler without, aws-native",
      aws: ["glueCrawlerNative"],
      edits: [["glueCrawlerNative", ["crawlerSecurityConfiguration"], undefined]],
      says: /crawlerSecurityConfiguration is not set/,
    },
  ],
  unknown: [
    {
      title: "key",
      aws: ["glueCatalog"],
      edits: [["glueCatalog", [...AT_REST, "sseAwsKmsKeyId"], UNKNOWN]],
      reads: /sseAws/,
    },
    {
      title: "mode",
      aws: ["glueSecurity"],
      edits: [["glueSecurity", [BY, "s3Encryption", "s3EncryptionMode"], UNKNOWN]],
      reads: /s3EncryptionMode/,
    },
    { title: "job's", aws: ["glueJob"], edits: [["glueJob", ["securityConfiguration"], UNKNOWN]], reads: /security/ },
  ],
  secret: [
    {
      title: "mode",
      aws: ["glueCatalog"],
      edits: [["glueCatalog", [...AT_REST, "catalogEncryptionMode"], "DISABLED"]],
      says: /catalogEncryptionMode is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "a registry", aws: ["glueRegistry", "glueSchema"] }],
});
