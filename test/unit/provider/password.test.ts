import { afterAll, beforeAll, expect, test } from "vitest";
import { Unknown } from "../../../provider/wire";
import { Plugin } from "./support";

let plugin: Plugin;
beforeAll(async () => {
  plugin = await Plugin.start({});
});
afterAll(() => plugin.close());

test("it is random, url-safe, as long as asked for, and a secret", async () => {
  const [a, b] = [await plugin.create("Password", { length: 16 }), await plugin.create("Password", { length: 33 })];
  expect(a.state.value.result).toMatch(/^[A-Za-z0-9_-]{16}$/);
  expect(b.state.value.result).toMatch(/^[A-Za-z0-9_-]{33}$/);
  expect((await plugin.create("Password", { length: 33 })).state.value.result).not.toBe(b.state.value.result);
  expect(b.state.secretPaths).toEqual([["result"]]);
  expect(b.id).not.toContain(String(b.state.value.result).slice(0, 8));
});

test("32 characters where no length is given; fewer than 16 are refused", async () => {
  expect((await plugin.check("Password", {})).inputs.value).toEqual({ length: 32 });
  expect(await plugin.refusals("Password", { length: 8 })).toEqual([
    "length: given: 8; allowed: at least 16; fix: give the number of characters, 16 to 256",
  ]);
});

test("a preview doesn't know it, and still marks it as a secret", async () => {
  const { state } = await plugin.create("Password", { length: 32 }, { preview: true });
  expect(state.value.result).toBe(Unknown.value);
  expect(state.secretPaths).toEqual([["result"]]);
});

test("it is kept by refresh and update, and replaced by another length", async () => {
  const state = { length: 32, result: "abcdefghijklmnopqrstuvwxyz012345" };
  expect((await plugin.read("Password", "id", state)).state).toEqual(state);
  const kept = await plugin.update("Password", state, { news: { length: 32 }, preview: true });
  expect(kept.value.result).toBe(state.result);
  expect((await plugin.diff("Password", { length: 32 }, { length: 40 })).replaces).toEqual(["length"]);
  expect((await plugin.diff("Password", { length: 32 }, { length: 32 })).changes).toBe(false);
});
