import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { validate } from "../../../provider/check";
import { decode, encode, hasUnknown, Unknown } from "../../../provider/wire";
import { Plugin } from "./support";

test("values survive the wire", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (bag) => {
      // JSON can't tell -0 from 0, and __proto__ is no property name.
      fc.pre(!JSON.stringify(bag).includes("__proto__"));
      const plain = JSON.parse(JSON.stringify(bag));
      expect(decode(encode(plain, [])).value).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

test("secrets are marked where a pattern says so, found again, and unknowns stay unknown inside them", () => {
  const value = { roles: [{ password: "hunter22" }, { password: Unknown.value }], plain: "x", absent: undefined };
  const { value: back, secretPaths, secretTexts } = decode(encode(value, [["roles", "*", "password"]]));
  expect(back).toEqual({ roles: value.roles, plain: "x" });
  expect(secretPaths).toEqual([
    ["roles", 0, "password"],
    ["roles", 1, "password"],
  ]);
  expect(secretTexts).toEqual(["hunter22"]);
  expect(hasUnknown(back)).toBe(true);
});

test("a refused value is shown, shortened, unless it is a secret; what isn't known is left out", () => {
  const schema = z.strictObject({
    name: z.string().max(3).describe("a short name"),
    list: z.array(z.strictObject({ size: z.int().describe("a size") })),
    password: z.string().min(8).optional().describe("a password"),
  });
  const given = { name: "x".repeat(200), list: [{ size: "big" }, { size: Unknown.value }], password: "short" };
  const failures = validate(schema, given, [["password"]]).map(({ property, reason }) => `${property}: ${reason}`);
  expect(failures).toEqual([
    `name: given: "${"x".repeat(79)}…; allowed: at most 3 characters; fix: give a short name`,
    'list[0].size: given: "big"; allowed: a number; fix: give a size',
    "password: given: a secret value; allowed: at least 8 characters; fix: give a password",
  ]);
});

test("a configuration is judged at preview", async () => {
  const plugin = await Plugin.start();
  const wrong = await plugin.checkConfig({
    registryUrl: "ftp://x",
    databaseUrl: "mysql://u:secretsecret@h/d",
    port: 1,
  });
  expect(wrong.failures.join("\n")).toMatch(
    /registryUrl: given: a secret value.*fix: give the schema registry's Confl/,
  );
  expect(wrong.failures.join("\n")).toMatch(/databaseUrl: given: a secret value/);
  expect(wrong.failures.join("\n")).toMatch(
    /port: given: a property that doesn't exist; allowed: registryUrl, databas/,
  );
  expect(wrong.failures.join("\n")).not.toContain("secretsecret");
  // The engine prints the value of a property it is told of.
  expect(wrong.properties).toEqual(["", "", "port"]);
  const fine = { registryUrl: "http://h:1/x", databaseUrl: "postgresql://u:p@h/d", offline: false, version: "1.0.0" };
  expect((await plugin.checkConfig(fine)).failures).toEqual([]);
  plugin.close();
});

test("an unknown address is refused where subjects would go unjudged, and only there", async () => {
  const plugin = await Plugin.start();
  const unknown = Unknown.value;
  for (const config of [
    { registryUrl: unknown },
    { registryUrl: "http://h:1/x", databaseUrl: unknown },
    { registryUrl: "http://h:1/x", offline: unknown },
  ]) {
    expect((await plugin.checkConfig(config)).failures.join()).toMatch(/isn't known at preview, so no schema could be/);
  }
  expect((await plugin.checkConfig({ databaseUrl: unknown })).failures).toEqual([]);
  expect((await plugin.checkConfig({ registryUrl: unknown, offline: true })).failures).toEqual([]);
  plugin.close();
});

test("errors are messages: no stack, no secret, whatever is asked", async () => {
  const plugin = await Plugin.start();
  await expect(plugin.create("Password", {})).rejects.toThrow(/asked before it was configured/);
  await expect(plugin.configure({ registryUrl: "nowhere" })).rejects.toThrow(
    /mesh provider: registryUrl: given: a secr/,
  );
  const response = await plugin.configure({ databaseUrl: "postgresql://admin:very-secret@127.0.0.1:1/mesh" });
  expect([response.getAcceptsecrets(), response.getSupportspreview()]).toEqual([true, true]);
  await expect(plugin.create("Table", {})).rejects.toThrow(
    /type mesh:index:Table; allowed: mesh:index:Subject, .*fix:/,
  );
  const failed = await plugin.create("Catalog", { schema: "mesh" }).catch((error: Error) => error.message);
  expect(failed).toMatch(/the database at 127\.0\.0\.1:1\/mesh doesn't answer \(.*ECONNREFUSED.*fix: start it/);
  expect(failed).not.toMatch(/very-secret|\n\s+at /);
  plugin.close();
});

test("after a cancel nothing is waited for", async () => {
  const plugin = await Plugin.start({ registryUrl: "http://127.0.0.1:1/x" });
  await plugin.cancel();
  await expect(plugin.read("RegistryDefaults", "defaults")).rejects.toThrow(/cancelled while waiting for the registry/);
  plugin.close();
});
