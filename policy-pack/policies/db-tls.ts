import { ofEach } from "../lib/aws";
import { DB_TYPES, dbKind, engineFamily, engineParameter, parameterGroupsOf } from "../lib/aws-rds";
import { guardrail } from "../lib/guardrail";

/** By which engine parameter a family takes TLS only. The others have none. */
const FORCES: Readonly<Record<string, { readonly name: string; readonly on: RegExp }>> = {
  postgres: { name: "rds.force_ssl", on: /^1$/ },
  sqlserver: { name: "rds.force_ssl", on: /^1$/ },
  mysql: { name: "require_secure_transport", on: /^(1|ON)$/i },
  mariadb: { name: "require_secure_transport", on: /^(1|ON)$/i },
};

export default guardrail({
  id: "db-tls",
  section: "databases",
  source: "CKV2_AWS_69",
  description: "A database takes connections by TLS only, by a parameter group of the same stack.",
  rationale: "Clients decide otherwise, and many of them give up TLS without a word.",
  fix: "name a parameter group of this stack that sets rds.force_ssl to 1 (MySQL, MariaDB: require_secure_transport to ON)",
  *stack(stack) {
    yield* ofEach(stack.ofType(...DB_TYPES), function* (db) {
      if (dbKind(db) === "member") return;
      const { urn } = db;
      const family = engineFamily(db);
      const force = FORCES[family];
      if (!force) {
        yield { urn, message: `engine ${family || "that isn't said"}: nothing is known that makes it take TLS only` };
        return;
      }
      const groups = parameterGroupsOf(stack, db);
      if (groups.length === 0) yield { urn, message: "names no parameter group of this stack" };
      for (const group of groups) {
        const value = engineParameter(group, force.name);
        if (force.on.test(value ?? "")) continue;
        yield {
          urn: group.urn,
          message: `parameter ${force.name} is ${value ?? "not set"}: clients may do without TLS`,
        };
      }
    });
  },
});
