/** A product's Postgres schema: what it looks like now, and bringing it to what is declared. */
import { MeshError } from "../handler";
import type { Database } from "./connection";
import { applyRoles, dropRoles, ownerOf, type Role } from "./roles";
import { type Change, type DeclaredTable, type Loss, planTables } from "./tables";

export interface DeclaredSchema {
  readonly schema: string;
  readonly tables: readonly DeclaredTable[];
  readonly roles: readonly Role[];
  readonly allowDataLoss: boolean;
}

/** What is in the database. */
export interface LiveSchema {
  readonly owner: string;
  readonly tables: readonly DeclaredTable[];
}

/** Brings schema, tables and roles to what is declared. Idempotent. @throws MeshError where data would be lost. */
export async function applySchema(database: Database, declared: DeclaredSchema): Promise<void> {
  const { schema, tables, roles } = declared;
  const live = await readSchema(database, schema);
  refuseForeign(schema, live);
  const plan = planTables(live?.tables ?? [], tables);
  const losses = await unforgiven(database, declared, plan.losses);
  if (losses.length > 0) throw new MeshError(losses.map((loss) => lossMessage(schema, loss)).join("\n"));
  const owner = await ensureOwner(database, schema);
  if (live === undefined) {
    await database.query(`CREATE SCHEMA ${database.name(schema)} AUTHORIZATION ${database.name(owner)}`);
  }
  // As the owner, so that the tables are its own, and nothing here can do more than it may.
  await database.query(`SET LOCAL ROLE ${database.name(owner)}`);
  for (const change of plan.changes) await database.query(statement(database, schema, change));
  await database.query("RESET ROLE");
  await applyRoles(database, schema, roles);
}

/** Drops schema and roles; gone already is fine. @throws MeshError where a table holds rows and no loss is allowed. */
export async function dropSchema(database: Database, schema: string, allowDataLoss: boolean): Promise<void> {
  const live = await readSchema(database, schema);
  refuseForeign(schema, live);
  if (live !== undefined) {
    const names = live.tables.map(({ name }) => qualified(database, schema, name));
    // Nobody writes between looking and dropping.
    if (names.length > 0) await database.query(`LOCK TABLE ${names.join(", ")} IN ACCESS EXCLUSIVE MODE`);
    const full: string[] = [];
    for (const { name } of live.tables) if (await holdsRows(database, schema, name)) full.push(`${schema}.${name}`);
    if (full.length > 0 && !allowDataLoss) {
      throw new MeshError(
        `schema ${schema}: given: ${full.join(", ")} holds rows and allowDataLoss is false; allowed: deleting empty ` +
          `tables, or with allowDataLoss true; fix: deploy it once with allowDataLoss: true and delete it then`,
      );
    }
    // Without consent to a loss, what others have built on the tables stops the drop.
    if (names.length > 0 && !allowDataLoss) await database.query(`DROP TABLE ${names.join(", ")}`);
    await database.query(`DROP SCHEMA ${database.name(schema)} ${allowDataLoss ? "CASCADE" : "RESTRICT"}`);
  }
  await dropRoles(database, schema);
}

/** The schema as it is; `undefined` where there is none. */
export async function readSchema(database: Database, schema: string): Promise<LiveSchema | undefined> {
  const [found] = await database.query<{ oid: number; owner: string }>(
    "SELECT oid, pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1",
    [schema],
  );
  if (found === undefined) return undefined;
  const tables = await database.query<{ name: string; comment: string | null; columns: LiveColumn[]; key: string[] }>(
    `SELECT t.relname AS name, obj_description(t.oid, 'pg_class') AS comment,
            (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                      'nullable', NOT a.attnotnull, 'comment', col_description(t.oid, a.attnum)) ORDER BY a.attnum), '[]')
               FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
            (SELECT coalesce(json_agg(a.attname ORDER BY array_position(k.conkey, a.attnum)), '[]')
               FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (k.conkey)
              WHERE k.conrelid = t.oid AND k.contype = 'p') AS key
       FROM pg_class t WHERE t.relnamespace = $1 AND t.relkind IN ('r', 'p') ORDER BY t.relname`,
    [found.oid],
  );
  return {
    owner: found.owner,
    tables: tables.map(({ name, comment, columns, key }) => ({
      name,
      comment: comment ?? undefined,
      primaryKey: key,
      columns: columns.map((column) => ({ ...column, comment: column.comment ?? undefined })),
    })),
  };
}

