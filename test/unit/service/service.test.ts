import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { DataProduct } from "../../../contracts/model";
import { contract, dataset, order, product, twoStreams } from "./fixture";
import { bundleIn, FakeBroker, gate, type Running, running, until, type Wishes } from "./support";

const started: Running[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

async function start(wishes: Wishes = {}): Promise<Running> {
  const one = await running(wishes);
  started.push(one);
  return one;
}

function keyedBy(keys: readonly string[]): DataProduct {
  const [port] = product.outputPorts;
  if (!port) throw new Error("no port");
  const datasets = [{ ...dataset, key: keys[0] ?? "", keys }];
  return { ...product, outputPorts: [{ ...port, contract: { ...contract, datasets } }] };
}

type Json = Record<string, unknown>;

async function problem(response: Response): Promise<Json> {
  expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const body = (await response.json()) as Json;
  expect(body.status).toBe(response.status);
  expect(body.instance).toBe(new URL(response.url).pathname);
  return body;
}

const without = (name: keyof typeof order) => {
  const { [name]: _left, ...rest } = order;
  return rest;
};

describe("a record", () => {
  it("is answered with 201 as in the article, and is on the broker with the schema's id", async () => {
    const { post, broker } = await start();
    const response = await post(order);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      status: "queued",
      order_id: "o-1",
      topic: "orders.v1",
      partition: 0,
      offset: 0,
    });
    const [record] = broker.written;
    expect(record?.topic).toBe("orders.v1");
    expect(record?.key?.toString()).toBe("o-1");
    expect([...(record?.value.subarray(0, 5) ?? [])]).toEqual([0, 0, 0, 0, 7]);
  });

  it("is not answered before the broker has it", async () => {
    const { post, broker } = await start();
    const held = gate();
    broker.answer = () => held.opened;
    let status = 0;
    const posted = post(order).then((response) => {
      status = response.status;
    });
    await until(() => broker.batches.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(status).toBe(0);
    held.open();
    await posted;
    expect(status).toBe(201);
  });

  it("takes its Idempotency-Key along", async () => {
    const { post, broker } = await start();
    await post(order, { "idempotency-key": "k-1" });
    const headers = [...(broker.written[0]?.headers ?? [])].map(([key, value]) => [key.toString(), value.toString()]);
    expect(headers).toEqual([["idempotency-key", "k-1"]]);
    const bad = await post(order, { "idempotency-key": "x".repeat(201) });
    expect(await problem(bad)).toMatchObject({ status: 400, type: "/problems/bad-header" });
    expect(broker.written).toHaveLength(1);
  });

  it("goes to KAFKA_TOPIC where the product has one stream", async () => {
    const { post, broker } = await start({ env: { KAFKA_TOPIC: "elsewhere" } });
    await post(order);
    expect(broker.written[0]?.topic).toBe("elsewhere");
  });
});

