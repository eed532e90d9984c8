/** Postgres DDL, also as pg_dump writes it: each table is a dataset. */
import { loadModule, parse } from "pgsql-parser";
import type { Finding } from "../document";
import { type Problem, shown } from "../problem";
import { Findings, type Importer, type ImportSource, TooLarge } from "./importer";
import type { JsonObject } from "./json";
import { Table } from "./sql-table";
import { list, node, strings } from "./sql-tree";

/** Statements that say nothing of what tables are, or nothing that isn't said elsewhere. */
const SILENT = new Set([
  ...["CreateSchemaStmt", "TransactionStmt", "VariableSetStmt", "SelectStmt", "CreateExtensionStmt"],
  ...["AlterOwnerStmt", "CreateSeqStmt", "AlterSeqStmt"],
]);

/** A place by its offset in bytes, which is what the parser counts. */
function problemAt({ file, text }: ImportSource, location: unknown, finding: Finding): Problem {
  const offset = typeof location === "number" ? location : 0;
  const before = Buffer.from(text).subarray(0, offset).toString().split("\n");
  const { given, ...rest } = finding;
  return {
    severity: "error",
    ...rest,
    ...{ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, path: "" },
    ...(given !== undefined && { given: shown(given) }),
  };
}

class Reader {
  readonly findings = new Findings();
  readonly tables = new Map<string, Table>();
  readonly #enums = new Map<string, readonly string[]>();
  readonly #domains = new Map<string, JsonObject>();
  readonly #composites = new Map<string, readonly unknown[]>();

  constructor(readonly source: ImportSource) {}

  say = (location: unknown, finding: Finding): void => {
    this.findings.add(problemAt(this.source, location, finding));
  };

  statement(kind: string, content: JsonObject, location: unknown): void {
    switch (kind) {
      case "CreateStmt":
        this.#create(content);
        return;
      case "CommentStmt":
        this.#comment(content);
        return;
      case "AlterTableStmt":
        this.#alter(content, location);
        return;
      case "CreateEnumStmt":
        this.#enums.set(strings(content.typeName).join("."), strings(content.vals));
        return;
      case "CreateDomainStmt":
        this.#domains.set(strings(content.domainname).join("."), content);
        return;
      case "CompositeTypeStmt":
        this.#composites.set(String((content.typevar as JsonObject | undefined)?.relname), list(content.coldeflist));
        return;
      default:
        if (SILENT.has(kind)) return;
        this.say(location, {
          rule: "import/unsaid",
          severity: "warning",
          message: "The statement says nothing that a data contract has a place for: it is left out.",
          given: kind
            .replace(/Stmt$/, "")
            .replace(/([a-z])([A-Z])/g, "$1 $2")
            .toLowerCase(),
          fix: "keep the DDL beside the contract where the store needs it",
        });
    }
  }

  #create(content: JsonObject): void {
    const relation = (content.relation as JsonObject | undefined) ?? {};
    const name = String(relation.relname);
    const schema = typeof relation.schemaname === "string" ? relation.schemaname : undefined;
    const types = { enums: this.#enums, domains: this.#domains, composites: this.#composites };
    const table = new Table({ schema, name }, types, this.say);
    this.tables.set(`${schema ?? ""}.${name}`, table);
    for (const element of list(content.tableElts)) {
      this.findings.count();
      table.element(element);
    }
    const partitions = content.partspec as JsonObject | undefined;
    if (partitions) table.partitionBy(partitions);
  }

  /** By its schema and name; where the statement names no schema, by its name. */
  #table(schema: unknown, name: unknown): Table | undefined {
    const all = [...this.tables.values()];
    return (
      this.tables.get(`${String(schema ?? "")}.${String(name)}`) ??
      all.find((one) => schema === undefined && one.name === name)
    );
  }

  #comment({ objtype, object, comment }: JsonObject): void {
    const names = strings(node(object, "List")?.items);
    const isColumn = objtype === "OBJECT_COLUMN";
    if (!isColumn && objtype !== "OBJECT_TABLE") return;
    const column = isColumn ? names.pop() : undefined;
    const table = this.#table(names.at(-2), names.at(-1));
    if (!table || typeof comment !== "string") return;
    if (column === undefined) table.description = comment;
    else table.comment(column, comment);
  }

  #alter({ relation, cmds }: JsonObject, location: unknown): void {
    const { schemaname, relname } = (relation as JsonObject | undefined) ?? {};
    const table = this.#table(schemaname, relname);
    for (const one of list(cmds)) {
      const { subtype, name, def } = node(one, "AlterTableCmd") ?? {};
      if (subtype === "AT_ChangeOwner" || subtype === "AT_EnableRowSecurity") continue;
      const constraint = node(def, "Constraint");
      if (table && subtype === "AT_AddConstraint" && constraint) table.constraint(constraint);
      else if (table && subtype === "AT_AddColumn") table.element(def);
      else if (table && subtype === "AT_SetNotNull") table.notNull(String(name));
      else if (table && subtype === "AT_ColumnDefault") table.default(String(name), def);
      else
        this.say(location, {
          rule: "import/unsaid",
          severity: "warning",
          message: table
            ? "The change isn't one that is read: it is left out."
            : "The table that is changed isn't in this file.",
          given: `${String(relname)}: ${String(subtype).replace("AT_", "")}`,
          fix: "import what pg_dump writes of the database",
        });
    }
  }
}

/** psql's own commands, which pg_dump writes too, are no SQL. Their lines stay, so that places are right. */
const withoutCommands = (text: string) => text.replace(/^\\.*$/gm, (line) => "-".repeat(Math.max(2, line.length)));

export const sql: Importer = async (source) => {
  await loadModule();
  const text = withoutCommands(source.text);
  const reader = new Reader({ ...source, text });
  let statements: readonly unknown[];
  try {
    statements = list((await parse(text)).stmts);
  } catch (error) {
    const { message, sqlDetails } = error as { message: string; sqlDetails?: { cursorPosition?: number } };
    const offset = Buffer.byteLength(text.slice(0, sqlDetails?.cursorPosition ?? 0));
    const finding = {
      rule: "import/syntax",
      message: `The file is no Postgres DDL: ${message}.`,
      fix: "correct it, or dump it with pg_dump --schema-only",
    };
    return { ok: false, problems: [problemAt(source, offset, finding)] };
  }
  try {
    for (const one of statements) {
      const { stmt, stmt_location: location = 0 } = one as { stmt?: JsonObject; stmt_location?: number };
      for (const [kind, content] of Object.entries(stmt ?? {}))
        reader.statement(kind, content as JsonObject, firstWord(text, location));
    }
    if (reader.tables.size === 0)
      reader.say(0, {
        rule: "import/sql",
        message: "The file makes no table.",
        allowed: "CREATE TABLE, once or more",
        fix: "add one",
      });
    return reader.findings.result({ datasets: [...reader.tables.values()].map((table) => table.dataset()) });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ok: false, problems: [problemAt(source, 0, error.finding())] };
  }
};

/** A statement's offset is where the one before ended. */
function firstWord(text: string, offset: number): number {
  const rest = Buffer.from(text).subarray(offset).toString();
  const space = /^(\s|--.*\n|\/\*[\s\S]*?\*\/)*/.exec(rest)?.[0] ?? "";
  return offset + Buffer.byteLength(space);
}
