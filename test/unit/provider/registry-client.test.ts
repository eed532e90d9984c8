import { afterEach, beforeEach, expect, test } from "vitest";
import { RegistryClient } from "../../../provider/registry/client";
import { FakeRegistry } from "./support";

const patience = { timeout: 500, pauses: [5, 10] };
let registry: FakeRegistry;
const client = (url = registry.url) => new RegistryClient(url, new AbortController().signal, patience);

beforeEach(async () => {
  registry = await new FakeRegistry().start();
});
afterEach(() => registry.stop());

test("a registry that is busy is asked again, a few times", async () => {
  registry.seed("a", ['"string"']);
  registry.failures.push(503, 429);
  expect(await client().version("a", "latest")).toMatchObject({ version: 1, schemaType: "AVRO" });
  expect(registry.calls).toHaveLength(3);
  registry.failures.push(503, 503, 503);
  await expect(client().version("a", "latest")).rejects.toThrow(/refused GET subjects\/a\/versions\/latest with 503/);
});

test("a refusal is told once, with what the registry says", async () => {
  registry.failures.push(422);
  await expect(client().register("a", { schema: "x", schemaType: "AVRO" })).rejects.toThrow(/with 422: .*as told/);
  expect(registry.calls).toHaveLength(1);
});

test("user and password go into the header and never into a message", async () => {
  const url = registry.url.replace("//", "//mesh:top%20secret@");
  await client(url).compatibility("a");
  expect(registry.authorization).toBe(`Basic ${Buffer.from("mesh:top secret").toString("base64")}`);
  registry.failures.push(401);
  const refused = await client(url)
    .compatibility("a")
    .catch((error: Error) => error.message);
  expect(refused).toMatch(/127\.0\.0\.1:\d+\/apis\/ccompat\/v7 refused.*401.*user and password/);
  expect(refused).not.toMatch(/top|mesh:/);
});

test("what hangs is given up after the timeout, what is away after the last try", async () => {
  const { createServer } = await import("node:net");
  const mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  const { port } = mute.address() as { port: number };
  const hanging = new RegistryClient(`http://127.0.0.1:${port}`, new AbortController().signal, {
    timeout: 50,
    pauses: [],
  });
  await expect(hanging.versions("a")).rejects.toThrow(/doesn't answer \(.*timeout/i);
  mute.close();
  const away = client();
  registry.stop();
  await expect(away.versions("a")).rejects.toThrow(/doesn't answer \(.*ECONNREFUSED.*fix: start it \(mesh up\)/);
});

test("all versions come oldest first, however many; one deleted meanwhile is left out", async () => {
  registry.seed(
    "a/b c",
    Array.from({ length: 20 }, (_, index) => `{"n":${index}}`),
  );
  const found = await client().versions("a/b c");
  expect(found.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(await client().versions("none")).toEqual([]);
  expect(await client().version("a/b c", 99)).toBeUndefined();
});

test("an address that isn't the API's base is said to be so", async () => {
  await expect(client(registry.url.replace("/apis/ccompat/v7", "/elsewhere")).register("a", schema)).rejects.toThrow(
    /base of the Confluent API/,
  );
});

const schema = { schema: '"string"', schemaType: "AVRO" };
