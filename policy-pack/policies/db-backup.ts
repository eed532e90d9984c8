import { DB_TYPES, dbKind } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-backup",
  section: "databases",
  source: "CKV_AWS_133",
  description: "A database keeps automatic backups for long enough, replicas included.",
  rationale: "What was deleted by mistake is noticed days later; a replica that takes over needs its own.",
  fix: "set backupRetentionPeriod to at least the days that are needed",
  parameters: {
    minimumDays: { unit: "days", default: 7, direction: "up", description: "Shortest time that backups are kept." },
  },
  resource: {
    types: DB_TYPES,
    *check(db, { values }) {
      if (dbKind(db) === "member") return;
      const days = db.props.at("backupRetentionPeriod").number();
      if (days !== undefined && days >= values.minimumDays) return;
      yield `backupRetentionPeriod is ${days ?? "not set"}, at least ${values.minimumDays} days are needed`;
    },
  },
});
