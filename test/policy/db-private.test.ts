import guardrail from "../../policy-pack/policies/db-private";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["db", "member1"] },
    { title: "the classic provider's default", aws: ["db"], edits: [["db", ["publiclyAccessible"], undefined]] },
    { title: "aws-native", aws: ["dbNative", "memberNative"] },
  ],
  invalid: [
    { title: "public", aws: ["db"], edits: [["db", ["publiclyAccessible"], true]], says: /publiclyAccessible is true/ },
    { title: "written as text", aws: ["db"], edits: [["db", ["publiclyAccessible"], "true"]], says: /is true/ },
    {
      title: "an instance of a cluster",
      aws: ["member1"],
      edits: [["member1", ["publiclyAccessible"], true]],
      says: /publiclyAccessible is true/,
    },
    {
      title: "nothing said, aws-native",
      aws: ["dbNative"],
      edits: [["dbNative", ["publiclyAccessible"], undefined]],
      says: /not set, so the VPC decides/,
    },
    {
      title: "a cluster that isn't Aurora's, aws-native",
      aws: ["clusterNative"],
      edits: [["clusterNative", ["engine"], "postgres"]],
      says: /not set, so the VPC decides/,
    },
  ],
  unknown: [
    { title: "access", aws: ["db"], edits: [["db", ["publiclyAccessible"], UNKNOWN]], reads: /publiclyAccessible/ },
    { title: "subnets", aws: ["db"], edits: [["db", ["dbSubnetGroupName"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "access",
      aws: ["db"],
      edits: [["db", ["publiclyAccessible"], "true"]],
      says: /publiclyAccessible is \[secret\]/,
    },
  ],
  notApplicable: [{ title: "Aurora's clusters, whose instances have addresses", aws: ["cluster", "clusterNative"] }],
});
