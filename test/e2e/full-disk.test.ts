/** The embedded default on a disk that is really full: what was acknowledged stays, and all goes on once there is room. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Producer } from "@platformatic/kafka";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { destroyEmbedded, embeddedStatus, readRuntime, startEmbedded } from "../../embedded";
import { connection, withAdmin } from "../../embedded/admin";
import { readAll } from "../support/kafka";

const SLOW = 180_000;
const TOPIC = "ledger";
const BLOCK = 1024 * 1024;
let disk: string;
let refusal: string | undefined;

beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), "mesh-disk-"));
  const { status, stderr, error } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=512m", "tmpfs", disk]);
  if (status !== 0) {
    refusal = `no small disk can be mounted here: ${error?.message ?? String(stderr).trim()}`;
    return;
  }
  await startEmbedded({ home: home(), products: [], log: () => undefined });
}, SLOW);

afterAll(async () => {
  if (refusal === undefined) {
    await destroyEmbedded(home());
    spawnSync("umount", [disk]);
  }
  rmSync(disk, { recursive: true, force: true });
}, SLOW);

const home = () => join(disk, "home");
const filler = () => join(disk, "filler");

function runtime() {
  const found = readRuntime(home());
  if (!found) throw new Error("nothing runs");
  return found;
}

/** Every byte that is left. */
function fill(): void {
  const file = openSync(filler(), "a");
  try {
    for (let size = BLOCK; size >= 1; ) {
      try {
        writeSync(file, Buffer.alloc(size, 1));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        size = Math.floor(size / 4);
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Writes records to the broker and rows to the database until both refuse; the ledger of what was acknowledged. */
async function write(afterSome: () => void) {
  const records: string[] = [];
  const rows: number[] = [];
  const refused = { records: 0, rows: 0 };
  const padding = "x".repeat(20_000);
  const producer = new Producer({ ...connection(runtime().kafka), retries: 0, timeout: 2_000, connectTimeout: 1_000 });
  producer.on("error", () => undefined);
  const late = Date.now() + 60_000;
  for (let next = 0; (refused.records < 3 || refused.rows < 3) && Date.now() < late; next++) {
    if (next === 30) afterSome();
    const key = `r${next}`;
    const message = { topic: TOPIC, key: Buffer.from(key), value: Buffer.from(padding) };
    await producer.send({ messages: [message], acks: -1 }).then(
      () => records.push(key),
      () => refused.records++,
    );
    // Not compressible: a row takes the room that it has.
    await query("insert into ledger values ($1, $2)", [next, randomBytes(20_000)]).then(
      () => rows.push(next),
      () => refused.rows++,
    );
  }
  await Promise.resolve(producer.close()).catch(() => undefined);
  return { records, rows, refused };
}

async function query(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ ...runtime().postgres, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

test("nothing acknowledged is lost, status and up say what is wrong, and everything comes back", {
  timeout: SLOW,
}, async ({ skip }) => {
  if (refusal !== undefined) {
    console.warn(`skipped: ${refusal}`);
    return skip(refusal);
  }
  await withAdmin(runtime().kafka, (admin) => admin.createTopics({ topics: [TOPIC], partitions: 1, replicas: 1 }));
  await query("create table ledger (id int primary key, padding bytea)");
  const supervisor = runtime().supervisor?.pid;
  const ledger = await write(fill);
  // What was freed meanwhile, by ends and restarts, is taken too.
  fill();
  expect(ledger.records.length).toBeGreaterThan(10);
  expect(ledger.rows.length).toBeGreaterThan(10);
  expect(ledger.refused.records).toBeGreaterThan(0);
  expect(ledger.refused.rows).toBeGreaterThan(0);
  const { running, problems } = await embeddedStatus(home());
  expect(running).toBe(true);
  expect(problems.join("\n")).toMatch(/the disk of .* is full: 0 MiB are free, 128 MiB are needed; fix: free some/);
  await expect(startEmbedded({ home: home(), products: [], log: () => undefined })).rejects.toThrow(
    /Nothing was started: the disk of .* is full[\s\S]*MESH_HOME/,
  );

  rmSync(filler());
  const states = async () =>
    (await embeddedStatus(home())).processes.map(({ name, state }) => `${name} is ${state}`).sort();
  await expect
    .poll(states, { timeout: 90_000, interval: 250 })
    .toEqual(["kafka is ready", "postgres is ready", "registry is ready"]);
  expect(runtime().supervisor?.pid).toBe(supervisor);
  expect((await embeddedStatus(home())).problems).toEqual([]);
  const stored = new Set((await readAll(runtime().kafka, TOPIC)).map(({ key }) => key));
  expect(ledger.records.filter((key) => !stored.has(key))).toEqual([]);
  const kept = new Set((await query("select id from ledger")).map(({ id }) => id));
  expect(ledger.rows.filter((id) => !kept.has(id))).toEqual([]);
});
