/** Transactions on the mesh's Postgres. */
import type { Client } from "pg";
import { MeshError } from "../handler";

export interface Database {
  readonly query: <R extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly R[]>;
  /** Quotes a name, for the places where SQL takes no parameters. */
  readonly name: (identifier: string) => string;
  /** Quotes a text, for the places where SQL takes no parameters. */
  readonly text: (literal: string) => string;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 20_000;
const PAUSES_MS: readonly number[] = [250, 1_000];
/** Any number that nobody else takes; "mesh" in ASCII. */
const LOCK = 0x6d657368;
/** SQLSTATE of a server that is starting or stopping, and of one without a free connection. */
const NOT_READY: ReadonlySet<string> = new Set(["57P03", "57P01", "53300"]);
/** Tells a SQLSTATE from an errno such as EPIPE; no class of SQLSTATE starts with E. */
const SQLSTATE = /^[0-9FHPX][0-9A-Z]{4}$/;

/** Host, port and database, without user and password. */
export function databaseAddress(url: string): string {
  if (!URL.canParse(url)) return "an address that can't be read";
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || "5432"}${pathname}`;
}

/**
 * Runs `work` in one transaction: all of it or nothing.
 *
 * Roles, grants and the catalog are shared by every stack, and Postgres fails concurrent changes of one row of its own
 * tables ("tuple concurrently updated"). That is why only one such transaction runs at a time.
 *
 * @throws MeshError for everything the database refuses; no credentials in the message.
 */
export async function inTransaction<T>(
  url: string,
  signal: AbortSignal,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  // Loaded when it is first used: a preview doesn't pay for it.
  const { escapeIdentifier, escapeLiteral } = await import("pg");
  const client = await connect(url, signal);
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('lock_timeout', $1, true)", [`${LOCK_TIMEOUT_MS}ms`]);
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    const result = await work({
      query: async (text, values = []) => (await client.query(text, [...values])).rows,
      name: escapeIdentifier,
      text: escapeLiteral,
    });
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Where the connection is lost the server rolls back by itself.
    await client.query("ROLLBACK").catch(() => undefined);
    throw explained(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(url: string, signal: AbortSignal): Promise<Client> {
  const { Client } = await import("pg");
  for (let attempt = 0; ; attempt++) {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      application_name: "data-mesh-provider",
    });
    // A connection that breaks later is reported by the query that uses it; without a listener it would end us.
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      const pause = PAUSES_MS[attempt];
      const code = codeOf(error);
      const hopeless = code !== undefined && SQLSTATE.test(code) && !NOT_READY.has(code);
      if (hopeless || pause === undefined || signal.aborted) throw explained(error, url);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function explained(error: unknown, url: string): Error {
  if (error instanceof MeshError || error instanceof TypeError || error instanceof RangeError) return error;
  const code = codeOf(error);
  // Where several addresses were tried, the reasons are in the parts, and the message is empty.
  const parts = error instanceof AggregateError ? error.errors : [error];
  const why = parts.map((part) => (part instanceof Error ? part.message : String(part))).join("; ");
  const at = `the database at ${databaseAddress(url)}`;
  if (code === "28P01" || code === "28000" || code === "3D000") {
    return new MeshError(`${at} refused the connection: ${why}; fix: correct the databaseUrl of the mesh provider`);
  }
  if (code === "42501") {
    return new MeshError(`${at} refused: ${why}; fix: the user of databaseUrl needs CREATEROLE and CREATE on it`);
  }
  if (code === "55P03") {
    return new MeshError(`${at}: waited ${LOCK_TIMEOUT_MS / 1000} s for a lock; fix: let the other deployment end`);
  }
  if (code !== undefined && SQLSTATE.test(code) && !NOT_READY.has(code)) {
    return new MeshError(`${at} refused: ${why} (SQLSTATE ${code}); nothing was changed`);
  }
  return new MeshError(
    `${at} doesn't answer (${why}); fix: start it (mesh up), or correct the databaseUrl of the mesh provider`,
  );
}

function codeOf(error: unknown): string | undefined {
  const code = error !== null && typeof error === "object" && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}
