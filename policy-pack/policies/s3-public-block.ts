import { bucketsWithout, PUBLIC_BLOCK, S3_ACCOUNT_BLOCK, settingOf, typesOf } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";

const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export default guardrail({
  id: "s3-public-block",
  section: "aws",
  source: "CKV_AWS_53; CKV_AWS_54; CKV_AWS_55; CKV_AWS_56; CKV2_AWS_6; AwsSolutions-S2",
  description: "Each bucket has a public access block in its stack, with all four switches on.",
  rationale: "One policy or ACL, of anybody who may write one, makes a bucket public; the block is what stops it.",
  fix: "add a BucketPublicAccessBlock whose bucket is this bucket's id, with all four switches true",
  resource: {
    types: [...typesOf(PUBLIC_BLOCK), S3_ACCOUNT_BLOCK],
    *check(resource) {
      const block = resource.type === S3_ACCOUNT_BLOCK ? resource.props : settingOf(resource, PUBLIC_BLOCK);
      if (!block) return;
      for (const name of SWITCHES) {
        const { path } = block.at(name);
        if (!block.at(name).flag()) yield `${path} is not true`;
      }
    },
  },
  *stack(stack) {
    for (const { urn } of bucketsWithout(stack, PUBLIC_BLOCK)) {
      yield { urn, message: "no public access block in this stack is this bucket's" };
    }
  },
});