interface LiveColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** The losses that aren't allowed, of those that would really happen. */
export async function unforgiven(
  database: Database,
  { schema, allowDataLoss }: Pick<DeclaredSchema, "schema" | "allowDataLoss">,
  losses: readonly Loss[],
): Promise<readonly Loss[]> {
  const left: Loss[] = [];
  for (const loss of losses) {
    if (loss.kind === "loss" ? allowDataLoss : !(await holdsRows(database, schema, loss.table))) continue;
    left.push(loss);
  }
  return left;
}

/** A loss in words, with the way out. */
export function lossMessage(schema: string, { table, column, message, kind }: Loss): string {
  const where = `${schema}.${table}${column === undefined ? "" : `.${column}`}`;
  return kind === "loss"
    ? `${where}: ${message}; allowed: changes that keep all data; fix: undo it, or set allowDataLoss: true to let it go`
    : `${where}: ${message}; allowed: a nullable column, or an empty table; fix: make the property not required`;
}

function refuseForeign(schema: string, live: LiveSchema | undefined): void {
  if (live === undefined || live.owner === ownerOf(schema)) return;
  throw new MeshError(
    `schema ${schema}: given: a schema that belongs to ${live.owner}; allowed: a new one, or one of the mesh's own ` +
      `(owner ${ownerOf(schema)}); fix: choose another name, or let an administrator hand it over`,
  );
}

async function ensureOwner(database: Database, schema: string): Promise<string> {
  const owner = ownerOf(schema);
  const [found] = await database.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [owner]);
  if (found === undefined) await database.query(`CREATE ROLE ${database.name(owner)} NOLOGIN`);
  // An administrator who isn't a superuser may act as the owner only as its member.
  await database.query(`GRANT ${database.name(owner)} TO CURRENT_USER`);
  return owner;
}

async function holdsRows(database: Database, schema: string, table: string): Promise<boolean> {
  const [there] = await database.query("SELECT 1 WHERE to_regclass($1) IS NOT NULL", [
    qualified(database, schema, table),
  ]);
  if (there === undefined) return false;
  const rows = await database.query(`SELECT 1 FROM ${qualified(database, schema, table)} LIMIT 1`);
  return rows.length > 0;
}

function qualified(database: Database, schema: string, table: string): string {
  return `${database.name(schema)}.${database.name(table)}`;
}

function statement(database: Database, schema: string, change: Change): string {
  const { name, text } = database;
  const table = qualified(database, schema, change.kind === "create-table" ? change.table.name : change.table);
  // Types can't be quoted; they passed the check's pattern, which leaves no room for other SQL.
  const column = ({ name: column, type, nullable }: { name: string; type: string; nullable: boolean }) =>
    `${name(column)} ${type}${nullable ? "" : " NOT NULL"}`;
  const key = (columns: readonly string[]) => `PRIMARY KEY (${columns.map(name).join(", ")})`;
  switch (change.kind) {
    case "create-table": {
      const { columns, primaryKey } = change.table;
      const parts = [...columns.map(column), ...(primaryKey.length > 0 ? [key(primaryKey)] : [])];
      return `CREATE TABLE ${table} (${parts.join(", ")})`;
    }
    case "drop-table":
      return `DROP TABLE ${table}`;
    case "add-column":
      return `ALTER TABLE ${table} ADD COLUMN ${column(change.column)}`;
    case "drop-column":
      return `ALTER TABLE ${table} DROP COLUMN ${name(change.column)}`;
    case "change-type": {
      const target = name(change.column);
      return `ALTER TABLE ${table} ALTER COLUMN ${target} TYPE ${change.type} USING ${target}::${change.type}`;
    }
    case "drop-not-null":
      return `ALTER TABLE ${table} ALTER COLUMN ${name(change.column)} DROP NOT NULL`;
    case "set-not-null":
      return `ALTER TABLE ${table} ALTER COLUMN ${name(change.column)} SET NOT NULL`;
    case "primary-key":
      return primaryKeyBlock(database, table, change.columns);
    case "comment": {
      const what = change.column === undefined ? `TABLE ${table}` : `COLUMN ${table}.${name(change.column)}`;
      return `COMMENT ON ${what} IS ${change.text === undefined ? "NULL" : text(change.text)}`;
    }
  }
}

/** The old key's constraint goes by a name that only the database knows. */
function primaryKeyBlock({ name, text }: Database, table: string, columns: readonly string[]): string {
  const add = columns.length > 0 ? `ALTER TABLE ${table} ADD PRIMARY KEY (${columns.map(name).join(", ")});` : "";
  const body = `DECLARE old name; BEGIN
    SELECT conname INTO old FROM pg_constraint WHERE conrelid = ${text(table)}::regclass AND contype = 'p';
    IF old IS NOT NULL THEN EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', ${text(table)}, old); END IF;
    ${add} END`;
  return `DO ${text(body)}`;
}
