import { bucketOf, bucketsWithout, deniesPlainHttp, POLICY, settingOf, typesOf } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "s3-tls-only",
  section: "aws",
  source: "AwsSolutions-S10; AWS Config s3-bucket-ssl-requests-only",
  description: "Each bucket has a policy in its stack that denies everybody whatever doesn't come by TLS.",
  rationale: "S3 answers plain HTTP too, and a signed request in clear can be read by all who carry it.",
  fix: "add a BucketPolicy that denies s3:* to * on the bucket and its objects where aws:SecureTransport is false, with the ARNs made of the name that you give the bucket",
  resource: {
    types: typesOf(POLICY),
    *check(resource) {
      const setting = settingOf(resource, POLICY);
      if (!setting) return;
      const text = ["policy", "policyDocument"].map((name) => setting.at(name)).find(({ exists }) => exists) ?? setting;
      if (!deniesPlainHttp(text, bucketOf(resource))) {
        yield `${text.path || "policy"} does not deny plain HTTP for the bucket and all its objects`;
      }
    },
  },
  *stack(stack) {
    for (const { urn } of bucketsWithout(stack, POLICY)) {
      yield { urn, message: "no bucket policy in this stack is this bucket's" };
    }
  },
});
