import { DB_TYPES, dbKind, iamAuthentication } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-iam-auth",
  section: "databases",
  source: "CKV_AWS_161; CKV_AWS_162",
  description: "A database takes IAM's short-lived tokens for passwords.",
  rationale: "A password of a database outlives the one who knew it.",
  fix: "set iamDatabaseAuthenticationEnabled: true (aws-native: enableIamDatabaseAuthentication)",
  resource: {
    types: DB_TYPES,
    *check(db) {
      if (dbKind(db) === "member") return;
      const enabled = iamAuthentication(db);
      if (!enabled.flag()) yield `${enabled.path} is not true`;
    },
  },
});
