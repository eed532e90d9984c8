import guardrail from "../../policy-pack/policies/iam-trust-bounded";
import { tlsOnly } from "./fixtures/aws";
import { document } from "./fixtures/aws-iam";
import { type Edit, prove, UNKNOWN } from "./support";

const FOREIGN = "arn:aws:iam::444455556666:role/customers";
const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const SUB = "token.actions.githubusercontent.com:sub";

/** A role that trusts this principal, on this condition. */
function trust(Principal: unknown, Condition?: object): Edit {
  const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition };
  return ["role", ["assumeRolePolicy"], JSON.stringify(document(statement))];
}

prove(guardrail, {
  valid: [
    { title: "an identity provider's subject", aws: ["role"] },
    { title: "a service, aws-native", aws: ["roleNative"] },
    { title: "another account of the organisation", aws: ["mskPolicy"] },
    { title: "buckets that only deny", aws: ["bucket", "bucketPolicy", "bucketInline", "bucketPolicyNative"] },
    {
      title: "another account by an external id",
      aws: ["role"],
      edits: [trust({ AWS: [FOREIGN] }, { StringEquals: { "sts:ExternalId": "orders-7" } })],
    },
    {
      title: "a repository",
      aws: ["role"],
      edits: [trust({ Federated: GITHUB }, { StringLike: { [SUB]: "repo:acme/orders:*" } })],
    },
    {
      title: "an account of the federation",
      aws: ["role"],
      edits: [trust({ AWS: [FOREIGN, "444455556666"] })],
      tightenings: { orders: { "iam-trust-bounded": { ownAccounts: ["444455556666"] } } },
    },
    {
      title: "denied",
      aws: ["role"],
      edits: [["role", ["assumeRolePolicy"], document({ Effect: "Deny", Principal: "*" })]],
    },
  ],
  invalid: [
    {
      title: "everybody",
      aws: ["role"],
      edits: [trust("*")],
      says: /assumeRolePolicy\.Statement\[0\] trusts \* \*, which is everybody/,
    },
    {
      title: "everybody, on a condition",
      aws: ["role"],
      edits: [trust({ AWS: "*" }, { StringEquals: { "sts:ExternalId": "orders-7" } })],
      says: /trusts AWS \*, which is everybody/,
    },
    {
      title: "any service",
      aws: ["role"],
      edits: [trust({ Service: "*.amazonaws.com" })],
      says: /which is any service/,
    },
    { title: "another account", aws: ["role"], edits: [trust({ AWS: "444455556666" })], says: /without a condition/ },
    {
      title: "its role",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN })],
      says: /trusts AWS arn:aws:iam::4444.*without/,
    },
    {
      title: "an id that says nothing",
      aws: ["role"],
      edits: [trust({ AWS: "AIDAEXAMPLE" })],
      says: /without a condition/,
    },
    {
      title: "another account's user by its canonical id",
      aws: ["bucketPolicy"],
      edits: [
        [
          "bucketPolicy",
          ["policy"],
          tlsOnly("b", { Effect: "Allow", Principal: { CanonicalUser: "79a5" }, Action: "s3:GetObject" }),
        ],
      ],
      says: /trusts CanonicalUser/,
    },
    {
      title: "another account on a condition that says nothing",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN }, { StringLike: { "sts:ExternalId": "*" } })],
      says: /without a condition/,
    },
    {
      title: "another account on a condition that rules out one",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN }, { StringNotEquals: { "sts:ExternalId": "orders-7" } })],
      says: /without a condition/,
    },
    {
      title: "another account on a condition of something else",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN }, { StringEquals: { "aws:RequestedRegion": "eu-central-1" } })],
      says: /without a condition/,
    },
    {
      title: "a principal of any account",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN }, { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/customers" } })],
      says: /without a condition/,
    },
    {
      title: "an identity provider",
      aws: ["role"],
      edits: [trust({ Federated: GITHUB })],
      says: /without a condition on the subject/,
    },
    {
      title: "any repository",
      aws: ["role"],
      edits: [trust({ Federated: GITHUB }, { StringLike: { [SUB]: "repo:*" } })],
      says: /without a condition on the subject/,
    },
    {
      title: "any of a provider's audience",
      aws: ["role"],
      edits: [
        trust(
          { Federated: GITHUB },
          { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
        ),
      ],
      says: /without a condition on the subject/,
    },
    {
      title: "any service account",
      aws: ["role"],
      edits: [trust({ Federated: GITHUB }, { StringLike: { "oidc:sub": "system:serviceaccount:*:default" } })],
      says: /without a condition on the subject/,
    },
    {
      title: "any role of an account of the federation",
      aws: ["role"],
      edits: [trust({ AWS: "arn:aws:iam::444455556666:role/*" })],
      tightenings: { orders: { "iam-trust-bounded": { ownAccounts: ["444455556666"] } } },
      says: /which is no one principal/,
    },
    {
      title: "everybody but one",
      aws: ["role"],
      edits: [["role", ["assumeRolePolicy"], document({ Effect: "Allow", NotPrincipal: { AWS: FOREIGN } })]],
      says: /trusts everybody whom NotPrincipal doesn't name/,
    },
    {
      title: "everybody, aws-native",
      aws: ["roleNative"],
      edits: [["roleNative", ["assumeRolePolicyDocument", "Statement", 0, "Principal"], { AWS: ["*"] }]],
      says: /assumeRolePolicyDocument\.Statement\[0\] trusts AWS \*/,
    },
    {
      title: "a public bucket",
      aws: ["bucketPolicy"],
      edits: [["bucketPolicy", ["policy"], tlsOnly("b", { Effect: "Allow", Principal: "*", Action: "s3:GetObject" })]],
      says: /policy\.Statement\[1\] trusts \* \*/,
    },
    {
      title: "public buckets, all in one and aws-native",
      aws: ["bucketInline", "bucketPolicyNative"],
      edits: [
        ["bucketInline", ["policy", "Statement", 0, "Effect"], "Allow"],
        ["bucketPolicyNative", ["policyDocument", "Statement", 0, "Effect"], "Allow"],
      ],
      says: /trusts \* \*/,
      times: 2,
    },
    {
      title: "a public cluster",
      aws: ["mskPolicy"],
      edits: [["mskPolicy", ["policy"], document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "kafka:*" })]],
      says: /trusts AWS \*/,
    },
  ],
  unknown: [
    { title: "trust", aws: ["role"], edits: [["role", ["assumeRolePolicy"], UNKNOWN]], reads: /assumeRolePolicy/ },
    {
      title: "principal",
      aws: ["roleNative"],
      edits: [["roleNative", ["assumeRolePolicyDocument", "Statement", 0, "Principal", "Service"], UNKNOWN]],
      reads: /Principal\.Service/,
    },
    {
      title: "action",
      aws: ["roleNative"],
      edits: [["roleNative", ["assumeRolePolicyDocument", "Statement", 0, "Action"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a document",
      aws: ["role"],
      edits: [trust({ AWS: FOREIGN })],
      says: /trusts AWS \[secret\] of an account/,
    },
  ],
  notApplicable: [{ title: "what a policy permits", aws: ["policy", "managedPolicyNative"] }],
});
