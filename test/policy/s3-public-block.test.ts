import guardrail from "../../policy-pack/policies/s3-public-block";
import { prove, UNKNOWN } from "./support";

const BOTH = ["bucket", "bucketBlock"] as const;
const ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

prove(guardrail, {
  valid: [
    { title: "a bucket and its block", aws: BOTH },
    { title: "aws-native, all in one", aws: ["bucketNative"] },
    {
      title: "a bucket whose name AWS makes, by what the block's input is made of",
      aws: BOTH,
      edits: [
        ["bucket", ["bucket"], undefined],
        ["bucketBlock", ["bucket"], UNKNOWN],
      ],
      made: [["bucketBlock", "bucket", ["bucket"]]],
    },
    {
      title: "a named bucket and the id of it that isn't known yet",
      aws: BOTH,
      edits: [["bucketBlock", ["bucket"], UNKNOWN]],
      made: [["bucketBlock", "bucket", ["bucket"]]],
    },
    { title: "the account's block", aws: BOTH, types: { bucketBlock: ACCOUNT }, without: ["bucket"] },
  ],
  invalid: [
    { title: "no block", aws: ["bucket"], says: /^bucket: no public access block in this stack/ },
    { title: "no block, V2", aws: ["bucketV2"], says: /no public access block/ },
    {
      title: "no block, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["publicAccessBlockConfiguration"], undefined]],
      says: /no public access block/,
    },
    {
      title: "another's block",
      aws: BOTH,
      edits: [["bucketBlock", ["bucket"], "other"]],
      says: /no public access block/,
    },
    {
      title: "another's, by a known name that an apply made of this one",
      aws: BOTH,
      edits: [["bucketBlock", ["bucket"], "other"]],
      made: [["bucketBlock", "bucket", ["bucket"]]],
      says: /no public access block/,
      unlessUnknown: "then it is made of this bucket alone, which the next preview settles",
    },
    {
      title: "somebody's, who can't be known",
      aws: BOTH,
      edits: [["bucketBlock", ["bucket"], UNKNOWN]],
      says: /no public access block/,
    },
    {
      title: "a name made of two buckets'",
      aws: [...BOTH, "bucketNative"],
      edits: [["bucketBlock", ["bucket"], UNKNOWN]],
      made: [["bucketBlock", "bucket", ["bucket", "bucketNative"]]],
      says: /no public access block/,
    },
    {
      title: "nobody's",
      aws: BOTH,
      edits: [["bucketBlock", ["bucket"], undefined]],
      made: [["bucketBlock", "bucket", ["bucket"]]],
      says: /no public access block/,
      unlessUnknown: "then it is made of this bucket alone",
    },
    {
      title: "one switch off",
      aws: BOTH,
      edits: [["bucketBlock", ["restrictPublicBuckets"], false]],
      says: /restrictPublicBuckets is not true/,
    },
    {
      title: "two switches not said, aws-native",
      aws: ["bucketNative"],
      edits: [
        ["bucketNative", ["publicAccessBlockConfiguration", "blockPublicAcls"], undefined],
        ["bucketNative", ["publicAccessBlockConfiguration", "ignorePublicAcls"], undefined],
      ],
      says: /publicAccessBlockConfiguration\.(blockPublicAcls|ignorePublicAcls) is not true/,
      times: 2,
    },
    {
      title: "the account's block opened",
      aws: ["bucketBlock"],
      types: { bucketBlock: ACCOUNT },
      edits: [["bucketBlock", ["blockPublicPolicy"], false]],
      says: /blockPublicPolicy is not true/,
    },
  ],
  unknown: [
    { title: "a switch", aws: BOTH, edits: [["bucketBlock", ["blockPublicAcls"], UNKNOWN]], reads: /blockPublicAcls/ },
    {
      title: "all of it, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["publicAccessBlockConfiguration"], UNKNOWN]],
      reads: /publicAccessBlockConfiguration/,
    },
  ],
  secret: [
    {
      title: "a switch",
      aws: BOTH,
      edits: [["bucketBlock", ["blockPublicAcls"], "false"]],
      says: /blockPublicAcls is not true/,
    },
  ],
  notApplicable: [{ title: "no bucket" }],
});
