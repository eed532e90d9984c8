import guardrail from "../../policy-pack/policies/db-iam-auth";
import { prove, UNKNOWN } from "./support";

const CLASSIC = ["iamDatabaseAuthenticationEnabled"];
const NATIVE = ["enableIamDatabaseAuthentication"];

prove(guardrail, {
  valid: [{ title: "all", aws: ["db", "cluster", "dbNative", "clusterNative"] }],
  invalid: [
    {
      title: "off",
      aws: ["db"],
      edits: [["db", CLASSIC, false]],
      says: /iamDatabaseAuthenticationEnabled is not true/,
    },
    { title: "a cluster", aws: ["cluster"], edits: [["cluster", CLASSIC, undefined]], says: /is not true/ },
    {
      title: "aws-native, by the other's name",
      aws: ["dbNative"],
      edits: [
        ["dbNative", NATIVE, undefined],
        ["dbNative", CLASSIC, true],
      ],
      says: /enableIamDatabaseAuthentication is not true/,
    },
    {
      title: "a cluster, aws-native",
      aws: ["clusterNative"],
      edits: [["clusterNative", NATIVE, false]],
      says: /is not true/,
    },
  ],
  unknown: [{ title: "whether", aws: ["db"], edits: [["db", CLASSIC, UNKNOWN]], reads: /iamDatabaseAuthentication/ }],
  secret: [
    {
      title: "whether",
      aws: ["db"],
      edits: [["db", CLASSIC, "false"]],
      says: /iamDatabaseAuthenticationEnabled is not true/,
    },
  ],
  notApplicable: [{ title: "an instance of a cluster", aws: ["member1", "memberNative"] }],
});
