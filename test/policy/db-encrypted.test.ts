import guardrail from "../../policy-pack/policies/db-encrypted";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["db", "cluster", "member1", "globalCluster"] },
    { title: "aws-native", aws: ["dbNative", "clusterNative", "memberNative"] },
  ],
  invalid: [
    {
      title: "not said",
      aws: ["db"],
      edits: [["db", ["storageEncrypted"], undefined]],
      says: /storageEncrypted is not/,
    },
    { title: "a cluster", aws: ["cluster"], edits: [["cluster", ["storageEncrypted"], false]], says: /is not true/ },
    {
      title: "a global cluster",
      aws: ["globalCluster"],
      edits: [["globalCluster", ["storageEncrypted"], false]],
      says: /is not/,
    },
    {
      title: "aws-native",
      aws: ["dbNative"],
      edits: [["dbNative", ["storageEncrypted"], undefined]],
      says: /is not true/,
    },
    {
      title: "aws-native by its old name",
      aws: ["dbNative"],
      types: { dbNative: "aws-native:rds:DBInstance" },
      edits: [["dbNative", ["storageEncrypted"], false]],
      says: /is not true/,
    },
    {
      title: "aws-native, that only says it is a cluster's",
      aws: ["dbNative"],
      edits: [
        ["dbNative", ["storageEncrypted"], false],
        ["dbNative", ["dbClusterIdentifier"], "orders-aurora"],
      ],
      says: /is not true/,
    },
    {
      title: "a cluster, aws-native",
      aws: ["clusterNative"],
      edits: [["clusterNative", ["storageEncrypted"], undefined]],
      says: /is not true/,
    },
  ],
  unknown: [
    { title: "encryption", aws: ["db"], edits: [["db", ["storageEncrypted"], UNKNOWN]], reads: /storageEncrypted/ },
    { title: "engine, aws-native", aws: ["dbNative"], edits: [["dbNative", ["engine"], UNKNOWN]], reads: /engine/ },
    { title: "name", aws: ["db"], edits: [["db", ["identifier"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "encryption",
      aws: ["db"],
      edits: [["db", ["storageEncrypted"], "false"]],
      says: /storageEncrypted is not true/,
    },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