describe("what is refused", () => {
  it("by policy: 403 with the rule's message, logged and counted", async () => {
    const { post, url, log, broker } = await start();
    const missing = await post(without("currency"));
    expect(missing.status).toBe(403);
    expect(await problem(missing)).toMatchObject({
      detail: "Missing 'currency' field",
      violations: [{ msg: "Missing 'currency' field" }],
    });
    const lower = await post({ ...order, currency: "eur" });
    expect(await problem(lower)).toMatchObject({ status: 403, detail: "Currency 'eur' must be uppercase" });
    const lines = log.map((line) => JSON.parse(line) as Json).filter(({ event }) => event === "policy.denied");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatchObject({
      product: "order-events",
      path: "/orders",
      messages: ["Currency 'eur' must be uppercase"],
    });
    expect(log.join("")).not.toContain("c-1");
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/mesh_policy_decisions_total\{route="\/orders",decision="deny"[^}]*\} 2/);
    expect(broker.written).toEqual([]);
  });

  it("by policy with what the contract finds besides, so that one correction is enough", async () => {
    const { post } = await start();
    const answer = await problem(await post({ ...order, currency: "eur", amount: -1, customer_id: "Ada Lovelace" }));
    expect(answer).toMatchObject({ status: 403, detail: "Currency 'eur' must be uppercase" });
    expect((answer.errors as Json[]).map(({ field }) => field).sort()).toEqual(["amount", "currency", "customer_id"]);
    expect(JSON.stringify(answer)).not.toContain("Ada");
    const denied = await problem(await post(without("currency")));
    expect(denied.errors).toMatchObject([{ field: "currency", detail: "is required" }]);
  });

  it("by a rule that names a protected value: neither answered nor logged", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mesh-rule-"));
    const rego = 'package mesh.policies\n\nviolation contains {"msg": concat(" ", ["No", input.body.customer_id])}\n';
    const { post, log } = await start({ bundle: await bundleIn(folder, { name: "leaky", rego }) });
    await rm(folder, { recursive: true });
    const answer = await problem(await post({ ...order, customer_id: "c-lovelace" }));
    expect(answer).toMatchObject({ status: 403, detail: "No [hidden]", violations: [{ msg: "No [hidden]" }] });
    expect(log.join("")).toContain("No [hidden]");
    expect(log.join("")).not.toContain("lovelace");
  });

  it("not by a rule that only records: the record passes, the log has it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mesh-rule-"));
    const rego = [
      "package mesh.policies",
      'violation contains {"msg": "a large one", "mode": "log"} if input.body.amount > 100',
      'violation contains {"msg": "nothing to mask here", "mode": "mask", "field": "note"} if input.body.amount > 900',
    ].join("\n\n");
    const { post, log } = await start({ bundle: await bundleIn(folder, { name: "noted", rego }) });
    await rm(folder, { recursive: true });
    expect((await post({ ...order, amount: 101 })).status).toBe(201);
    const noted = log.map((line) => JSON.parse(line) as Json).filter(({ event }) => event === "policy.noted");
    expect(noted).toMatchObject([{ messages: ["a large one"], path: "/orders" }]);
    const denied = await problem(await post({ ...order, amount: 901 }));
    expect(denied).toMatchObject({ status: 403, violations: [{ msg: "nothing to mask here" }] });
  });

  it("by policy before the contract, so that a denial is recorded even of a malformed record", async () => {
    const { post } = await start();
    expect((await post({ colour: "red" })).status).toBe(403);
    expect(await problem(await post([order]))).toMatchObject({
      status: 403,
      detail: expect.stringMatching(/JSON object/),
    });
  });

  it("by the contract: 422 naming each field, without protected values", async () => {
    const { post } = await start();
    const response = await post({ ...order, order_id: "", customer_id: "Ada Lovelace" });
    const body = await problem(response);
    expect(body).toMatchObject({ status: 422, type: "/problems/contract-violation" });
    expect((body.errors as Json[]).map(({ field }) => field).sort()).toEqual(["customer_id", "order_id"]);
    expect(JSON.stringify(body)).not.toContain("Ada");
  });

  it("by the stream's schema: 422, not 500", async () => {
    const { post } = await start();
    const body = await problem(await post({ ...order, items: 2 ** 60 }));
    expect(body).toMatchObject({ status: 422, errors: [{ field: "items" }] });
  });

  it("for numbers that would be rounded: 422 naming each field, never another number on the stream", async () => {
    const { post, broker } = await start();
    const text = (amount: string, items = "1") =>
      `{"order_id":"o-1","customer_id":"c-1","amount":${amount},"currency":"EUR","items":${items}}`;
    const body = await problem(await post(text("12345678901234567.89", "9007199254740993")));
    expect(body).toMatchObject({ status: 422, type: "/problems/contract-violation" });
    expect(body.errors).toMatchObject([
      { field: "amount", given: "12345678901234567.89" },
      { field: "items", given: "9007199254740993" },
    ]);
    expect(broker.written).toEqual([]);
    // As a double is printed; and digits in text are no number.
    expect((await post(text("0.10000000000000001"))).status).toBe(201);
    expect((await post({ ...order, order_id: "9007199254740993" })).status).toBe(201);
  });

  it("by the broker for good: 413 with its limit, alone, while the link stays up", async () => {
    const { post, broker, url } = await start();
    broker.limit = 200;
    const held = gate();
    broker.answer = () => held.opened;
    const large = { ...order, order_id: "o".repeat(64), note: "n".repeat(20), customer_id: `c-${"x".repeat(150)}` };
    const posted = [post(order), post(large), post(order)];
    await until(() => broker.batches.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    held.open();
    const [first, refused, last] = await Promise.all(posted);
    expect([first?.status, last?.status]).toEqual([201, 201]);
    const answer = await problem(refused as Response);
    expect(answer).toMatchObject({ status: 413, detail: expect.stringMatching(/more than its limit of 200 bytes/) });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(broker.reconnects).toBe(1);
    broker.answers = [{ failed: "invalid", reason: "INVALID_RECORD", shared: false }];
    expect(await problem(await post(order))).toMatchObject({ status: 422, type: "/problems/record-refused" });
    expect((await post(order)).status).toBe(201);
  });

  it.each([
    ["cut short", 400, "{", {}],
    ["empty", 400, "", {}],
    ["with a key that poisons", 400, '{"__proto__": {"currency": "EUR"}}', {}],
    ["of another type", 415, JSON.stringify(order), { "content-type": "text/plain" }],
    ["too large", 413, JSON.stringify({ ...order, note: "x".repeat(300_000) }), {}],
  ])("as a body %s: %s", async (_what, status, body, headers) => {
    const { post, broker } = await start();
    const answer = await problem(await post(body, headers as Record<string, string>));
    expect(answer.status).toBe(status);
    expect(broker.batches).toEqual([]);
  });

  it("as a request: 404 and 405, as problems", async () => {
    const { url } = await start();
    expect(await problem(await fetch(`${url}/nothing`))).toMatchObject({ status: 404 });
    const wrong = await fetch(`${url}/orders`, { method: "PUT", body: "x" });
    expect(wrong.headers.get("allow")).toBe("POST");
    expect(await problem(wrong)).toMatchObject({ status: 405 });
    expect((await fetch(`${url}/problems/policy-denied`)).status).toBe(200);
  });
});

