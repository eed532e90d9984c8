import guardrail from "../../policy-pack/policies/iam-no-star";
import { document } from "./fixtures/aws-iam";
import { type Edit, prove, UNKNOWN } from "./support";

const OWN = "arn:aws:s3:::orders-archive/*";
/** A managed policy of one statement, Allow where nothing else is said. */
function policy(statement: object): Edit {
  return ["policy", ["policy"], JSON.stringify(document({ Effect: "Allow", Resource: OWN, ...statement }))];
}
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["policy", "role", "rolePolicy", "attachment", "userPolicy", "groupPolicy"] },
    { title: "aws-native", aws: ["roleNative", "managedPolicyNative", "rolePolicyNative"] },
    {
      title: "actions that know no resource",
      aws: ["policy"],
      edits: [policy({ Action: ["ec2:DescribeVpcs"], Resource: "*" })],
    },
    { title: "a part of a service", aws: ["policy"], edits: [policy({ Action: ["s3:Get*"] })] },
    { title: "denied", aws: ["policy"], edits: [policy({ Effect: "Deny", Action: "*", Resource: "*" })] },
    {
      title: "a policy of the same stack, whose ARN isn't known yet",
      aws: ["policy", "attachment"],
      edits: [["attachment", ["policyArn"], UNKNOWN]],
      made: [["attachment", "policyArn", ["policy"]]],
    },
    {
      title: "policies of the same stack, in a list",
      aws: ["policy", "role"],
      edits: [["role", ["managedPolicyArns", 0], UNKNOWN]],
      made: [["role", "managedPolicyArns", ["policy"]]],
    },
  ],
  invalid: [
    {
      title: "everything",
      aws: ["policy"],
      edits: [policy({ Action: "*", Resource: "*" })],
      says: /Statement\[0\] allows \*\./,
    },
    { title: "everything, in two words", aws: ["policy"], edits: [policy({ Action: ["*:*"] })], says: /allows \*:\*/ },
    { title: "a service", aws: ["policy"], edits: [policy({ Action: ["s3:*"] })], says: /allows s3:\*/ },
    { title: "any text", aws: ["policy"], edits: [policy({ Action: ["iam:?*"] })], says: /allows iam:\?\*/ },
    {
      title: "every bucket",
      aws: ["policy"],
      edits: [policy({ Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::*"] })],
      says: /allows s3:GetObject on every resource/,
    },
    {
      title: "every resource",
      aws: ["policy"],
      edits: [policy({ Action: ["s3:ListBucket", "s3:PutObject"], Resource: "*" })],
      says: /allows s3:PutObject on every resource/,
    },
    {
      title: "every service's resource",
      aws: ["policy"],
      edits: [policy({ Action: ["s3:GetObject"], Resource: "arn:aws:*:eu-central-1:111122223333:thing" })],
      says: /on every resource/,
    },
    {
      title: "all but some",
      aws: ["policy"],
      edits: [policy({ NotAction: "iam:*" })],
      says: /allows everything that NotAction doesn't name/,
    },
    {
      title: "on all but some",
      aws: ["policy"],
      edits: [policy({ Action: "s3:GetObject", Resource: undefined, NotResource: OWN })],
      says: /everything that NotResource doesn't name/,
    },
    {
      title: "an effect that nobody knows",
      aws: ["policy"],
      edits: [policy({ Effect: "allow", Action: "*" })],
      says: /allows \*/,
    },
    {
      title: "a role's inline policy",
      aws: ["role"],
      edits: [["role", ["inlinePolicies", 0, "policy"], document({ Effect: "Allow", Action: "*", Resource: OWN })]],
      says: /inlinePolicies\[0\]\.policy\.Statement\[0\] allows \*/,
    },
    {
      title: "a role's policy",
      aws: ["rolePolicy"],
      edits: [["rolePolicy", ["policy"], document({ effect: "Allow", action: "kafka-cluster:*", resource: OWN })]],
      says: /allows kafka-cluster:\*/,
    },
    {
      title: "a user's policy",
      aws: ["userPolicy"],
      edits: [["userPolicy", ["policy", "Statement", 0, "Action"], "*"]],
      says: /allows \*/,
    },
    {
      title: "a group's policy",
      aws: ["groupPolicy"],
      edits: [["groupPolicy", ["policy", "Statement", 0, "Resource"], "*"]],
      says: /on every resource/,
    },
    {
      title: "a role's policy, aws-native",
      aws: ["roleNative"],
      edits: [["roleNative", ["policies", 0, "policyDocument", "Statement", 0, "Action"], "*"]],
      says: /policies\[0\]\.policyDocument\.Statement\[0\] allows \*/,
    },
    {
      title: "policies, aws-native",
      aws: ["managedPolicyNative", "rolePolicyNative"],
      edits: [
        ["managedPolicyNative", ["policyDocument", "Statement", 0, "Action"], "*"],
        ["rolePolicyNative", ["policyDocument", "Statement", 0, "Action"], "*"],
      ],
      says: /policyDocument\.Statement\[0\] allows \*/,
      times: 2,
    },
    {
      title: "AWS's administrator",
      aws: ["attachment"],
      edits: [["attachment", ["policyArn"], ADMIN]],
      says: /AWS's policy AdministratorAccess is not allowed/,
    },
    {
      title: "AWS's administrator among a role's",
      aws: ["role"],
      edits: [["role", ["managedPolicyArns", 1], ADMIN]],
      says: /AdministratorAccess/,
    },
    {
      title: "a service's full access, aws-native",
      aws: ["roleNative"],
      edits: [["roleNative", ["managedPolicyArns", 0], "arn:aws:iam::aws:policy/AmazonS3FullAccess"]],
      says: /AmazonS3FullAccess/,
    },
    {
      title: "more than the domain allows on every resource",
      aws: ["policy"],
      edits: [policy({ Action: ["ec2:DescribeVpcs"], Resource: "*" })],
      tightenings: { orders: { "iam-no-star": { unbounded: [] } } },
      says: /ec2:DescribeVpcs on every resource/,
    },
    {
      title: "no JSON",
      aws: ["policy"],
      edits: [["policy", ["policy"], "Allow *"]],
      says: /could not be judged: policy is not a JSON document\./,
    },
  ],
  unknown: [
    { title: "document", aws: ["policy"], edits: [["policy", ["policy"], UNKNOWN]], reads: /policy/ },
    {
      title: "resource",
      aws: ["userPolicy"],
      edits: [["userPolicy", ["policy", "Statement", 0, "Resource"], UNKNOWN]],
      reads: /policy\.Statement\[0\]\.Resource/,
    },
    {
      title: "an attached policy",
      aws: ["attachment"],
      edits: [["attachment", ["policyArn"], UNKNOWN]],
      reads: /policyArn/,
    },
    {
      title: "an attached policy that is made of something else",
      aws: ["role", "attachment"],
      edits: [["attachment", ["policyArn"], UNKNOWN]],
      made: [["attachment", "policyArn", ["role"]]],
      reads: /policyArn/,
    },
    {
      title: "one of a role's",
      aws: ["role"],
      edits: [["role", ["managedPolicyArns", 0], UNKNOWN]],
      reads: /managedPolicyArns\[0\]/,
    },
    {
      title: "all of a role's",
      aws: ["role"],
      edits: [["role", ["managedPolicyArns"], UNKNOWN]],
      reads: /managedPolicy/,
    },
    {
      title: "a role's name",
      aws: ["rolePolicy"],
      edits: [["rolePolicy", ["role"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a document",
      aws: ["policy"],
      edits: [policy({ Action: "kafka-cluster:*" })],
      says: /Statement\[0\] allows \[secret\]/,
    },
  ],
  notApplicable: [{ title: "a bucket's policy, whose actions are the bucket's", aws: ["bucket", "bucketPolicy"] }],
});
