import guardrail from "../../policy-pack/policies/db-logs";
import { prove, UNKNOWN } from "./support";

const EXPORTS = ["enabledCloudwatchLogsExports"];
const BOTH = ["db", "dbParameters"] as const;

prove(guardrail, {
  valid: [
    { title: "an instance", aws: BOTH },
    { title: "a cluster", aws: ["cluster", "clusterParameters", "member1"] },
    { title: "aws-native", aws: ["dbNative", "dbParametersNative", "clusterNative", "clusterParametersNative"] },
    {
      title: "MySQL's logs, which tell statements by themselves",
      aws: ["db"],
      edits: [
        ["db", ["engine"], "mysql"],
        ["db", EXPORTS, ["audit", "error"]],
      ],
    },
  ],
  invalid: [
    {
      title: "none",
      aws: BOTH,
      edits: [["db", EXPORTS, undefined]],
      says: /enabledCloudwatchLogsExports lacks postgresql/,
    },
    { title: "others", aws: BOTH, edits: [["db", EXPORTS, ["upgrade"]]], says: /lacks postgresql/ },
    {
      title: "none, aws-native",
      aws: ["dbNative", "dbParametersNative"],
      edits: [["dbNative", ["enableCloudwatchLogsExports"], []]],
      says: /enableCloudwatchLogsExports lacks postgresql/,
    },
    {
      title: "MySQL without its audit log",
      aws: ["db"],
      edits: [
        ["db", ["engine"], "aurora-mysql"],
        ["db", EXPORTS, ["error"]],
      ],
      says: /lacks audit/,
    },
    {
      title: "an engine that nobody knows",
      aws: ["db"],
      edits: [
        ["db", ["engine"], "novel"],
        ["db", EXPORTS, []],
      ],
      says: /enabledCloudwatchLogsExports is not set/,
    },
    {
      title: "no statements",
      aws: BOTH,
      edits: [["dbParameters", ["parameters", 1, "value"], "none"]],
      says: /log_statement is none, allowed are ddl, mod, all/,
    },
    { title: "AWS's default parameters", aws: ["db"], says: /log_statement is not set/ },
    {
      title: "fewer than the domain's",
      aws: BOTH,
      tightenings: { orders: { "db-logs": { statements: ["all"] } } },
      says: /log_statement is ddl, allowed are all/,
    },
  ],
  unknown: [
    { title: "exports", aws: BOTH, edits: [["db", EXPORTS, UNKNOWN]], reads: /enabledCloudwatchLogsExports/ },
    {
      title: "statements",
      aws: BOTH,
      edits: [["dbParameters", ["parameters", 1, "value"], UNKNOWN]],
      reads: /parameters\[1\]\.value/,
    },
  ],
  secret: [
    {
      title: "statements",
      aws: BOTH,
      edits: [["dbParameters", ["parameters", 1, "value"], "none"]],
      says: /log_statement is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
