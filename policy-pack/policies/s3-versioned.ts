import { bucketsWithout, isVersioned, settingOf, typesOf, VERSIONING } from "../lib/aws-s3";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "s3-versioned",
  section: "aws",
  source: "CKV_AWS_21",
  description: "Each bucket keeps the earlier versions of its objects.",
  rationale: "An overwritten or deleted object is gone otherwise, and with it what consumers were promised.",
  fix: "add a BucketVersioning whose bucket is this bucket's id, with status Enabled",
  resource: {
    types: typesOf(VERSIONING),
    *check(resource) {
      const setting = settingOf(resource, VERSIONING);
      if (setting && !isVersioned(setting))
        yield `${setting.path || "versioningConfiguration"}: versioning is not enabled`;
    },
  },
  *stack(stack) {
    for (const { urn } of bucketsWithout(stack, VERSIONING)) {
      yield { urn, message: "nothing in this stack enables this bucket's versioning" };
    }
  },
});
