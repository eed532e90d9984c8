/**
 * 201 means: on the broker. Proved with the built service against a real Kafka that is killed under load.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Broker, type StoredRecord, startBroker } from "../../bench/service-broker";
import { build } from "../../services/data-product/build";
import { product, twoStreams } from "../unit/service/fixture";
import { ordersBundle, until } from "../unit/service/support";

const TOPIC = "orders.v1";
const SCHEMA_ID = 42;

let folder: string;
let broker: Broker;
let registry: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mesh-ledger-"));
  await build(join(folder, "server.js"));
  await writeFile(join(folder, "product.json"), JSON.stringify(product));
  await writeFile(join(folder, "two.json"), JSON.stringify(twoStreams));
  registry = createServer((request, response) => {
    request.resume();
    response.end(JSON.stringify({ id: SCHEMA_ID }));
  });
  await new Promise<void>((done) => registry.listen(0, "127.0.0.1", done));
  broker = await startBroker(join(folder, "broker"));
  await broker.createTopics([TOPIC]);
});

afterAll(async () => {
  await broker?.stop();
  registry?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Service {
  readonly url: string;
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly log: () => string;
}

let service: Service;

async function startService(model = "product.json"): Promise<Service> {
  const port = await getPort();
  const child = spawn(process.execPath, [join(folder, "server.js")], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      ...broker.env,
      HOST: "127.0.0.1",
      PORT: String(port),
      DRAIN_DELAY_MS: "100",
      MESH_PRODUCT: join(folder, model),
      MESH_BUNDLE: await ordersBundle(),
      SCHEMA_REGISTRY_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
    },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
    });
  }
  const exit = new Promise<number | null>((done) => child.once("exit", done));
  const url = `http://127.0.0.1:${port}`;
  const ready = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(ready, 20_000).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw new Error(`${String(error)}\n${text}`);
  });
  return { url, child, exit, log: () => text };
}

/** What became of one record. */
interface Entry {
  readonly id: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly outcome?: string;
  readonly detail?: string;
  readonly retryAfter?: string | null;
  readonly partition?: number;
  readonly offset?: number;
}

let series = 0;
/** A client that is refused waits a little; far less than Retry-After says, so that the switch-over is seen. */
const REFUSED_PAUSE_MS = 20;

