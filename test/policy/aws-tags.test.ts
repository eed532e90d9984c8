import guardrail from "../../policy-pack/policies/aws-tags";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["msk", "db", "dbParameters", "member1", "bucket", "glueSchema", "role"] },
    {
      title: "aws-native, map and list",
      aws: ["mskNative", "dbNative", "bucketNative", "glueSchemaNative", "roleNative"],
    },
    { title: "another domain, in the platform's stack", aws: ["bucket"], stack: "platform-production" },
  ],
  invalid: [
    {
      title: "none",
      aws: ["bucket"],
      edits: [["bucket", ["tags"], undefined]],
      says: /tag mesh\.\w+ is not set/,
      times: 4,
    },
    {
      title: "none, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["tags"], []]],
      says: /is not set/,
      times: 4,
    },
    {
      title: "no owner",
      aws: ["msk"],
      edits: [["msk", ["tags", "mesh.owner"], undefined]],
      says: /tag mesh\.owner is not/,
    },
    {
      title: "an empty one",
      aws: ["db"],
      edits: [["db", ["tags", "mesh.product"], ""]],
      says: /tag mesh\.product is not/,
    },
    {
      title: "no version, aws-native",
      aws: ["roleNative"],
      edits: [["roleNative", ["tags", 2, "key"], "version"]],
      says: /tag mesh\.version is not set/,
    },
    {
      title: "another domain",
      aws: ["glueRegistry"],
      edits: [["glueRegistry", ["tags", "mesh.domain"], "customers"]],
      says: /tag mesh\.domain is "customers" in the stack of domain "orders"/,
    },
    {
      title: "not all of the domain's",
      aws: ["role"],
      tightenings: {
        orders: { "aws-tags": { required: ["mesh.domain", "mesh.product", "mesh.version", "mesh.owner", "cost"] } },
      },
      says: /tag cost is not set/,
    },
  ],
  unknown: [
    {
      title: "a tag",
      aws: ["bucket"],
      edits: [["bucket", ["tags", "mesh.owner"], UNKNOWN]],
      reads: /tags.*mesh\.owner/,
    },
    { title: "all", aws: ["msk"], edits: [["msk", ["tags"], UNKNOWN]], reads: /tags/ },
    {
      title: "a tag's name, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["tags", 0, "key"], UNKNOWN]],
      reads: /tags\[0\]\.key/,
    },
    { title: "another tag", aws: ["msk"], edits: [["msk", ["tags", "cost"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "a domain",
      aws: ["glueRegistry"],
      edits: [["glueRegistry", ["tags", "mesh.domain"], "customers"]],
      says: /tag mesh\.domain is "\[secret\]" in the stack/,
    },
  ],
  notApplicable: [{ title: "what takes no tags", aws: ["bucketBlock", "attachment", "rolePolicy", "glueCatalog"] }],
});
