import guardrail from "../../policy-pack/policies/msk-private";
import { prove, UNKNOWN } from "./support";

const TYPE = ["brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"];

prove(guardrail, {
  valid: [
    { title: "switched off", aws: ["msk"] },
    { title: "nothing said, aws-native", aws: ["mskNative"] },
  ],
  invalid: [
    {
      title: "public addresses",
      aws: ["msk"],
      edits: [["msk", TYPE, "SERVICE_PROVIDED_EIPS"]],
      says: /public access is SERVICE_PROVIDED_EIPS, allowed is DISABLED/,
    },
    {
      title: "public addresses, aws-native",
      aws: ["mskNative"],
      edits: [
        ["mskNative", ["brokerNodeGroupInfo", "connectivityInfo"], { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } }],
      ],
      says: /public access is SERVICE_PROVIDED_EIPS/,
    },
  ],
  unknown: [
    { title: "kind of access", aws: ["msk"], edits: [["msk", TYPE, UNKNOWN]], reads: /publicAccess\.type/ },
    { title: "nodes", aws: ["msk"], edits: [["msk", ["brokerNodeGroupInfo"], UNKNOWN]], reads: /brokerNodeGroupInfo/ },
    {
      title: "subnets",
      aws: ["msk"],
      edits: [["msk", ["brokerNodeGroupInfo", "clientSubnets"], UNKNOWN]],
      passes: "addresses don't come from them",
    },
  ],
  secret: [
    {
      title: "a kind of access",
      aws: ["msk"],
      edits: [["msk", TYPE, "SERVICE_PROVIDED_EIPS"]],
      says: /public access is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "serverless, which is private always", aws: ["mskServerless"] }],
});