/** Posts with `writers` at a time until `done`, each record once; the ledger of all of them. */
async function postUntil(done: () => boolean, writers: number): Promise<Entry[]> {
  const ledger: Entry[] = [];
  const name = `s${++series}`;
  let next = 0;
  const writer = async () => {
    while (!done()) {
      const entry = await post(`${name}-${next++}`);
      ledger.push(entry);
      if (entry.status !== 201) await wait(REFUSED_PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return ledger;
}

async function post(id: string, customer = "c-1", path = "/orders"): Promise<Entry> {
  try {
    const response = await fetch(`${service.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": id },
      body: JSON.stringify({ order_id: id, customer_id: customer, amount: 1, currency: "EUR" }),
    });
    const answer = (await response.json()) as Omit<Entry, "id" | "status">;
    return { ...answer, id, status: response.status, retryAfter: response.headers.get("retry-after") };
  } catch {
    return { id, status: 0 };
  }
}

const count = (ledger: readonly Entry[], status: number) => ledger.filter((entry) => entry.status === status).length;

/** What the topic must say of a ledger, whatever happened meanwhile. */
function reconcile(ledger: readonly Entry[], stored: readonly StoredRecord[]): void {
  const written = new Map<string, number>();
  for (const { key } of stored) written.set(key, (written.get(key) ?? 0) + 1);
  const places = new Map(stored.map((record) => [`${record.partition}/${record.offset}`, record]));
  const missing = ledger.filter(({ id, status }) => status === 201 && !written.has(id)).map(({ id }) => id);
  expect(missing, "acknowledged, but not in the topic").toEqual([]);
  const misplaced = ledger.filter(
    ({ id, status, partition, offset }) => status === 201 && places.get(`${partition}/${offset}`)?.key !== id,
  );
  expect(misplaced, "acknowledged at another place").toEqual([]);
  const ghosts = ledger.filter(({ id, outcome }) => outcome === "not-written" && written.has(id));
  expect(ghosts, "said not to be written, but in the topic").toEqual([]);
  const repeated = ledger.filter(({ id }) => (written.get(id) ?? 0) > 1);
  expect(repeated, "written more than once").toEqual([]);
}

beforeEach(async () => {
  service = await startService();
  return async () => {
    service.child.kill("SIGKILL");
    await service.exit;
  };
});

describe("the service on a real Kafka", () => {
  it("writes what it acknowledges: key, place, wire format, idempotency key", async () => {
    const entry = await post("first");
    expect(entry).toMatchObject({ status: 201 });
    const record = (await broker.read(TOPIC)).find(({ key }) => key === "first");
    expect(record).toMatchObject({ partition: entry.partition, offset: entry.offset });
    expect(record?.headers).toEqual({ "idempotency-key": "first" });
    expect(record?.value[0]).toBe(0);
    expect(record?.value.readInt32BE(1)).toBe(SCHEMA_ID);
    expect(record?.value.subarray(5).includes("EUR")).toBe(true);
  });

  it("keeps every acknowledged record when the broker is killed under load, and comes back by itself", async () => {
    let done = false;
    const answered = postUntil(() => done, 24);
    await wait(1_500);
    await broker.kill();
    const refused = await post("while-away");
    await until(async () => (await post(`probe-${Date.now()}`)).status === 201, 60_000);
    await wait(1_000);
    done = true;
    const ledger = await answered;

    expect(refused.status).toBe(503);
    expect(count(ledger, 201)).toBeGreaterThan(200);
    expect(count(ledger, 503)).toBeGreaterThan(0);
    expect(count(ledger, 201) + count(ledger, 503)).toBe(ledger.length);
    for (const { retryAfter, outcome } of ledger.filter(({ status }) => status === 503)) {
      expect(retryAfter).toBe("1");
      expect(["not-written", "unknown"]).toContain(outcome);
    }
    // Acknowledged before the kill and after it.
    const statuses = ledger.map(({ status }) => status);
    expect(statuses.indexOf(201)).toBeLessThan(statuses.indexOf(503));
    expect(statuses.lastIndexOf(201)).toBeGreaterThan(statuses.lastIndexOf(503));
    reconcile(ledger, await broker.read(TOPIC));
  }, 120_000);

  it("loses nothing when it is stopped under load, and ends with 0", async () => {
    let stopped = false;
    const answered = postUntil(() => stopped, 24);
    const acknowledged = async () => {
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      return Number(/mesh_records_acknowledged_total\{[^}]*\} (\d+)/.exec(metrics)?.[1] ?? 0);
    };
    await until(async () => (await acknowledged()) > 150, 20_000);
    service.child.kill("SIGTERM");
    expect(await service.exit).toBe(0);
    stopped = true;
    const ledger = await answered;
    expect(count(ledger, 201)).toBeGreaterThan(100);
    // Draining, or gone: nothing else.
    expect(ledger.filter(({ status }) => ![201, 503, 0].includes(status))).toEqual([]);
    expect(ledger.filter(({ status, outcome }) => status === 503 && outcome !== "not-written")).toEqual([]);
    reconcile(ledger, await broker.read(TOPIC));
  });

  it("keeps the order of one client's records of one key", async () => {
    for (let step = 0; step < 20; step++) expect((await post("one-key")).status).toBe(201);
    const offsets = (await broker.read(TOPIC)).filter(({ key }) => key === "one-key");
    expect(offsets).toHaveLength(20);
    expect(new Set(offsets.map(({ partition }) => partition)).size).toBe(1);
  });
});

describe("a product with two streams on a real Kafka", () => {
  it("writes to the one that is there, and refuses alone what the other one doesn't take", async () => {
    service.child.kill("SIGKILL");
    service = await startService("two.json");
    expect((await post("there")).status).toBe(201);
    expect(await post("missing", "c-1", "/returns")).toMatchObject({ status: 503, outcome: "not-written" });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);

    await broker.createTopics(["returns.v1"], { "max.message.bytes": "2000" });
    await until(async () => (await post(`probe-${Date.now()}`, "c-1", "/returns")).status === 201, 20_000);
    // Several batches, of which some hold a record that is too large and some are too large together.
    const sent = Array.from({ length: 60 }, (_, index) => ({ id: `r-${index}`, isLarge: index % 20 === 7 }));
    const ledger = await Promise.all(
      sent.map(({ id, isLarge }) => post(id, `c-${"x".repeat(isLarge ? 3_000 : 300)}`, "/returns")),
    );
    for (const [index, { isLarge }] of sent.entries()) {
      expect(ledger[index]?.status, ledger[index]?.detail).toBe(isLarge ? 413 : 201);
      if (isLarge)
        expect(ledger[index]?.detail).toMatch(/3\d\d\d bytes in the stream returns.v1, .* limit of 2000 bytes/);
    }
    expect(service.log()).not.toContain("broker.down");
    reconcile(ledger, await broker.read("returns.v1"));
    const stored = (await broker.read("returns.v1")).filter(({ key }) => sent.some(({ id }) => id === key));
    expect(stored).toHaveLength(57);
  });
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
