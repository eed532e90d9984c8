import guardrail from "../../policy-pack/policies/msk-authenticated";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "IAM", aws: ["msk", "mskConfiguration"] },
    { title: "IAM, aws-native", aws: ["mskNative"] },
    { title: "IAM, serverless", aws: ["mskServerless"] },
    { title: "SCRAM", aws: ["msk"], edits: [["msk", ["clientAuthentication"], { sasl: { scram: true } }]] },
    {
      title: "mutual TLS",
      aws: ["msk"],
      edits: [["msk", ["clientAuthentication"], { tls: { certificateAuthorityArns: ["arn:aws:acm-pca:::a"] } }]],
    },
    {
      title: "mutual TLS, aws-native",
      aws: ["mskNative"],
      edits: [
        ["mskNative", ["clientAuthentication"], { tls: { certificateAuthorityArnList: ["arn:aws:acm-pca:::a"] } }],
      ],
    },
  ],
  invalid: [
    { title: "nobody asked", aws: ["msk"], edits: [["msk", ["clientAuthentication"], undefined]], says: /no way of/ },
    {
      title: "IAM switched off, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["clientAuthentication", "sasl", "iam", "enabled"], false]],
      says: /no way of authentication; allowed are iam, scram, tls/,
    },
    {
      title: "no authorities",
      aws: ["msk"],
      edits: [["msk", ["clientAuthentication"], { tls: { certificateAuthorityArns: [] } }]],
      says: /no way of/,
    },
    {
      title: "serverless without IAM",
      aws: ["mskServerless"],
      edits: [["mskServerless", ["clientAuthentication", "sasl", "iam", "enabled"], false]],
      says: /no way of/,
    },
    {
      title: "nobody has to",
      aws: ["msk"],
      edits: [["msk", ["clientAuthentication", "unauthenticated"], true]],
      says: /clients need no authentication/,
    },
    {
      title: "nobody has to, aws-native",
      aws: ["mskNative"],
      edits: [["mskNative", ["clientAuthentication", "unauthenticated"], { enabled: true }]],
      says: /clients need no authentication/,
    },
    {
      title: "a way that the domain has ruled out",
      aws: ["msk"],
      edits: [["msk", ["clientAuthentication", "sasl"], { iam: true, scram: true }]],
      tightenings: { orders: { "msk-authenticated": { allowed: ["iam"] } } },
      says: /clients authenticate by scram, allowed: iam/,
    },
    {
      title: "everything without an ACL",
      aws: ["mskConfiguration"],
      edits: [["mskConfiguration", ["serverProperties"], "allow.everyone.if.no.acl.found=true"]],
      says: /allow\.everyone\.if\.no\.acl\.found is true/,
    },
    {
      title: "MSK's default",
      aws: ["mskConfiguration"],
      edits: [["mskConfiguration", ["serverProperties"], "#allow.everyone.if.no.acl.found=false"]],
      says: /allow\.everyone\.if\.no\.acl\.found is not set/,
    },
    {
      title: "said twice",
      aws: ["mskConfiguration"],
      types: { mskConfiguration: "aws-native:msk:Configuration" },
      edits: [
        [
          "mskConfiguration",
          ["serverProperties"],
          "allow.everyone.if.no.acl.found=false\nallow.everyone.if.no.acl.found=true",
        ],
      ],
      says: /is true/,
    },
  ],
  unknown: [
    { title: "authentication", aws: ["msk"], edits: [["msk", ["clientAuthentication"], UNKNOWN]], reads: /client/ },
    {
      title: "server properties",
      aws: ["mskConfiguration"],
      edits: [["mskConfiguration", ["serverProperties"], UNKNOWN]],
      reads: /serverProperties/,
    },
    {
      title: "an authority",
      aws: ["msk"],
      edits: [["msk", ["clientAuthentication"], { tls: { certificateAuthorityArns: [UNKNOWN] } }]],
      passes: "that there is one is enough",
    },
  ],
  secret: [
    {
      title: "server properties",
      aws: ["mskConfiguration"],
      edits: [["mskConfiguration", ["serverProperties"], "allow.everyone.if.no.acl.found=true"]],
      says: /allow\.everyone\.if\.no\.acl\.found is true/,
    },
  ],
  notApplicable: [{ title: "no cluster of AWS" }],
});
