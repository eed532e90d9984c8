/** Who may use a product's Postgres schema: an owner nobody logs in as, and login roles with the least they need. */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { MeshError } from "../handler";
import type { Database } from "./connection";

export interface Role {
  readonly name: string;
  readonly access: Access;
  readonly password: string;
}

export type Access = "write" | "read";

/** `write` can't delete: what a product has recorded stays. */
const PRIVILEGES: Readonly<Record<Access, string>> = { write: "SELECT, INSERT, UPDATE", read: "SELECT" };
const SCRAM_ITERATIONS = 4096;

/** The role that owns a schema and its tables. */
export function ownerOf(schema: string): string {
  return `${schema}_owner`;
}

/** How a role is known as one of a schema's: roles are shared by all databases of a server. */
function mark(schema: string): string {
  return `data mesh: schema ${schema}`;
}

/** Brings login roles and their grants to what is declared, and removes those that are declared no more. */
export async function applyRoles(database: Database, schema: string, roles: readonly Role[]): Promise<void> {
  const there = await rolesOf(database, schema);
  for (const role of there.filter((name) => !roles.some((declared) => declared.name === name))) {
    await dropRole(database, schema, role);
  }
  await revokeFromPublic(database, schema);
  for (const role of roles) await applyRole(database, schema, role, there.includes(role.name));
}

/** Removes a schema's login roles and its owner. The schema is gone already. */
export async function dropRoles(database: Database, schema: string): Promise<void> {
  for (const role of await rolesOf(database, schema)) await dropRole(database, schema, role);
  await database.query(`DROP ROLE IF EXISTS ${database.name(ownerOf(schema))}`);
}

/** The login roles that were made for a schema, with what they may do to its tables. */
export async function rolesOf(database: Database, schema: string): Promise<readonly string[]> {
  const found = await database.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = $1 ORDER BY rolname",
    [mark(schema)],
  );
  return found.map(({ name }) => name);
}

async function applyRole(database: Database, schema: string, role: Role, ours: boolean): Promise<void> {
  const { name, text } = database;
  if (!ours) await refuseTaken(database, schema, role.name);
  // The verifier, not the password: statements end up in the server's log.
  const login = `LOGIN PASSWORD ${text(scramVerifier(role.password))}`;
  await database.query(`${ours ? "ALTER" : "CREATE"} ROLE ${name(role.name)} ${login}`);
  await database.query(`COMMENT ON ROLE ${name(role.name)} IS ${text(mark(schema))}`);
  await database.query(`ALTER ROLE ${name(role.name)} SET search_path = ${name(schema)}`);
  await database.query(databaseGrant("GRANT CONNECT", "TO", { database, role: role.name }));
  await database.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${name(schema)} FROM ${name(role.name)}`);
  await database.query(`GRANT USAGE ON SCHEMA ${name(schema)} TO ${name(role.name)}`);
  const privileges = PRIVILEGES[role.access];
  await database.query(`GRANT ${privileges} ON ALL TABLES IN SCHEMA ${name(schema)} TO ${name(role.name)}`);
}

async function refuseTaken(database: Database, schema: string, role: string): Promise<void> {
  const [taken] = await database.query<{ note: string | null }>(
    "SELECT shobj_description(oid, 'pg_authid') AS note FROM pg_roles WHERE rolname = $1",
    [role],
  );
  if (taken === undefined) return;
  throw new MeshError(
    `role ${role}: given: a role that is there already (${taken.note ?? "not made by the mesh"}); allowed: a new one, ` +
      `or one made for schema ${schema}; fix: choose another name`,
  );
}

async function revokeFromPublic(database: Database, schema: string): Promise<void> {
  const { name } = database;
  await database.query(`REVOKE ALL ON SCHEMA ${name(schema)} FROM PUBLIC`);
  await database.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${name(schema)} FROM PUBLIC`);
}

async function dropRole(database: Database, schema: string, role: string): Promise<void> {
  const { name } = database;
  const [there] = await database.query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
  if (there !== undefined) {
    await database.query(`REVOKE ALL ON ALL TABLES IN SCHEMA ${name(schema)} FROM ${name(role)}`);
    await database.query(`REVOKE ALL ON SCHEMA ${name(schema)} FROM ${name(role)}`);
  }
  await database.query(databaseGrant("REVOKE ALL", "FROM", { database, role }));
  await database.query(`DROP ROLE ${name(role)}`);
}

/** The name of the database connected to is only known there. */
function databaseGrant(
  what: "GRANT CONNECT" | "REVOKE ALL",
  preposition: "TO" | "FROM",
  { database, role }: { readonly database: Database; readonly role: string },
): string {
  const statement = `${what} ON DATABASE %I ${preposition} %I`;
  const body = `BEGIN EXECUTE format('${statement}', current_database(), ${database.text(role)}); END`;
  return `DO ${database.text(body)}`;
}

/** What Postgres stores of a password (RFC 5803, and its own `scram-sha-256` form). ASCII only, so no SASLprep. */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, "sha256");
  const key = (label: string) => createHmac("sha256", salted).update(label).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  const server = key("Server Key").toString("base64");
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString("base64")}$${stored}:${server}`;
}
