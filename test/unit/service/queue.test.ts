import { afterEach, describe, expect, it } from "vitest";
import { type QueueLimits, RecordQueue } from "../../../services/data-product/queue";
import { NotAcknowledged, type OutRecord } from "../../../services/data-product/sender";
import { FakeBroker, gate, until } from "./support";

const LIMITS: QueueLimits = {
  records: 10,
  bytes: 1_000,
  waitMs: 60_000,
  sendMs: 60_000,
  batchBytes: 500,
  batchRecords: 5,
  inFlight: 2,
};

const record = (text: string): OutRecord => ({ topic: "t", key: undefined, value: Buffer.from(text) });

const queues: RecordQueue[] = [];
afterEach(async () => {
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});

async function up(broker: FakeBroker, limits: Partial<QueueLimits> = {}): Promise<RecordQueue> {
  const queue = new RecordQueue(broker, { ...LIMITS, ...limits });
  queues.push(queue);
  await until(() => queue.down === undefined);
  return queue;
}

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => "acknowledged",
    (error: unknown) => (error instanceof NotAcknowledged ? `${error.reason}, ${error.outcome}` : String(error)),
  );

describe("acknowledgement", () => {
  it("resolves only after the broker answered", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker);
    let done = false;
    const added = queue.add(record("a")).then((placement) => {
      done = true;
      return placement;
    });
    await until(() => broker.batches.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toBe(false);
    held.open();
    expect(await added).toEqual({ topic: "t", partition: 0, offset: "0" });
  });

  it("gives each record its own place", async () => {
    const queue = await up(new FakeBroker());
    const placements = await Promise.all(["a", "b", "c"].map((text) => queue.add(record(text))));
    expect(placements.map(({ offset }) => offset)).toEqual(["0", "1", "2"]);
  });

  it("never sends a record twice, whatever failed", async () => {
    const broker = new FakeBroker();
    broker.answer = async () => {
      throw new Error("connection lost");
    };
    const queue = await up(broker);
    expect(await outcome(queue.add(record("a")))).toBe("broker-down, unknown");
    broker.answer = async () => undefined;
    await until(() => queue.down === undefined);
    await queue.add(record("b"));
    expect(broker.batches).toEqual([1, 1]);
    expect(broker.written.map(({ value }) => value.toString())).toEqual(["b"]);
  });
});

describe("batching", () => {
  it("has two requests in flight, and the next takes what queued meanwhile", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker);
    const added = [queue.add(record("a"))];
    await until(() => broker.batches.length === 1);
    added.push(queue.add(record("b")));
    await until(() => broker.batches.length === 2);
    for (const text of ["c", "d", "e", "f"]) added.push(queue.add(record(text)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(broker.batches).toEqual([1, 1]);
    expect(queue.depth).toBe(6);
    held.open();
    await Promise.all(added);
    expect(broker.batches).toEqual([1, 1, 4]);
    expect(broker.written.map(({ value }) => value.toString()).join("")).toBe("abcdef");
    expect(queue.depth).toBe(0);
  });

  it("never has more requests in flight, however much waits", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker, { batchRecords: 2 });
    const added = Array.from({ length: 9 }, () => queue.add(record("x")));
    await until(() => broker.batches.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(broker.batches).toEqual([2, 2]);
    held.open();
    await Promise.all(added);
    expect(broker.batches).toEqual([2, 2, 2, 2, 1]);
  });

  it("keeps a batch below the broker's message size, by records and by bytes", async () => {
    const broker = new FakeBroker();
    const queue = await up(broker, { batchRecords: 3, batchBytes: 250 });
    await Promise.all(Array.from({ length: 7 }, () => queue.add(record("x"))));
    expect(broker.batches).toEqual([3, 3, 1]);
    broker.batches.length = 0;
    await Promise.all(Array.from({ length: 3 }, () => queue.add(record("x".repeat(200)))));
    expect(broker.batches).toEqual([1, 1, 1]);
  });
});

describe("a record that the broker refuses for good", () => {
  it("fails alone, with the limit; what came with it is written once, and the link stays up", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    broker.limit = 100;
    const queue = await up(broker, { inFlight: 1 });
    const first = queue.add(record("first"));
    await until(() => broker.batches.length === 1);
    const added = ["a", "b", "x".repeat(101), "c", "d"].map((text) => outcome(queue.add(record(text))));
    held.open();
    await first;
    expect(await Promise.all(added)).toEqual([
      "acknowledged",
      "acknowledged",
      "too-large, not-written",
      "acknowledged",
      "acknowledged",
    ]);
    expect(broker.written.map(({ value }) => value.toString())).toEqual(["first", "a", "b", "c", "d"]);
    expect(queue.down).toBeUndefined();
    expect(broker.reconnects).toBe(1);
    expect(queue.depth).toBe(0);
    const alone = await queue.add(record("x".repeat(101))).catch((error: Error) => error.message);
    expect(alone).toBe("The record takes 101 bytes in the stream t, more than its limit of 100 bytes.");
  });

  it("does not make a batch be sent again whose outcome is unknown", async () => {
    const broker = new FakeBroker();
    const queue = await up(broker);
    broker.answers = [
      { failed: "lost", reason: "Connection closed", shared: false },
      { failed: "invalid", reason: "INVALID_RECORD", shared: true },
      { topic: "t", partition: 0, offset: "0" },
    ];
    const added = ["a", "b", "c"].map((text) => outcome(queue.add(record(text))));
    expect(await Promise.all(added)).toEqual(["broker-down, unknown", "broker-down, not-written", "acknowledged"]);
    expect(broker.batches).toEqual([3]);
  });

  it("is told apart from one of which the broker itself doesn't know, which takes nothing else away", async () => {
    const broker = new FakeBroker();
    const queue = await up(broker);
    broker.answers = [{ failed: "unknown", reason: "NOT_LEADER_OR_FOLLOWER", shared: false }];
    expect(await outcome(queue.add(record("a")))).toBe("unknown, unknown");
    expect(await outcome(queue.add(record("b")))).toBe("acknowledged");
    expect([broker.reconnects, broker.batches]).toEqual([1, [1, 1]]);
  });
});

