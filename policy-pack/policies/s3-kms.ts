import { isOwnKey } from "../lib/aws";
import { bucketsWithout, ENCRYPTION, encryptionsOf, settingOf, typesOf } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "s3-kms",
  section: "aws",
  source: "CKV_AWS_145",
  description: "Each bucket encrypts by default with a KMS key of the account's own.",
  rationale: "With S3's own key, who may read the bucket may read everything; a key of one's own is a second lock.",
  fix: "add a BucketServerSideEncryptionConfiguration with sseAlgorithm aws:kms and the key's ARN from the stack's config",
  parameters: {
    algorithms: {
      unit: "algorithms",
      default: ["aws:kms", "aws:kms:dsse"],
      direction: "subset",
      description: "Ways of encryption that a bucket may have.",
    },
  },
  resource: {
    types: typesOf(ENCRYPTION),
    *check(resource, { values }) {
      const setting = settingOf(resource, ENCRYPTION);
      if (!setting) return;
      const rules = [...encryptionsOf(setting)];
      if (rules.length === 0) yield "has no rule for encryption";
      for (const { algorithm, key } of rules) {
        const given = algorithm.text();
        if (given === undefined || !values.algorithms.includes(given)) {
          yield `${algorithm.path} is ${given ?? "not set"}, allowed are ${values.algorithms.join(", ")}`;
        } else if (!isOwnKey(key)) yield `${key.path} is no KMS key of the account's own`;
      }
    },
  },
  *stack(stack) {
    for (const { urn } of bucketsWithout(stack, ENCRYPTION)) {
      yield { urn, message: "nothing in this stack says how this bucket encrypts" };
    }
  },
});