describe("a broker that is away", () => {
  it("is a 503 with Retry-After, never a 201, and the service comes back by itself", async () => {
    const { post, broker, url } = await start();
    broker.up = false;
    broker.answer = async () => {
      throw new Error("Connection closed");
    };
    const first = await post(order);
    expect(first.headers.get("retry-after")).toBe("1");
    expect(await problem(first)).toMatchObject({ status: 503, outcome: "unknown" });
    expect(await problem(await post(order))).toMatchObject({ status: 503, outcome: "not-written" });
    const ready = (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; checks: Json[] };
    expect(ready).toMatchObject({ ready: false });
    expect(ready.checks.find(({ ok }) => !ok)).toMatchObject({
      name: "broker",
      reason: expect.stringMatching(/Connection|ECONN/),
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    broker.up = true;
    broker.answer = async () => undefined;
    await until(async () => (await post(order)).status === 201);
    expect(broker.written).toHaveLength(1);
  });

  it("fills the queue only to its bound", async () => {
    const { post, broker, url } = await start({ env: { QUEUE_RECORDS: "5" } });
    const held = gate();
    broker.answer = () => held.opened;
    let answered = 0;
    const posted = Array.from({ length: 20 }, async () => {
      const { status } = await post(order);
      answered++;
      return status;
    });
    await until(async () => /mesh_queue_depth\{[^}]*\} 5/.test(await (await fetch(`${url}/metrics`)).text()));
    await until(() => answered === 15);
    held.open();
    const statuses = await Promise.all(posted);
    expect(statuses.filter((status) => status === 201)).toHaveLength(5);
    expect(statuses.filter((status) => status === 503)).toHaveLength(15);
    expect(broker.written).toHaveLength(5);
  });
});

describe("what is missing at start", () => {
  const notReady = async ({ url }: Running) => {
    const response = await fetch(`${url}/readyz`);
    const { checks } = (await response.json()) as { checks: Json[] };
    return {
      status: response.status,
      reasons: checks.filter(({ ok }) => !ok).map(({ name, reason }) => [name, reason]),
    };
  };

  it("a bundle: fails closed with 503", async () => {
    const one = await start({ bundle: "/nowhere/bundle.tar.gz", waitUntilReady: false });
    await until(() => one.log.some((line) => line.includes("policy.refused")));
    expect(await problem(await one.post(order))).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/No policy bundle/),
    });
    const { status, reasons } = await notReady(one);
    expect(status).toBe(503);
    expect(reasons).toContainEqual(["policy bundle", expect.stringContaining("cannot be read (ENOENT)")]);
    expect(one.broker.written).toEqual([]);
  });

  it("a schema id: 503 until the registry has it", async () => {
    let registered = false;
    const one = await start({
      registry: () => (registered ? { status: 200, body: '{"id":9}' } : { status: 404, body: "{}" }),
      waitUntilReady: false,
    });
    await until(() => one.log.some((line) => line.includes("schema.missing")));
    await until(async () => (await notReady(one)).reasons.every(([name]) => name !== "policy bundle"));
    expect(await problem(await one.post(order))).toMatchObject({
      status: 503,
      detail: expect.stringMatching(/schema id/),
    });
    const { reasons } = await notReady(one);
    expect(reasons).toContainEqual([
      "schema id of orders.v1-value",
      expect.stringContaining("does not have this schema"),
    ]);
    registered = true;
    await until(async () => (await one.post(order)).status === 201);
    expect(one.broker.written[0]?.value.readInt32BE(1)).toBe(9);
  });

  it("the broker: says so", async () => {
    const broker = new FakeBroker();
    broker.up = false;
    const one = await start({ broker, waitUntilReady: false });
    await until(async () => (await notReady(one)).reasons.some(([name]) => name === "broker"));
    expect((await one.post(order)).status).toBe(503);
  });
});

