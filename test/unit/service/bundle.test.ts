/** Signed bundles: what is refused, what goes on deciding meanwhile, and that no request is dropped. */
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create, extract } from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBundles } from "../../../policy-pack/rego/build";
import { SigningKeyError, signingKey } from "../../../policy-pack/rego/signing";
import { readPublicKey } from "../../../services/data-product/bundle-signature";
import { loadBundle, type Trusted } from "../../../services/data-product/policy";
import { order } from "./fixture";
import { opaPath, ROOT, running, until } from "./support";

const run = promisify(execFile);

let folder: string;
let opa: string;
let trusted: Trusted;
let publicKey: string;
/** Of orders; the same rules, but of versions 100 and 200, and the second denies one thing more. */
let first: string;
let second: string;
let unsigned: string;
let stranger: string;

const own = () => join(folder, "keys/own.pem");

interface Wanted {
  readonly version: number;
  readonly key?: string;
  readonly rule?: string;
}

/** The orders domain's bundle, built from a copy of the rules. */
async function build(name: string, { version, key, rule }: Wanted): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, "policy-pack"), { recursive: true });
  await mkdir(join(root, "domains/orders/rules"), { recursive: true });
  await run("cp", ["-r", join(ROOT, "policy-pack/rego"), join(root, "policy-pack/rego")]);
  const rules = await readFile(join(ROOT, "domains/orders/rules/currency.rego"), "utf8");
  await writeFile(join(root, "domains/orders/rules/currency.rego"), rules + (rule ?? ""));
  const signing = key === undefined ? {} : { signing: signingKey(key, {}) };
  const [bundle] = await buildBundles({ root, opa, version, ...signing });
  return bundle?.file ?? "";
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mesh-signed-"));
  opa = await opaPath();
  ({ publicKey } = signingKey(own(), {}));
  trusted = { key: readPublicKey(publicKey), domain: "orders" };
  first = await build("first", { version: 100, key: own() });
  const rule = '\nviolation contains {"msg": "Too much"} if input.body.amount > 1000\n';
  second = await build("second", { version: 200, key: own(), rule });
  unsigned = await build("unsigned", { version: 300 });
  stranger = await build("stranger", { version: 400, key: join(folder, "keys/other.pem") });
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The first bundle with something done to its files. */
async function tampered(name: string, change: (at: string) => Promise<unknown>): Promise<string> {
  const at = join(folder, name);
  await mkdir(at);
  await extract({ cwd: at, file: first });
  await change(at);
  const file = join(folder, `${name}.tar.gz`);
  await create({ cwd: at, file, gzip: true }, await readdir(at));
  return file;
}

describe("a signed bundle", () => {
  it("is taken by its own key, which opa accepts too", async () => {
    expect(await loadBundle(first, trusted)).toMatchObject({ version: 100 });
    await writeFile(join(folder, "public.pem"), publicKey);
    const args = ["build", "--verification-key", "public.pem", "--bundle", first, "-o", "again.tar.gz"];
    await run(opa, args, { cwd: folder });
    await expect(run(opa, [...args.slice(0, 4), stranger, ...args.slice(5)], { cwd: folder })).rejects.toThrow();
  });

  it.each([
    ["unsigned", async () => unsigned, /it is not signed/],
    ["signed by another key", async () => stranger, /not by the key that this service trusts/],
    [
      "with a changed rule",
      () =>
        tampered("changed", async (at) => {
          const wasm = await readFile(join(at, "policy.wasm"));
          wasm[wasm.length - 1] = (wasm.at(-1) ?? 0) ^ 1;
          await writeFile(join(at, "policy.wasm"), wasm);
        }),
      /policy\.wasm was changed after it was signed/,
    ],
    [
      "with changed data",
      () => tampered("data", (at) => writeFile(join(at, "data.json"), '{"mesh":{"allow":true}}')),
      /data\.json was changed after it was signed/,
    ],
    [
      "with one file more",
      () => tampered("more", (at) => writeFile(join(at, "more.rego"), "package more\n")),
      /does not speak of more\.rego/,
    ],
    [
      "with one file less",
      () => tampered("less", (at) => rm(join(at, "policy-pack/rego/core.rego"))),
      /core\.rego was taken out after the bundle was signed/,
    ],
    [
      "whose token chooses no algorithm",
      () =>
        tampered("none", async (at) => {
          const [token = ""] = JSON.parse(await readFile(join(at, ".signatures.json"), "utf8")).signatures;
          const header = Buffer.from('{"alg":"none"}').toString("base64url");
          const forged = [header, token.split(".")[1], ""].join(".");
          await writeFile(join(at, ".signatures.json"), JSON.stringify({ signatures: [forged] }));
        }),
      /signature is not RS256/,
    ],
  ])("is refused: %s", async (_what, file, message) => {
    await expect(loadBundle(await file(), trusted)).rejects.toThrow(message);
  });

  it("is refused where it is another domain's", async () => {
    const theirs = loadBundle(first, { ...trusted, domain: "customers" });
    await expect(theirs).rejects.toThrow("it is for domain orders, allowed customers");
  });
});

