import guardrail from "../../policy-pack/policies/s3-tls-only";
import { tlsOnly } from "./fixtures/aws";
import { type Edit, prove, UNKNOWN } from "./support";

const BOTH = ["bucket", "bucketPolicy"] as const;
/** The denying statement with one thing changed. */
function but(change: object, bucket = "orders-archive"): Edit {
  const [deny] = tlsOnly(bucket).Statement;
  return ["bucketPolicy", ["policy"], JSON.stringify({ Statement: [{ ...deny, ...change }] })];
}

prove(guardrail, {
  valid: [
    { title: "a bucket and its policy", aws: BOTH },
    { title: "all in one", aws: ["bucketInline", "bucketV2"] },
    { title: "aws-native", aws: ["bucketNative", "bucketPolicyNative"] },
    { title: "an AWS principal that is everybody", aws: BOTH, edits: [but({ Principal: { AWS: ["*"] } })] },
    { title: "every action", aws: BOTH, edits: [but({ Action: ["*"] })] },
    { title: "every resource", aws: BOTH, edits: [but({ Resource: "*" })] },
    {
      title: "a boolean",
      aws: BOTH,
      edits: [but({ Condition: { BoolIfExists: { "AWS:SecureTransport": [false] } } })],
    },
    { title: "one statement that isn't in a list", aws: BOTH, edits: [single()] },
    {
      title: "a bucket whose name AWS makes",
      aws: BOTH,
      edits: [
        ["bucket", ["bucket"], undefined],
        ["bucketPolicy", ["bucket"], UNKNOWN],
      ],
      made: [["bucketPolicy", "bucket", ["bucket"]]],
    },
  ],
  invalid: [
    { title: "no policy", aws: ["bucket"], says: /^bucket: no bucket policy in this stack/ },
    { title: "no policy, aws-native", aws: ["bucketNative"], says: /no bucket policy/ },
    {
      title: "another's policy",
      aws: [...BOTH, "bucketInline"],
      edits: [but({}, "orders-other"), ["bucketPolicy", ["bucket"], "orders-other"]],
      says: /no bucket policy/,
    },
    { title: "allowed", aws: BOTH, edits: [but({ Effect: "Allow" })], says: /policy does not deny plain HTTP/ },
    {
      title: "to some",
      aws: BOTH,
      edits: [but({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })],
      says: /plain/,
    },
    {
      title: "to all but some",
      aws: BOTH,
      edits: [but({ Principal: undefined, NotPrincipal: "*" })],
      says: /plain HTTP/,
    },
    { title: "to a service", aws: BOTH, edits: [but({ Principal: { Service: "*" } })], says: /plain HTTP/ },
    { title: "some actions", aws: BOTH, edits: [but({ Action: "s3:Get*" })], says: /plain HTTP/ },
    { title: "the bucket only", aws: BOTH, edits: [but({ Resource: "arn:aws:s3:::orders-archive" })], says: /plain/ },
    {
      title: "objects only",
      aws: BOTH,
      edits: [but({ Resource: "arn:aws:s3:::orders-archive/*" })],
      says: /plain HTTP/,
    },
    {
      title: "another bucket's",
      aws: BOTH,
      edits: [but({ Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] })],
      says: /plain HTTP/,
    },
    {
      title: "by TLS",
      aws: BOTH,
      edits: [but({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      says: /plain/,
    },
    { title: "no condition", aws: BOTH, edits: [but({ Condition: undefined })], says: /plain HTTP/ },
    {
      title: "one condition more",
      aws: BOTH,
      edits: [but({ Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "true" } } })],
      says: /plain HTTP/,
    },
    {
      title: "another operator",
      aws: BOTH,
      edits: [but({ Condition: { Null: { "aws:SecureTransport": "false" } } })],
      says: /plain HTTP/,
    },
    {
      title: "none, in the bucket itself",
      aws: ["bucketInline"],
      edits: [["bucketInline", ["policy", "Statement"], []]],
      says: /policy does not deny/,
    },
    {
      title: "none, aws-native",
      aws: ["bucketNative", "bucketPolicyNative"],
      edits: [["bucketPolicyNative", ["policyDocument", "Statement"], []]],
      says: /policyDocument does not deny/,
    },
    {
      title: "no JSON",
      aws: BOTH,
      edits: [["bucketPolicy", ["policy"], "{ not a policy"]],
      says: /^bucketPolicy: could not be judged: policy is not a JSON document\. Fix/,
    },
  ],
  unknown: [
    { title: "policy", aws: BOTH, edits: [["bucketPolicy", ["policy"], UNKNOWN]], reads: /policy/ },
    {
      title: "resource",
      aws: ["bucketInline"],
      edits: [["bucketInline", ["policy", "Statement", 0, "Resource", 1], UNKNOWN]],
      reads: /policy\.Statement\[0\]\.Resource\[1\]/,
    },
  ],
  secret: [
    {
      title: "a policy",
      aws: BOTH,
      edits: [["bucketPolicy", ["policy"], "{ not a policy"]],
      says: /policy is not a JSON document/,
    },
  ],
  notApplicable: [{ title: "no bucket" }],
});

function single(): Edit {
  const [statement] = tlsOnly("orders-archive").Statement;
  return ["bucketPolicy", ["policy"], { statement }];
}