describe("a product with two streams, one of which is missing", () => {
  it("answers 503 for that one only, says so, and has it back when it is there", async () => {
    const broker = new FakeBroker();
    broker.gone.set("returns.v1", "topic returns.v1 does not exist");
    const { post, url } = await start({ broker, model: twoStreams });
    const returned = () =>
      fetch(`${url}/returns`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(order),
      });
    expect((await post(order)).status).toBe(201);
    const refused = await returned();
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await problem(refused)).toMatchObject({
      status: 503,
      outcome: "not-written",
      detail: expect.stringMatching(/topic returns.v1 does not exist/),
    });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(200);
    const { checks } = (await ready.json()) as { checks: Json[] };
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([{ name: "stream returns.v1", endpoint: "/returns" }]);
    broker.gone.set("orders.v1", "gone too");
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    broker.gone.clear();
    expect((await returned()).status).toBe(201);
  });
});

describe("a key of several properties", () => {
  it("is the JSON array of their values, on the stream and in the answer", async () => {
    const { post, broker } = await start({ model: keyedBy(["customer_id", "items", "order_id"]) });
    const response = await post({ ...order, items: 2, order_id: 'o-"1' });
    expect(await response.json()).toMatchObject({
      ...{ status: "queued", items: 2, order_id: 'o-"1' },
      // Restricted.
      customer_id: "[masked]",
    });
    await post(order);
    expect(broker.written.map(({ key }) => key?.toString())).toEqual(['["c-1",2,"o-\\"1"]', '["c-1",null,"o-1"]']);
  });
});

