import { DB_TYPES, dbKind, isAurora } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-minor-upgrades",
  section: "databases",
  source: "CKV_AWS_226",
  description: "A database takes minor versions of its engine by itself; where nothing is said, it does.",
  rationale: "Minor versions are the fixes; a database that waits for a person to install them waits for long.",
  fix: "set autoMinorVersionUpgrade: true, or take it out",
  resource: {
    types: DB_TYPES,
    *check(db) {
      // Aurora's clusters leave it to their instances.
      if (dbKind(db) === "cluster" && isAurora(db)) return;
      if (db.props.at("autoMinorVersionUpgrade").flag() === false) yield "autoMinorVersionUpgrade is false";
    },
  },
});
