import { DB_GLOBALS, DB_TYPES, dbKind } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-deletion-protection",
  section: "databases",
  source: "CKV_AWS_293; CKV_AWS_139",
  description: "AWS itself refuses to delete a database.",
  rationale: "Pulumi's protect stops Pulumi only, not the console or another stack.",
  fix: "set deletionProtection: true",
  resource: {
    types: [...DB_TYPES, ...DB_GLOBALS],
    *check(db) {
      if (!DB_GLOBALS.includes(db.type) && dbKind(db) === "member") return;
      if (!db.props.at("deletionProtection").flag()) yield "deletionProtection is not true";
    },
  },
});
