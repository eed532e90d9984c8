import guardrail from "../../policy-pack/policies/iam-no-escalation";
import { document } from "./fixtures/aws-iam";
import { type Edit, prove, UNKNOWN } from "./support";

const ROLE = "arn:aws:iam::111122223333:role/order-events";
function policy(statement: object): Edit {
  return ["policy", ["policy"], JSON.stringify(document({ Effect: "Allow", Resource: ROLE, ...statement }))];
}

prove(guardrail, {
  valid: [
    { title: "the classic provider", aws: ["policy", "role", "rolePolicy", "userPolicy", "groupPolicy"] },
    { title: "aws-native", aws: ["roleNative", "managedPolicyNative", "rolePolicyNative"] },
    { title: "one role passed on", aws: ["policy"], edits: [policy({ Action: "iam:PassRole" })] },
    {
      title: "roles of one path",
      aws: ["policy"],
      edits: [policy({ Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/orders/*" })],
    },
    { title: "denied", aws: ["policy"], edits: [policy({ Effect: "Deny", Action: "iam:*", Resource: "*" })] },
    { title: "looked at", aws: ["policy"], edits: [policy({ Action: ["iam:Get*", "iam:ListRoles"], Resource: "*" })] },
  ],
  invalid: [
    {
      title: "another version of a policy, whatever the resource",
      aws: ["policy"],
      edits: [policy({ Action: ["iam:CreatePolicyVersion"] })],
      says: /Statement\[0\] allows iam:CreatePolicyVersion\./,
    },
    {
      title: "in any case",
      aws: ["policy"],
      edits: [policy({ Action: "IAM:putrolepolicy" })],
      says: /iam:PutRolePolicy/,
    },
    {
      title: "by a pattern",
      aws: ["policy"],
      edits: [policy({ Action: "iam:Attach*" })],
      says: /allows iam:AttachGroupPolicy, iam:AttachRolePolicy, iam:AttachUserPolicy\./,
    },
    {
      title: "by a star",
      aws: ["policy"],
      edits: [policy({ Action: "iam:*" })],
      says: /allows iam:AddUserToGroup, .* and \d+ more/,
    },
    {
      title: "everything but",
      aws: ["policy"],
      edits: [policy({ NotAction: ["s3:*"], Resource: ROLE })],
      says: /allows iam:AddUserToGroup/,
    },
    {
      title: "any role passed on",
      aws: ["policy"],
      edits: [policy({ Action: "iam:PassRole", Resource: "*" })],
      says: /allows iam:PassRole on resources that it doesn't name/,
    },
    {
      title: "any role of the account passed on",
      aws: ["policy"],
      edits: [policy({ Action: "iam:Pass*", Resource: "arn:aws:iam::111122223333:role/*" })],
      says: /iam:PassRole on resources/,
    },
    {
      title: "all roles but one passed on",
      aws: ["policy"],
      edits: [policy({ Action: "iam:PassRole", Resource: undefined, NotResource: ROLE })],
      says: /iam:PassRole on resources/,
    },
    {
      title: "every secret",
      aws: ["policy"],
      edits: [policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" })],
      says: /secretsmanager:GetSecretValue on resources/,
    },
    {
      title: "a role's inline policy",
      aws: ["role"],
      edits: [["role", ["inlinePolicies", 0, "policy"], document({ Effect: "Allow", Action: "iam:PutUserPolicy" })]],
      says: /inlinePolicies\[0\]\.policy\.Statement\[0\] allows iam:PutUserPolicy/,
    },
    {
      title: "a role's policy, aws-native",
      aws: ["roleNative"],
      edits: [["roleNative", ["policies", 0, "policyDocument", "Statement", 0, "Action", 0], "iam:CreateAccessKey"]],
      says: /allows iam:CreateAccessKey/,
    },
    {
      title: "what the domain rules out besides",
      aws: ["managedPolicyNative"],
      tightenings: { orders: { "iam-no-escalation": { refused: ["kafka-cluster:WriteData"] } } },
      says: /allows kafka-cluster:WriteData/,
    },
  ],
  unknown: [
    { title: "document", aws: ["policy"], edits: [["policy", ["policy"], UNKNOWN]], reads: /policy/ },
    {
      title: "action",
      aws: ["userPolicy"],
      edits: [["userPolicy", ["policy", "Statement", 0, "Action", 1], UNKNOWN]],
      reads: /Action\[1\]/,
    },
    {
      title: "resource of something harmless",
      aws: ["userPolicy"],
      edits: [["userPolicy", ["policy", "Statement", 0, "Resource"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a document",
      aws: ["policy"],
      edits: [policy({ Action: ["iam:CreatePolicyVersion"] })],
      says: /Statement\[0\] allows \[secret\]/,
    },
  ],
  notApplicable: [{ title: "who may assume a role", aws: ["role"], edits: [["role", ["inlinePolicies"], undefined]] }],
});
