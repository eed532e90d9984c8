import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBundles, domainsOf, RegoError, testFolders } from "../../../policy-pack/rego/build";
import { BundleError } from "../../../services/data-product/bundle-signature";
import { loadBundle, PolicyFailure, WHOLE_DECISION } from "../../../services/data-product/policy";
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
    expect(policy.decide(input(without))).toEqual([{ msg: "Missing 'currency' field", mode: "deny" }]);
    expect(policy.decide(input({ ...order, currency: "eur" }))).toEqual([
      { msg: "Currency 'eur' must be uppercase", mode: "deny" },
    ]);
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

describe("a whole decision", () => {
  it("has the contract's rules beside those that people wrote", async () => {
    const policy = await loadBundle(await ordersBundle());
    const asRead = { ...input({ ...order, amount: -1, currency: "eur" }), method: "READ" };
    expect(policy.decide(asRead).map(({ msg }) => msg)).toEqual(["Currency 'eur' must be uppercase"]);
    const found = policy.decide(asRead, WHOLE_DECISION).map(({ msg }) => msg);
    expect(found).toContain("Currency 'eur' must be uppercase");
    expect(found).toContain("Field 'amount' must be at least 0");
    expect(policy.decide({ ...asRead, body: order }, WHOLE_DECISION)).toEqual([]);
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
    expect(policy.decide(input({ a: true, v: 5 }))).toEqual([{ msg: "over", mode: "deny" }]);
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

  it("are tested to the last line, in every domain", async () => {
    for (const domain of await domainsOf(ROOT)) {
      const args = ["test", "--coverage", "--format", "json", ...testFolders(ROOT, domain)];
      const { files } = JSON.parse((await run(opa, args, { cwd: ROOT })).stdout) as {
        files: Record<string, { not_covered?: { start: { row: number } }[] }>;
      };
      const open = Object.entries(files).flatMap(([file, { not_covered = [] }]) =>
        not_covered.map(({ start }) => `${file}:${start.row}`),
      );
      expect(Object.keys(files).length, domain).toBeGreaterThan(4);
      expect(open).toEqual([]);
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

  it("of a domain stay in their package: elsewhere they could undo what the core denies", async () => {
    const build = async (rego: string) => {
      const root = await mkdtemp(join(folder, "hostile-"));
      await cp(join(ROOT, "policy-pack/rego"), join(root, "policy-pack/rego"), { recursive: true });
      await mkdir(join(root, "domains/bad/rules"), { recursive: true });
      await writeFile(join(root, "domains/bad/rules/bad.rego"), rego);
      const [bundle] = await buildBundles({ root, opa });
      return loadBundle(bundle?.file ?? "");
    };
    await expect(build("package mesh.decision\n\nallow := true\n")).rejects.toThrow(
      "domains/bad/rules/bad.rego: package: given mesh.decision, allowed mesh.policies",
    );
    // Taking the set over doesn't compile; taking over a name that the core's rules use stops every decision.
    await expect(build("package mesh.policies\n\nviolation := set()\n")).rejects.toThrow(RegoError);
    const taken = await build("package mesh.policies\n\ncredential_names := set()\n");
    expect(() => taken.decide(input({ ...order, password: "x" }))).toThrow(PolicyFailure);
    const milder = await build(
      'package mesh.policies\n\nviolation contains {"msg": "only noted", "mode": "log"} if input.body.password\n',
    );
    const found = milder.decide(input({ ...order, password: "x" }), WHOLE_DECISION);
    expect(found).toContainEqual({ msg: "only noted", mode: "log" });
    expect(found).toContainEqual({ msg: expect.stringMatching(/'password' must not be published/), mode: "deny" });
  }, 60_000);

  it("are named, with file and line, when they don't compile", async () => {
    const root = join(folder, "root");
    await cp(join(ROOT, "policy-pack/rego"), join(root, "policy-pack/rego"), { recursive: true });
    await mkdir(join(root, "domains/bad/rules"), { recursive: true });
    await writeFile(join(root, "domains/bad/rules/bad.rego"), "package mesh.policies\n\nviolation contains x if {\n");
    await expect(buildBundles({ root, opa })).rejects.toThrow(RegoError);
    await expect(buildBundles({ root, opa })).rejects.toThrow(/rules of bad: .*domains\/bad\/rules\/bad\.rego:\d+/s);
  });
});
