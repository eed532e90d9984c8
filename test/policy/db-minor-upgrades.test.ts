import guardrail from "../../policy-pack/policies/db-minor-upgrades";
import { prove, UNKNOWN } from "./support";

const UPGRADE = ["autoMinorVersionUpgrade"];

prove(guardrail, {
  valid: [
    { title: "on", aws: ["db"] },
    { title: "AWS's default", aws: ["member1", "dbNative", "memberNative"] },
  ],
  invalid: [
    { title: "off", aws: ["db"], edits: [["db", UPGRADE, false]], says: /autoMinorVersionUpgrade is false/ },
    { title: "an instance of a cluster", aws: ["member1"], edits: [["member1", UPGRADE, false]], says: /is false/ },
    { title: "aws-native", aws: ["memberNative"], edits: [["memberNative", UPGRADE, "false"]], says: /is false/ },
    {
      title: "a cluster that isn't Aurora's",
      aws: ["cluster"],
      edits: [
        ["cluster", ["engine"], "mysql"],
        ["cluster", UPGRADE, false],
      ],
      says: /is false/,
    },
  ],
  unknown: [{ title: "whether", aws: ["db"], edits: [["db", UPGRADE, UNKNOWN]], reads: /autoMinorVersionUpgrade/ }],
  secret: [
    { title: "whether", aws: ["db"], edits: [["db", UPGRADE, "false"]], says: /autoMinorVersionUpgrade is \[secret\]/ },
  ],
  notApplicable: [
    { title: "Aurora's cluster, whose instances have it", aws: ["cluster"], edits: [["cluster", UPGRADE, false]] },
  ],
});
