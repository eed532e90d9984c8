import { expect, test } from "vitest";
import { EventStream, type EventStreamArgs } from "../../../components/event-stream";
import { deadLetter, stream } from "./fixture";
import { register } from "./support";

const ARGS: EventStreamArgs = { stream, deadLetter, replicas: 3, minInsyncReplicas: 2 };
const [COMPONENT, TOPIC, DEAD] = ["EventStream stock", "Topic stock-topic", "Topic stock-dead-letter"] as const;
const run = (more: Partial<EventStreamArgs> = {}) => register(() => new EventStream("stock", { ...ARGS, ...more }));

test("a stream is its topic and its dead-letter topic, below the component", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:EventStream");
  expect([...mesh.childrenOf(COMPONENT)].sort()).toEqual([DEAD, TOPIC]);
  expect(mesh.all).toHaveLength(3);
  expect(mesh.one(COMPONENT).outputs).toEqual({ topic: stream.topic, deadLetter: deadLetter.topic });
});

test("where the stream is silent, replicas are the target's", async () => {
  expect((await run()).one(TOPIC).inputs).toEqual({
    name: "inventory.stock.v1",
    partitions: 6,
    replicationFactor: 3,
    config: { "cleanup.policy": "compact", "min.insync.replicas": "2", "retention.ms": "604800000" },
  });
});

test("where the stream says, it is as the stream says; without a retention none is set", async () => {
  expect((await run()).one(DEAD).inputs).toEqual({
    name: "inventory.stock.v1.dead-letter",
    partitions: 1,
    replicationFactor: 5,
    config: { "cleanup.policy": "delete", "min.insync.replicas": "4" },
  });
});

test("without a dead letter there is one topic", async () => {
  const { deadLetter: _, ...args } = ARGS;
  const { ids, result, one } = await register(() => new EventStream("stock", args)).then((mesh) => ({
    ids: mesh.ids,
    result: mesh.result,
    one: mesh.one(COMPONENT),
  }));
  expect(ids).toEqual([COMPONENT, TOPIC]);
  expect(result.nodes).not.toHaveProperty("deadLetter");
  expect(one.outputs).toEqual({ topic: stream.topic });
});

test.each([
  [undefined, true],
  [false, true],
  [true, false],
])("throwAway %s: topics are protected and retained: %s", async (throwAway, kept) => {
  const mesh = await run(throwAway === undefined ? {} : { throwAway });
  for (const id of [TOPIC, DEAD]) {
    expect(mesh.one(id), id).toMatchObject({ protect: kept, retainOnDelete: kept });
  }
});

test("a transform changes the one topic that it names", async () => {
  const mesh = await run({
    transform: {
      topic: { partitions: 12 },
      deadLetter: (args, opts, name) => {
        Object.assign(args, { config: { "retention.ms": name } });
        opts.protect = false;
      },
    },
  });
  expect(mesh.one(TOPIC)).toMatchObject({ protect: true, inputs: { name: stream.topic, partitions: 12 } });
  expect(mesh.one(DEAD)).toMatchObject({
    protect: false,
    retainOnDelete: true,
    inputs: { partitions: 1, config: { "retention.ms": "stock-dead-letter" } },
  });
});
