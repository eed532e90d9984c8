import guardrail from "../../policy-pack/policies/s3-kms";
import { prove, UNKNOWN } from "./support";

const BOTH = ["bucket", "bucketEncryption"] as const;
const V2 = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";
const BY = ["rules", 0, "applyServerSideEncryptionByDefault"];
const INLINE = ["serverSideEncryptionConfiguration", "rule", "applyServerSideEncryptionByDefault"];
const IN_V2 = ["serverSideEncryptionConfigurations", 0, "rules", 0, "applyServerSideEncryptionByDefaults", 0];
const NATIVE = ["bucketEncryption", "serverSideEncryptionConfiguration"];

prove(guardrail, {
  valid: [
    { title: "a bucket and its encryption", aws: BOTH },
    { title: "V2 of it", aws: BOTH, types: { bucketEncryption: V2 } },
    { title: "all in one", aws: ["bucketInline", "bucketV2", "bucketNative"] },
    { title: "two layers", aws: BOTH, edits: [["bucketEncryption", [...BY, "sseAlgorithm"], "aws:kms:dsse"]] },
    { title: "an alias", aws: BOTH, edits: [["bucketEncryption", [...BY, "kmsMasterKeyId"], "alias/orders"]] },
    {
      title: "a bucket whose name AWS makes",
      aws: BOTH,
      edits: [
        ["bucket", ["bucket"], undefined],
        ["bucketEncryption", ["bucket"], UNKNOWN],
      ],
      made: [["bucketEncryption", "bucket", ["bucket"]]],
    },
  ],
  invalid: [
    { title: "nothing said", aws: ["bucket"], says: /^bucket: nothing in this stack says how this bucket encrypts/ },
    {
      title: "another's",
      aws: BOTH,
      edits: [["bucketEncryption", ["bucket"], "other"]],
      says: /nothing in this stack/,
    },
    {
      title: "nothing said, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["bucketEncryption"], undefined]],
      says: /nothing in this stack/,
    },
    {
      title: "S3's key",
      aws: BOTH,
      edits: [["bucketEncryption", [...BY, "sseAlgorithm"], "AES256"]],
      says: /sseAlgorithm is AES256, allowed are aws:kms, aws:kms:dsse/,
    },
    {
      title: "S3's key, in one",
      aws: ["bucketInline"],
      edits: [["bucketInline", [...INLINE, "sseAlgorithm"], "AES256"]],
      says: /sseAlgorithm is AES256/,
    },
    {
      title: "no key, V2",
      aws: ["bucketV2"],
      edits: [["bucketV2", [...IN_V2, "kmsMasterKeyId"], undefined]],
      says: /kmsMasterKeyId is no KMS key of the account's own/,
    },
    {
      title: "AWS's key, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", [...NATIVE, 0, "serverSideEncryptionByDefault", "kmsMasterKeyId"], "alias/aws/s3"]],
      says: /kmsMasterKeyId is no KMS key/,
    },
    { title: "no rule", aws: BOTH, edits: [["bucketEncryption", ["rules"], []]], says: /has no rule for encryption/ },
    {
      title: "a rule that says nothing",
      aws: ["bucketNative"],
      edits: [["bucketNative", [...NATIVE, 0], { bucketKeyEnabled: true }]],
      says: /sseAlgorithm is not set/,
    },
  ],
  unknown: [
    {
      title: "key",
      aws: BOTH,
      edits: [["bucketEncryption", [...BY, "kmsMasterKeyId"], UNKNOWN]],
      reads: /kmsMasterKeyId/,
    },
    {
      title: "rules, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", NATIVE, UNKNOWN]],
      reads: /bucketEncryption/,
    },
  ],
  secret: [
    {
      title: "an algorithm",
      aws: BOTH,
      edits: [["bucketEncryption", [...BY, "sseAlgorithm"], "AES256"]],
      says: /sseAlgorithm is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "no bucket" }],
});
