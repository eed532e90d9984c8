import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBundles, domainsOf, RegoError, testFolders } from "../../../policy-pack/rego/build";
import { BundleError, loadBundle, PolicyFailure } from "../../../services/data-product/policy";
import { contract, order, product } from "./fixture";
import { bundleIn, opaPath, ordersBundle, ROOT } from "./support";

const run = promisify(execFile);

let opa: string;
let folder: string;
beforeAll(async () => {
  opa = await opaPath();
  folder = await mkdtemp(join(tmpdir(), "mesh-policy-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const input = (body: unknown) => ({ method: "POST", path: "/orders", body, product, contract });

const bundleOf = (name: string, rego: string, entrypoint?: string) =>
  bundleIn(folder, { name, rego, ...(entrypoint && { entrypoint }) });

describe("the runtime rules of the orders domain", () => {
  it("decide as the article says", async () => {
    const policy = await loadBundle(await ordersBundle());
    const { currency: _currency, ...without } = order;
    expect(policy.decide(input(order))).toEqual([]);
    expect(policy.decide(input(without))).toEqual([{ msg: "Missing 'currency' field" }]);
    expect(policy.decide(input({ ...order, currency: "eur" }))).toEqual([{ msg: "Currency 'eur' must be uppercase" }]);
  });

  it("decide bodies larger than the first memory, again and again", async () => {
    const policy = await loadBundle(await ordersBundle());
    const large = { ...order, note: "x".repeat(800_000) };
    for (let round = 0; round < 20; round++) {
      expect(policy.decide(input(large))).toEqual([]);
      expect(policy.decide(input({ ...order, currency: "eur" }))).toHaveLength(1);
    }
  });

  it("say which rules they are", async () => {
    const [bundle] = (await buildBundles({ root: ROOT, opa })).filter(({ domain }) => domain === "orders");
    expect((await loadBundle(bundle?.file ?? "")).revision).toBe(bundle?.revision);
  });
});

describe("a bundle that can't be used", () => {
  it.each([
    ["missing", undefined, /cannot be read \(ENOENT\)/],
    ["text", Buffer.from("not a bundle"), /is no policy bundle/],
    ["empty", Buffer.alloc(0), /is no policy bundle/],
  ])("is refused: %s", async (name, content, message) => {
    const file = join(folder, `${name}.tar.gz`);
    if (content) await writeFile(file, content);
    await expect(loadBundle(file)).rejects.toThrow(message);
    await expect(loadBundle(file)).rejects.toBeInstanceOf(BundleError);
  });

  it("is refused when cut short", async () => {
    const file = join(folder, "short.tar.gz");
    await writeFile(file, (await readFile(await ordersBundle())).subarray(0, 20_000));
    await expect(loadBundle(file)).rejects.toBeInstanceOf(BundleError);
  });

  it("is refused when its policy is no WebAssembly", async () => {
    await writeFile(join(folder, "policy.wasm"), "text");
    const file = join(folder, "wasm.tar.gz");
    await create({ cwd: folder, file, gzip: true }, ["policy.wasm"]);
    await expect(loadBundle(file)).rejects.toThrow(/cannot be loaded/);
  });

  it("is refused without our entrypoint, which would decide nothing", async () => {
    const file = await bundleOf("other", "package other\n\nallow := true\n", "other/allow");
    await expect(loadBundle(file)).rejects.toThrow("no entrypoint mesh/policies/violation: given other/allow");
  });
});

describe("a rule that can't be evaluated", () => {
  it("lets nothing through", async () => {
    // Two values for one rule: OPA aborts with a conflict.
    const policy = await loadBundle(
      await bundleOf(
        "conflict",
        [
          "package mesh.policies",
          "limit := 1 if input.body.a",
          "limit := 2 if input.body.b",
          'violation contains {"msg": "over"} if limit < input.body.v',
        ].join("\n"),
      ),
    );
    expect(policy.decide(input({ a: true, v: 0 }))).toEqual([]);
    expect(() => policy.decide(input({ a: true, b: true, v: 0 }))).toThrow(PolicyFailure);
    // The instance that failed is not asked again.
    expect(() => policy.decide(input({ a: true, v: 0 }))).toThrow("loaded again");
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(policy.decide(input({ a: true, v: 5 }))).toEqual([{ msg: "over" }]);
  });

  it("does not pass as an empty answer when the rule has no value", async () => {
    const policy = await loadBundle(
      await bundleOf("undefined", "package mesh.policies\n\nviolation := [] if input.body.never\n"),
    );
    expect(() => policy.decide(input(order))).toThrow("no value");
  });
});

describe("the rules in the repository", () => {
  it("pass their own tests, and opa's strict check, in every domain", async () => {
    for (const domain of await domainsOf(ROOT)) {
      const folders = testFolders(ROOT, domain);
      await run(opa, ["check", "--strict", ...folders], { cwd: ROOT });
      const { stdout } = await run(opa, ["test", "--format", "json", ...folders], { cwd: ROOT });
      const results = JSON.parse(stdout) as { fail?: boolean }[];
      expect(results.length, domain).toBeGreaterThan(8);
      expect(results.filter(({ fail }) => fail)).toEqual([]);
    }
  });

  it("are formatted", async () => {
    const { stdout } = await run(opa, ["fmt", "--list", "policy-pack/rego", "domains"], { cwd: ROOT });
    expect(stdout).toBe("");
  });

  it("build to the same bytes every time, and not at all when nothing changed", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    const first = await buildBundles({ root: ROOT, opa, outDir: one });
    const second = await buildBundles({ root: ROOT, opa, outDir: two });
    expect(second.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
    expect(new Set(first.map(({ sha256 }) => sha256)).size).toBe(first.length);
    expect(first.every(({ built }) => built)).toBe(true);
    const again = await buildBundles({ root: ROOT, opa, outDir: one });
    expect(again.some(({ built }) => built)).toBe(false);
    await writeFile(join(one, "orders.tar.gz"), "damaged");
    const mended = await buildBundles({ root: ROOT, opa, outDir: one });
    expect(mended.filter(({ built }) => built).map(({ domain }) => domain)).toEqual(["orders"]);
    expect(mended.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
  }, 60_000);

  it("are named, with file and line, when they don't compile", async () => {
    const root = join(folder, "root");
    const { mkdir, cp } = await import("node:fs/promises");
    await cp(join(ROOT, "policy-pack/rego"), join(root, "policy-pack/rego"), { recursive: true });
    await mkdir(join(root, "domains/bad/rules"), { recursive: true });
    await writeFile(join(root, "domains/bad/rules/bad.rego"), "package mesh.policies\n\nviolation contains x if {\n");
    await expect(buildBundles({ root, opa })).rejects.toThrow(RegoError);
    await expect(buildBundles({ root, opa })).rejects.toThrow(/rules of bad: .*domains\/bad\/rules\/bad\.rego:\d+/s);
  });
});
