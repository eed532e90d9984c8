import { DB_GLOBALS, DB_TYPES, dbKind } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "db-encrypted",
  section: "databases",
  source: "CKV_AWS_16; CKV_AWS_96",
  description: "A database's storage is encrypted; an instance of a cluster has it from its cluster.",
  rationale: "Storage, snapshots and replicas leave the account in clear otherwise, and can't be encrypted later.",
  fix: "set storageEncrypted: true",
  resource: {
    types: [...DB_TYPES, ...DB_GLOBALS],
    *check(db) {
      if (!DB_GLOBALS.includes(db.type) && dbKind(db) === "member") return;
      if (!db.props.at("storageEncrypted").flag()) yield "storageEncrypted is not true";
    },
  },
});