describe("a stream that is missing", () => {
  it("takes no records, while the others go on", async () => {
    const broker = new FakeBroker();
    const queue = await up(broker);
    broker.gone.set("t", "topic t does not exist");
    expect(await outcome(queue.add(record("a")))).toBe("stream, not-written");
    expect(await outcome(queue.add({ ...record("b"), topic: "other" }))).toBe("acknowledged");
    expect([queue.down, queue.missing("t"), queue.missing("other")]).toEqual([
      undefined,
      "topic t does not exist",
      undefined,
    ]);
    broker.gone.clear();
    expect(await outcome(queue.add(record("a")))).toBe("acknowledged");
  });
});

describe("bounds", () => {
  it("refuses beyond the number of records, counting those in flight", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker, { records: 3 });
    const added = ["a", "b", "c"].map((text) => queue.add(record(text)));
    expect(await outcome(queue.add(record("d")))).toBe("queue-full, not-written");
    held.open();
    await Promise.all(added);
    expect(await outcome(queue.add(record("d")))).toBe("acknowledged");
  });

  it("refuses beyond the bytes, and has them back afterwards", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker, { bytes: 100 });
    const added = queue.add(record("x".repeat(90)));
    expect(await outcome(queue.add(record("x".repeat(20))))).toBe("queue-full, not-written");
    held.open();
    await added;
    expect(await outcome(queue.add(record("x".repeat(100))))).toBe("acknowledged");
  });

  it("refuses what waited too long and was never sent", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker, { waitMs: 40, inFlight: 1 });
    const first = queue.add(record("a"));
    await until(() => broker.batches.length === 1);
    expect(await outcome(queue.add(record("b")))).toBe("timeout, not-written");
    held.open();
    expect(await outcome(first)).toBe("acknowledged");
    expect(broker.written).toHaveLength(1);
  });

  it("gives up on a broker that never answers", async () => {
    const broker = new FakeBroker();
    broker.answer = () => new Promise(() => undefined);
    const queue = await up(broker, { sendMs: 30 });
    expect(await outcome(queue.add(record("a")))).toBe("broker-down, unknown");
  });
});

describe("a broker that goes away", () => {
  it("refuses what waits as not written, takes nothing, and comes back by itself", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker, { inFlight: 1 });
    const sent = outcome(queue.add(record("a")));
    await until(() => broker.batches.length === 1);
    const waiting = outcome(queue.add(record("b")));
    broker.up = false;
    held.fail(new Error("Connection closed"));
    expect(await sent).toBe("broker-down, unknown");
    expect(await waiting).toBe("broker-down, not-written");
    expect(await outcome(queue.add(record("c")))).toBe("broker-down, not-written");
    expect(queue.down).toMatch(/Connection closed|ECONNREFUSED/);
    broker.answer = async () => undefined;
    broker.up = true;
    await until(() => queue.down === undefined);
    expect(await outcome(queue.add(record("d")))).toBe("acknowledged");
    expect(queue.depth).toBe(0);
  });
});

describe("closing", () => {
  it("flushes what it has, takes no more, then closes the connection", async () => {
    const broker = new FakeBroker();
    const held = gate();
    broker.answer = () => held.opened;
    const queue = await up(broker);
    const added = ["a", "b", "c"].map((text) => outcome(queue.add(record(text))));
    const closed = queue.close();
    expect(await outcome(queue.add(record("d")))).toBe("closing, not-written");
    expect(broker.closed).toBe(false);
    held.open();
    await closed;
    expect(await Promise.all(added)).toEqual(["acknowledged", "acknowledged", "acknowledged"]);
    expect(broker.closed).toBe(true);
  });

  it("ends while the broker is away", async () => {
    const broker = new FakeBroker();
    broker.up = false;
    const queue = new RecordQueue(broker, LIMITS);
    await until(() => broker.reconnects > 1);
    await queue.close();
    const { reconnects } = broker;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(broker.reconnects).toBe(reconnects);
  });
});
