import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../services/data-product/build";
import { ConfigError, readConfig } from "../../../services/data-product/config";
import { product } from "./fixture";
import { ordersBundle, until } from "./support";

let folder: string;
let file: string;
let registry: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mesh-server-"));
  ({ file } = await build(join(folder, "server.js")));
  await writeFile(join(folder, "product.json"), JSON.stringify(product));
  registry = createServer((_request, response) => response.end('{"id":7}'));
  await new Promise<void>((done) => registry.listen(0, "127.0.0.1", done));
});

afterAll(async () => {
  registry.close();
  await rm(folder, { recursive: true, force: true });
});

interface Process {
  readonly child: ChildProcess;
  readonly lines: () => string;
  readonly code: Promise<number | null>;
}

function run(env: Record<string, string>): Process {
  const child = spawn(process.execPath, [file], { cwd: folder, env: { PATH: process.env.PATH, ...env } });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  return { child, lines: () => text, code: new Promise((done) => child.on("exit", done)) };
}

async function healthy(): Promise<Record<string, string>> {
  return {
    HOST: "127.0.0.1",
    PORT: "0",
    DRAIN_DELAY_MS: "0",
    MESH_PRODUCT: join(folder, "product.json"),
    MESH_BUNDLE: await ordersBundle(),
    SCHEMA_REGISTRY_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
    // Nobody listens there.
    KAFKA_BOOTSTRAP: "127.0.0.1:1",
  };
}

describe("the built service", () => {
  it("is the same bytes wherever and whenever it is built, and knows no path of this machine", async () => {
    const other = await build(join(folder, "elsewhere/other.js"));
    const text = await readFile(file);
    expect((await readFile(other.file)).equals(text)).toBe(true);
    expect((await build(file)).sha256).toBe(other.sha256);
    expect(text.includes(folder)).toBe(false);
    expect(text.includes(process.cwd())).toBe(false);
  });

  it("runs from one file, says why it is not ready, and stops with 0 on SIGTERM", async () => {
    const { child, lines, code } = run(await healthy());
    await until(() => lines().includes("broker.down"), 20_000);
    const port = /"port":(\d+)/.exec(lines())?.[1];
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain("ECONNREFUSED");
    child.kill("SIGTERM");
    expect(await code).toBe(0);
    expect(lines()).toContain('"stopped"');
  });

  it("never logs its password, not even where the broker refuses it", async () => {
    const { child, lines, code } = run({
      ...(await healthy()),
      KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT",
      KAFKA_USERNAME: "orders.order-events",
      KAFKA_PASSWORD: "hunter2-secret",
      LOG_LEVEL: "debug",
    });
    await until(() => lines().includes("broker.down"), 20_000);
    child.kill("SIGTERM");
    expect(await code).toBe(0);
    expect(lines()).not.toContain("hunter2");
  });

  it.each([
    ["a port", { PORT: "http" }, 'PORT: given \\"http\\", allowed a whole number'],
    ["a product that is not there", { MESH_PRODUCT: "/nowhere.json" }, "/nowhere.json cannot be read (ENOENT)"],
    ["a password that is missing", { KAFKA_SECURITY_PROTOCOL: "SASL_SSL", KAFKA_USERNAME: "u" }, "KAFKA_PASSWORD"],
  ])("says what is wrong with %s and ends with 2, without a stack", async (_what, wrong, message) => {
    const { lines, code } = run({ ...(await healthy()), ...wrong });
    expect(await code).toBe(2);
    expect(lines()).toContain(message);
    expect(lines()).not.toContain("    at ");
  });
});

describe("the environment", () => {
  it("has the article's defaults", () => {
    expect(readConfig({})).toMatchObject({
      port: 8000,
      productFile: "/etc/mesh/product.json",
      bundleFile: "/etc/mesh/bundle.tar.gz",
      kafka: { bootstrap: ["localhost:9092"], tls: false },
    });
    expect(readConfig({}).kafka.sasl).toBeUndefined();
  });

  it("puts MESH_ROOT before paths", () => {
    const { productFile, bundleFile } = readConfig({ MESH_ROOT: "/r", MESH_BUNDLE: "/b.tar.gz" });
    expect([productFile, bundleFile]).toEqual(["/r/etc/mesh/product.json", "/r/b.tar.gz"]);
  });

  it("names every fault at once", () => {
    const read = () =>
      readConfig({
        PORT: "70000",
        KAFKA_BOOTSTRAP: "nowhere",
        KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT",
        KAFKA_SASL_MECHANISM: "GSSAPI",
        SCHEMA_REGISTRY_URL: "ftp://x",
        LOG_LEVEL: "loud",
      });
    expect(read).toThrow(ConfigError);
    try {
      read();
    } catch (error) {
      const names = (error as ConfigError).faults.map((fault) => fault.split(":", 1)[0]).sort();
      expect(names).toEqual([
        "KAFKA_BOOTSTRAP",
        "KAFKA_PASSWORD",
        "KAFKA_SASL_MECHANISM",
        "KAFKA_USERNAME",
        "LOG_LEVEL",
        "PORT",
        "SCHEMA_REGISTRY_URL",
      ]);
    }
  });
});
