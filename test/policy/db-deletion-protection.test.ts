import guardrail from "../../policy-pack/policies/db-deletion-protection";
import { prove, UNKNOWN } from "./support";

const PROTECTION = ["deletionProtection"];

prove(guardrail, {
  valid: [{ title: "all", aws: ["db", "cluster", "globalCluster", "dbNative", "clusterNative"] }],
  invalid: [
    { title: "off", aws: ["db"], edits: [["db", PROTECTION, false]], says: /deletionProtection is not true/ },
    { title: "not said", aws: ["cluster"], edits: [["cluster", PROTECTION, undefined]], says: /is not true/ },
    { title: "global", aws: ["globalCluster"], edits: [["globalCluster", PROTECTION, undefined]], says: /is not true/ },
    { title: "aws-native", aws: ["dbNative"], edits: [["dbNative", PROTECTION, undefined]], says: /is not true/ },
    {
      title: "a cluster, aws-native",
      aws: ["clusterNative"],
      edits: [["clusterNative", PROTECTION, false]],
      says: /is not/,
    },
  ],
  unknown: [{ title: "protection", aws: ["db"], edits: [["db", PROTECTION, UNKNOWN]], reads: /deletionProtection/ }],
  secret: [
    { title: "protection", aws: ["db"], edits: [["db", PROTECTION, "false"]], says: /deletionProtection is not true/ },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
