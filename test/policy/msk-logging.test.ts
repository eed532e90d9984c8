import guardrail from "../../policy-pack/policies/msk-logging";
import { prove, UNKNOWN } from "./support";

const LOGS = ["loggingInfo", "brokerLogs"];

prove(guardrail, {
  valid: [
    { title: "CloudWatch", aws: ["msk"] },
    { title: "CloudWatch, aws-native", aws: ["mskNative"] },
    { title: "S3", aws: ["msk"], edits: [["msk", LOGS, { s3: { enabled: true, bucket: "logs" } }]] },
    {
      title: "Firehose",
      aws: ["msk"],
      edits: [["msk", LOGS, { firehose: { enabled: true, deliveryStream: "logs" } }]],
    },
  ],
  invalid: [
    { title: "nothing", aws: ["msk"], edits: [["msk", ["loggingInfo"], undefined]], says: /broker logs go nowhere/ },
    { title: "nothing, aws-native", aws: ["mskNative"], edits: [["mskNative", LOGS, {}]], says: /go nowhere/ },
    {
      title: "switched off",
      aws: ["msk"],
      edits: [["msk", [...LOGS, "cloudwatchLogs", "enabled"], false]],
      says: /go nowhere/,
    },
    {
      title: "without a place",
      aws: ["msk"],
      edits: [["msk", [...LOGS, "cloudwatchLogs", "logGroup"], undefined]],
      says: /go nowhere/,
      unlessUnknown: "whatever its name, there is a place",
    },
    { title: "serverless", aws: ["mskServerless"], says: /serverless cluster has no broker logs/ },
  ],
  unknown: [
    { title: "logging", aws: ["msk"], edits: [["msk", ["loggingInfo"], UNKNOWN]], reads: /loggingInfo/ },
    {
      title: "whether",
      aws: ["mskNative"],
      edits: [["mskNative", [...LOGS, "cloudWatchLogs", "enabled"], UNKNOWN]],
      reads: /cloudWatchLogs\.enabled/,
    },
    {
      title: "log group",
      aws: ["msk"],
      edits: [["msk", [...LOGS, "cloudwatchLogs", "logGroup"], UNKNOWN]],
      passes: "that there is one is enough",
    },
  ],
  secret: [
    {
      title: "whether",
      aws: ["msk"],
      edits: [["msk", [...LOGS, "cloudwatchLogs", "enabled"], "false"]],
      says: /broker logs go nowhere/,
    },
  ],
  notApplicable: [{ title: "no cluster of AWS" }],
});
