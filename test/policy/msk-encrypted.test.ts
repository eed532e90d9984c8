import guardrail from "../../policy-pack/policies/msk-encrypted";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["msk"] },
    { title: "aws-native", aws: ["mskNative"] },
    {
      title: "the classic provider's defaults",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionInTransit"], undefined]],
    },
  ],
  invalid: [
    {
      title: "plain text to clients",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionInTransit", "clientBroker"], "TLS_PLAINTEXT"]],
      says: /clients reach the brokers by TLS_PLAINTEXT, allowed is TLS/,
    },
    {
      title: "plain text to clients, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["encryptionInfo", "encryptionInTransit", "clientBroker"], "PLAINTEXT"]],
      says: /by PLAINTEXT/,
    },
    {
      title: "nothing stated, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["encryptionInfo", "encryptionInTransit"], undefined]],
      says: /by nothing stated/,
    },
    {
      title: "plain text among brokers",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionInTransit", "inCluster"], false]],
      says: /brokers speak plain text/,
    },
    {
      title: "AWS's key",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionAtRestKmsKeyArn"], "arn:aws:kms:eu-central-1:1:alias/aws/kafka"]],
      says: /encryptionAtRestKmsKeyArn is no KMS key of the account's own/,
    },
    {
      title: "no key, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["encryptionInfo", "encryptionAtRest"], undefined]],
      says: /dataVolumeKmsKeyId is no KMS key/,
    },
    { title: "nothing at all", aws: ["msk"], edits: [["msk", ["encryptionInfo"], undefined]], says: /is no KMS key/ },
    { title: "serverless", aws: ["mskServerless"], says: /serverless cluster can't have a key/ },
    {
      title: "serverless, aws-native",
      aws: ["mskServerless"],
      types: { mskServerless: "aws-native:msk:ServerlessCluster" },
      says: /serverless cluster can't have a key/,
    },
  ],
  unknown: [
    {
      title: "key",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionAtRestKmsKeyArn"], UNKNOWN]],
      reads: /encryptionAtRestKmsKeyArn/,
    },
    {
      title: "all of it",
      aws: ["mskNative"],
      edits: [["mskNative", ["encryptionInfo"], UNKNOWN]],
      reads: /encryptionInfo/,
    },
    { title: "subnets", aws: ["msk"], edits: [["msk", ["brokerNodeGroupInfo"], UNKNOWN]], passes: "they are not read" },
  ],
  secret: [
    {
      title: "a way",
      aws: ["msk"],
      edits: [["msk", ["encryptionInfo", "encryptionInTransit", "clientBroker"], "PLAINTEXT"]],
      says: /clients reach the brokers by \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "no cluster of AWS" }],
});
