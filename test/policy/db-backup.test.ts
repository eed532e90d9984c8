import guardrail from "../../policy-pack/policies/db-backup";
import { prove, UNKNOWN } from "./support";

const DAYS = ["backupRetentionPeriod"];

prove(guardrail, {
  valid: [
    { title: "two weeks", aws: ["db", "cluster", "dbNative", "clusterNative"] },
    { title: "just enough", aws: ["db"], edits: [["db", DAYS, 7]] },
  ],
  invalid: [
    { title: "too short", aws: ["db"], edits: [["db", DAYS, 6]], says: /is 6, at least 7 days are needed/ },
    { title: "none", aws: ["db"], edits: [["db", DAYS, 0]], says: /is 0/ },
    { title: "AWS's default", aws: ["cluster"], edits: [["cluster", DAYS, undefined]], says: /is not set/ },
    { title: "aws-native", aws: ["dbNative"], edits: [["dbNative", DAYS, undefined]], says: /is not set/ },
    { title: "a cluster, aws-native", aws: ["clusterNative"], edits: [["clusterNative", DAYS, 1]], says: /is 1/ },
    {
      title: "a replica",
      aws: ["db"],
      edits: [
        ["db", DAYS, undefined],
        ["db", ["replicateSourceDb"], "other"],
      ],
      says: /is not set/,
    },
    {
      title: "shorter than the domain's",
      aws: ["db"],
      tightenings: { orders: { "db-backup": { minimumDays: 35 } } },
      says: /is 14, at least 35/,
    },
  ],
  unknown: [{ title: "days", aws: ["db"], edits: [["db", DAYS, UNKNOWN]], reads: /backupRetentionPeriod/ }],
  secret: [
    { title: "days", aws: ["db"], edits: [["db", DAYS, "3"]], says: /backupRetentionPeriod is \[secret\], at least/ },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
