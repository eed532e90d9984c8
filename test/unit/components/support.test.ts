/** The helper itself: what fails in a program has to fail its test. */
import { Topic } from "@pulumi/kafka/topic";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { register, settledValue, UNKNOWN } from "./support";

class Box extends pulumi.ComponentResource {
  constructor(name: string, make: (parent: Box) => pulumi.Inputs, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Box", name, {}, opts);
    this.registerOutputs(make(this));
  }
}
const topic = (
  name: string,
  config: pulumi.Input<Record<string, pulumi.Input<string>>> = {},
  opts?: pulumi.CustomResourceOptions,
) => new Topic(name, { name, partitions: 1, replicationFactor: 1, config }, opts);
const after = <T>(ms: number, value: T) => new Promise<T>((done) => setTimeout(() => done(value), ms));

describe("a program that fails makes the helper fail", () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      "it throws",
      () => {
        throw new Error("thrown at once");
      },
      /thrown at once/,
    ],
    ["an input is rejected", () => topic("t", Promise.reject(new Error("no such address"))), /no such address/],
    [
      "an apply throws, as an assertion in it would",
      () => topic("t").name.apply((name) => expect(name).toBe("another")),
      /expected 't' to be 'another'/,
    ],
    [
      "an apply of a component's child throws",
      () => new Box("b", (parent) => ({ x: topic("t", {}, { parent }).id.apply(() => Promise.reject("late")) })),
      /late/,
    ],
    ["two resources have one URN", () => [topic("t"), topic("t")], /two resources are urn:.*::t$/],
    ["an input never comes", () => topic("t", new Promise(() => {})), /not settled after 200 ms; registered: $/],
  ])("%s", async (_, program, message) => {
    await expect(register(program, { patience: 200 })).rejects.toThrow(message);
  });

  test("the engine refuses a resource", async () => {
    await expect(register(() => topic("t"), { refuse: "Topic t" })).rejects.toThrow(/Topic t is refused/);
  });

  test("and leaves the run's own handling of rejections as it was", async () => {
    const before = process.listeners("unhandledRejection");
    await expect(register(() => Promise.reject(new Error("x")).then(() => topic("t")))).rejects.toThrow("x");
    expect(process.listeners("unhandledRejection")).toEqual(before);
  });
});

test("it waits for late inputs, for children of children, and for resources made in an apply", async () => {
  const made = vi.fn();
  const { ids } = await register(() => {
    new Box("outer", (parent) => {
      const inner = new Box("inner", (parent) => ({ id: topic("late", after(50, {}), { parent }).id }), { parent });
      const id = topic("first", after(30, {}), { parent }).id;
      return { inner, late: id.apply((known) => void made(topic(`${known}-then`, after(30, {})))) };
    });
  });
  expect(made).toHaveBeenCalledOnce();
  expect([...ids].sort()).toEqual(["Box inner", "Box outer", "Topic first", "Topic first-id-then", "Topic late"]);
});

test("it tells parent, options, secrets, order and outputs", async () => {
  const mesh = await register(() => {
    new Box(
      "b",
      (parent) => {
        const one = topic("one", { plain: "x", hidden: pulumi.secret("y") }, { parent, retainOnDelete: true });
        topic("two", {}, { parent, protect: true, dependsOn: one });
        return { password: pulumi.secret("z"), name: one.name };
      },
      { aliases: [{ name: "old" }] },
    );
  });
  expect(mesh.one("Topic one")).toMatchObject({
    parent: "Box b",
    inputs: { name: "one", config: { plain: "x", hidden: "y" } },
    secrets: ["config.hidden"],
    protect: false,
    retainOnDelete: true,
  });
  expect(mesh.one("Topic two")).toMatchObject({ dependsOn: ["Topic one"], protect: true, retainOnDelete: false });
  expect(mesh.one("Box b")).toMatchObject({
    aliases: ["old"],
    outputs: { password: "z", name: "one" },
    outputSecrets: ["password"],
  });
  expect(() => mesh.one("Topic three")).toThrow("no Topic three; registered: Box b, Topic one, Topic two");
});

test("in a preview, what only a deployment gives is unknown", async () => {
  const program = () => topic("two", { first: topic("one").id });
  expect((await register(program, { preview: true })).input("Topic two", "config.first")).toBe(UNKNOWN);
  expect((await register(program)).input("Topic two", "config.first")).toBe("one-id");
});

test("an output is read with its secrecy", async () => {
  expect(await settledValue(pulumi.secret("s"))).toEqual({ value: "s", secret: true });
  expect(await settledValue(pulumi.output("p"))).toEqual({ value: "p", secret: false });
});