describe("a service with a key pinned", () => {
  it("changes rules between two requests, keeps the last good ones, and says and counts what it refuses", async () => {
    const file = join(folder, "active.tar.gz");
    const put = async (from: string) => {
      await writeFile(`${file}.new`, await readFile(from));
      await rename(`${file}.new`, file);
    };
    await put(first);
    const one = await running({ bundle: file, env: { MESH_BUNDLE_KEY: publicKey, BUNDLE_POLL_MS: "20" } });
    try {
      const large = { ...order, amount: 5_000 };
      expect((await one.post(large)).status).toBe(201);
      let done = false;
      const statuses = new Map<number, number>();
      const client = async () => {
        while (!done) {
          const { status } = await one.post(large);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      };
      const clients = [client(), client(), client()];
      await put(second);
      await until(async () => (await one.post(large)).status === 403, 20_000);
      done = true;
      await Promise.all(clients);
      expect([...statuses.keys()].filter((status) => status !== 201 && status !== 403)).toEqual([]);

      const seen = async () => {
        const response = await fetch(`${one.url}/readyz`);
        const { checks } = (await response.json()) as { checks: { name: string; ok: boolean; reason?: string }[] };
        return { status: response.status, ...checks.find(({ name }) => name === "policy bundle") };
      };
      for (const [bad, why] of [
        [unsigned, "it is not signed"],
        [first, "older than what decides: given version 100, allowed 200"],
        [stranger, "not by the key"],
      ] as const) {
        await put(bad);
        await until(async () => (await seen()).reason?.includes(why) ?? false, 20_000);
        expect(await seen()).toMatchObject({
          status: 200,
          ok: true,
          reason: expect.stringMatching(/goes on deciding/),
        });
        expect((await one.post(large)).status).toBe(403);
      }
      await rm(file);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await one.post(order)).status).toBe(201);
      const metrics = await (await fetch(`${one.url}/metrics`)).text();
      expect(metrics).toMatch(/mesh_bundle_refused_total\{[^}]*\} 3\n/);
      await put(second);
      await until(async () => (await seen()).reason === undefined, 20_000);
    } finally {
      await one.stop();
    }
  }, 90_000);

  it("decides nothing with a bundle that it never could trust", async () => {
    const one = await running({ bundle: unsigned, env: { MESH_BUNDLE_KEY: publicKey }, waitUntilReady: false });
    try {
      await until(() => one.log.some((line) => line.includes("policy.refused")));
      const answer = await one.post(order);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("it is not signed");
    } finally {
      await one.stop();
    }
  });
});

describe("the signing key", () => {
  it("is made once, for its owner only, or comes by file or text", async () => {
    const { mode } = await stat(own());
    expect(mode & 0o777).toBe(0o600);
    const pem = await readFile(own(), "utf8");
    expect(signingKey(own(), {}).publicKey).toBe(publicKey);
    expect(signingKey("/nowhere", { MESH_BUNDLE_SIGNING_KEY: pem }).publicKey).toBe(publicKey);
    expect(signingKey("/nowhere", { MESH_BUNDLE_SIGNING_KEY_FILE: own() }).publicKey).toBe(publicKey);
  });

  it("is refused by where it came from, never shown", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    for (const text of ["secret-text", pem]) {
      const use = () => signingKey("/nowhere", { MESH_BUNDLE_SIGNING_KEY: text });
      expect(use).toThrow(SigningKeyError);
      expect(use).toThrow(/^MESH_BUNDLE_SIGNING_KEY: no RSA private key in PEM; fix: openssl genrsa 3072$/);
    }
    const missing = () => signingKey("/nowhere", { MESH_BUNDLE_SIGNING_KEY_FILE: "/nowhere.pem" });
    expect(missing).toThrow("MESH_BUNDLE_SIGNING_KEY_FILE: there is no /nowhere.pem");
  });

  it("signs the same bytes the same way, and keeps a version while the rules are the same", async () => {
    const again = await build("again", { version: 100, key: own() });
    expect((await readFile(again)).equals(await readFile(first))).toBe(true);
    const made = JSON.parse(await readFile(`${first}.json`, "utf8"));
    expect(made).toMatchObject({ version: 100, publicKey });
    expect(JSON.stringify(made)).not.toContain("PRIVATE");
    const left = await readdir(join(folder, "first/policy-pack/bin/bundles"));
    expect(left.sort()).toEqual(["orders.tar.gz", "orders.tar.gz.json"]);
  });
});
