import guardrail from "../../policy-pack/policies/s3-versioned";
import { prove, UNKNOWN } from "./support";

const BOTH = ["bucket", "bucketVersioning"] as const;
const V2 = "aws:s3/bucketVersioningV2:BucketVersioningV2";
const STATUS = ["versioningConfiguration", "status"];

prove(guardrail, {
  valid: [
    { title: "a bucket and its versioning", aws: BOTH },
    { title: "V2 of it", aws: BOTH, types: { bucketVersioning: V2 } },
    { title: "all in one", aws: ["bucketInline", "bucketV2", "bucketNative"] },
    {
      title: "a bucket whose name AWS makes",
      aws: BOTH,
      edits: [
        ["bucket", ["bucket"], undefined],
        ["bucketVersioning", ["bucket"], UNKNOWN],
      ],
      made: [["bucketVersioning", "bucket", ["bucket"]]],
    },
  ],
  invalid: [
    { title: "nothing said", aws: ["bucket"], says: /^bucket: nothing in this stack enables this bucket's versioning/ },
    {
      title: "nothing said, V2",
      aws: ["bucketV2"],
      edits: [["bucketV2", ["versionings"], []]],
      says: /nothing in this/,
    },
    {
      title: "nothing said, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", ["versioningConfiguration"], undefined]],
      says: /nothing in this stack/,
    },
    {
      title: "another's",
      aws: BOTH,
      edits: [["bucketVersioning", ["bucket"], "other"]],
      says: /nothing in this stack/,
    },
    {
      title: "suspended",
      aws: BOTH,
      edits: [["bucketVersioning", STATUS, "Suspended"]],
      says: /versioning is not enabled/,
    },
    {
      title: "suspended, aws-native",
      aws: ["bucketNative"],
      edits: [["bucketNative", STATUS, "Suspended"]],
      says: /not enabled/,
    },
    {
      title: "off",
      aws: ["bucketInline"],
      edits: [["bucketInline", ["versioning", "enabled"], false]],
      says: /versioning: versioning is not enabled/,
    },
    {
      title: "off, though a companion says on",
      aws: ["bucketV2", "bucketVersioning"],
      edits: [
        ["bucketV2", ["versionings", 0, "enabled"], false],
        ["bucketVersioning", ["bucket"], "orders-v2"],
      ],
      says: /versionings\[0\]: versioning is not enabled/,
    },
  ],
  unknown: [
    {
      title: "status",
      aws: BOTH,
      edits: [["bucketVersioning", STATUS, UNKNOWN]],
      reads: /versioningConfiguration\.status/,
    },
    { title: "in one", aws: ["bucketInline"], edits: [["bucketInline", ["versioning"], UNKNOWN]], reads: /versioning/ },
  ],
  secret: [
    {
      title: "status",
      aws: BOTH,
      edits: [["bucketVersioning", STATUS, "Suspended"]],
      says: /versioning is not enabled/,
    },
  ],
  notApplicable: [{ title: "no bucket" }],
});
