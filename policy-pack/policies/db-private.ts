import { isNative } from "../lib/aws";
import { DB_TYPES, dbKind, isAurora } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-private",
  section: "databases",
  source: "CKV_AWS_17",
  description: "No database has a public address.",
  rationale: "A database on the internet is guessed at all day, whatever its password.",
  fix: "set publiclyAccessible: false",
  resource: {
    types: DB_TYPES,
    *check(db) {
      // Only a cluster that isn't Aurora's has addresses of its own.
      if (dbKind(db) === "cluster" && isAurora(db)) return;
      const said = db.props.at("publiclyAccessible").flag();
      if (said === true) yield "publiclyAccessible is true";
      // The classic provider says false itself; RDS asks the VPC, and one with an internet gateway makes it public.
      if (said === undefined && isNative(db)) yield "publiclyAccessible is not set, so the VPC decides";
    },
  },
});
