import { ofEach } from "../lib/aws";
import { DB_TYPES, dbKind, engineFamily, engineParameter, logExports, parameterGroupsOf } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

/** The logs that tell who did what, as each family's engine calls them. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  postgres: ["postgresql"],
  mysql: ["audit", "error"],
  mariadb: ["audit", "error"],
  sqlserver: ["error"],
  oracle: ["alert", "audit"],
  db2: ["diag.log"],
};
const STATEMENTS = "log_statement";

export default guardrail({
  id: "db-logs",
  section: "databases",
  source: "CKV_AWS_129; CKV_AWS_324; CKV2_AWS_30",
  description: "A database sends its logs to CloudWatch, and PostgreSQL's tell at least who changed its structure.",
  rationale: "A log that stays on the instance is gone with it, and in a breach it is the first thing to go.",
  fix: "set enabledCloudwatchLogsExports (aws-native: enableCloudwatchLogsExports), and log_statement in the parameter group",
  parameters: {
    statements: {
      unit: "values of log_statement",
      default: ["ddl", "mod", "all"],
      direction: "subset",
      description: "Statements that PostgreSQL may log.",
    },
  },
  resource: {
    types: DB_TYPES,
    *check(db) {
      if (dbKind(db) === "member") return;
      const wanted = LOGS[engineFamily(db)];
      const exports = logExports(db);
      const given = exports.texts();
      if (!wanted) {
        if (given.length === 0) yield `${exports.path} is not set`;
        return;
      }
      const missing = wanted.filter((log) => !given.includes(log));
      if (missing.length > 0) yield `${exports.path} lacks ${missing.join(", ")}`;
    },
  },
  *stack(stack, { values: { statements } }) {
    yield* ofEach(stack.ofType(...DB_TYPES), function* (db) {
      if (dbKind(db) === "member" || engineFamily(db) !== "postgres") return;
      // Without a group it has AWS's default, which is none.
      const groups = parameterGroupsOf(stack, db);
      const values = groups.length === 0 ? [undefined] : groups.map((group) => engineParameter(group, STATEMENTS));
      for (const value of values) {
        if (value !== undefined && statements.includes(value)) continue;
        yield { urn: db.urn, message: `${STATEMENTS} is ${value ?? "not set"}, allowed are ${statements.join(", ")}` };
      }
    });
  },
});