describe("what can be read", () => {
  it("the contract's JSON Schema, with version and ETag", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/orders/schema`);
    expect(response.headers.get("content-type")).toBe("application/schema+json; charset=utf-8");
    expect(await response.json()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      version: "1.2.0",
      required: ["order_id", "customer_id", "amount", "currency"],
    });
    const etag = response.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const again = await fetch(`${url}/orders/schema`, { headers: { "if-none-match": `"x", W/${etag}` } });
    expect(again.status).toBe(304);
    expect((await fetch(`${url}/orders/schema?version=1.2.0`)).status).toBe(200);
    const other = await problem(await fetch(`${url}/orders/schema?version=1.1.0`));
    expect(other).toMatchObject({ status: 404, detail: 'version: given "1.1.0", allowed 1.2.0 or latest.' });
  });

  it("OpenAPI 3.1 with every answer", async () => {
    const { url } = await start();
    const api = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: Json; components: Json };
    expect(api).toMatchObject({ openapi: "3.1.0", info: { title: product.name, version: "1.2.0" } });
    const { post } = api.paths["/orders"] as { post: { responses: Json; requestBody: Json } };
    expect(Object.keys(post.responses)).toEqual(["201", "400", "403", "413", "415", "422", "503"]);
    expect(JSON.stringify(post.requestBody)).toContain("#/components/schemas/orders");
    expect(api.components).toMatchObject({ schemas: { orders: { type: "object" }, Problem: {} } });
  });

  it("an index, and metrics without made-up routes", async () => {
    const { url, post } = await start();
    const index = (await (await fetch(url)).json()) as { links: { href: string }[] };
    for (const { href } of index.links.filter(({ href }) => href !== "/orders")) {
      expect((await fetch(`${url}${href}`)).status, href).toBe(200);
    }
    await fetch(`${url}/made-up-1`);
    await post(order);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/mesh_http_requests_total\{method="POST",route="\/orders",status="201"[^}]*\} 1\n/);
    expect(metrics).toMatch(/mesh_records_acknowledged_total\{topic="orders.v1"[^}]*\} 1\n/);
    expect(metrics).toMatch(/mesh_http_request_duration_seconds_count\{[^}]*route="\/orders"\} 1\n/);
    expect(metrics).not.toContain("made-up");
  });
});

describe("a graceful stop", () => {
  it("says at once that it isn't ready, and takes requests for the delay, so that nobody meets a closed door", async () => {
    const { post, service, url } = await start({ env: { DRAIN_DELAY_MS: "400" } });
    const closed = service.close();
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
    expect(await ready.json()).toMatchObject({ ready: false, reason: "shutting down" });
    expect((await post(order)).status).toBe(201);
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("answers what is under way, flushes it, refuses the rest, and closes the broker last", async () => {
    const one = await start();
    const { post, broker, service, url } = one;
    const held = gate();
    broker.answer = () => held.opened;
    const posted = [post(order), post(order)];
    await until(() => broker.batches.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = service.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(broker.closed).toBe(false);
    await expect(fetch(`${url}/healthz`, { headers: { connection: "close" } })).rejects.toThrow();
    held.open();
    expect((await Promise.all(posted)).map(({ status }) => status)).toEqual([201, 201]);
    await closed;
    expect(broker.written).toHaveLength(2);
    expect(broker.closed).toBe(true);
  });

  it("fails when the broker holds it up beyond the time", async () => {
    const { post, broker, service } = await running({ env: { SHUTDOWN_TIMEOUT_MS: "200" } });
    const held = gate();
    broker.answer = () => held.opened;
    const posted = post(order);
    await until(() => broker.batches.length > 0);
    await expect(service.close()).rejects.toThrow("did not end within 200 ms");
    held.open();
    expect((await posted).status).toBe(201);
  });
});
