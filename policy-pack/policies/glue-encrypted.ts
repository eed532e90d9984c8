import { isOwnKey } from "../lib/aws";
import {
  catalogSealed,
  GLUE_CATALOGS,
  GLUE_SECURITY,
  GLUE_WORKERS,
  passwordsSealed,
  type Sealed,
  securityOf,
  securitySealed,
} from "../lib/aws-glue";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "glue-encrypted",
  section: "aws",
  source: "CKV_AWS_94; CKV_AWS_99; CKV_AWS_195",
  description: "The Glue catalog and all that Glue writes are encrypted with KMS keys of the account's own.",
  rationale: "The catalog holds the passwords of connections and the shape of all data; jobs leave copies of the data.",
  fix: "set SSE-KMS (bookmarks: CSE-KMS) with a key's ARN; give jobs and crawlers a security configuration",
  resource: {
    types: [...GLUE_CATALOGS, ...GLUE_SECURITY, ...GLUE_WORKERS],
    *check(resource) {
      if (GLUE_SECURITY.includes(resource.type)) {
        for (const sealed of securitySealed(resource)) yield* opened(sealed);
      } else if (GLUE_CATALOGS.includes(resource.type)) {
        yield* opened(catalogSealed(resource));
        const { sealed, key } = passwordsSealed(resource);
        if (!sealed.flag()) yield `${sealed.path} is not true`;
        if (!isOwnKey(key)) yield `${key.path} is no KMS key of the account's own`;
      } else {
        const security = securityOf(resource);
        if (!security.text()) yield `${security.path} is not set: what it writes would not be encrypted`;
      }
    },
  },
});

function* opened({ what, kms, mode, key }: Sealed): Generator<string> {
  const given = mode.text();
  if (given !== kms) yield `${what}: ${mode.path} is ${given ?? "not set"}, allowed is ${kms}`;
  else if (!isOwnKey(key)) yield `${what}: ${key.path} is no KMS key of the account's own`;
}
