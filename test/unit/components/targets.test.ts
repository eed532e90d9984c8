/** How a stack gets its target, and where the local one takes addresses, passwords, image and bundles from. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseTarget, type Target } from "../../../components/targets";
import { identify } from "../../../embedded/orphans";
import type { Runtime } from "../../../embedded/runtime";
import { product } from "./fixture";
import { type Bag, type Options, register, settledValue } from "./support";

const ADDRESSES = {
  kafka: "127.0.0.1:19092",
  registry: "http://127.0.0.1:18081/apis/ccompat/v7",
  postgres: "127.0.0.1:15433/mesh",
  services: { "stock-levels": 18002 },
};
const RUNTIME: Runtime = {
  version: 1,
  kafka: { bootstrap: "127.0.0.1:29092", username: "root", password: "seed", mechanism: "scram-sha512" },
  registry: { url: "http://127.0.0.1:28081/apis/ccompat/v7" },
  postgres: { host: "127.0.0.1", port: 25433, database: "mesh", user: "admin", password: "p@ss/word" },
  services: { "stock-levels": 28002 },
};
const PLATFORM = {
  outputs: {
    kafka: "127.0.0.1:39092",
    kafkaUsername: "admin",
    kafkaPassword: "exported seed",
    registry: "http://127.0.0.1:38081",
    database: "postgres://exported",
    services: { "stock-levels": 38002 },
  },
  secretOutputNames: ["kafkaPassword", "database"],
};

let root: string;
let warnings: unknown[][];

function put(path: string, content: string | object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mesh-target-"));
  put("services/data-product/bin/server.js", "the service");
  put("policy-pack/bin/bundles/inventory.tar.gz", "the bundle");
  put("policy-pack/bin/bundles/inventory.tar.gz.json", '{"publicKey":"the key"}');
  vi.stubEnv("MESH_HOME", join(root, "home"));
  warnings = [];
  // Without an engine, Pulumi logs to the console.
  for (const log of ["log", "warn", "error"] as const) {
    vi.spyOn(console, log).mockImplementation((...text) => void warnings.push(text));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  pulumi.runtime.setAllConfig({});
  rmSync(root, { recursive: true, force: true });
});

function run<T>(
  use: (target: Target) => T,
  { config = {}, isPlatform = false, ...options }: Options & { config?: Bag; isPlatform?: boolean } = {},
) {
  return register(() => {
    const values = { "data-mesh:target": "local", "data-mesh:addresses": JSON.stringify(ADDRESSES), ...config };
    pulumi.runtime.setAllConfig(values as Record<string, string>);
    return use(chooseTarget({ environment: "test", isPlatform, root }));
  }, options);
}

/** The secret password of the principal, and everything that says where the parts are. */
async function where({ connection, password, workload }: Target) {
  const port = workload.port(product.id);
  const secret = await settledValue(password(product.principal));
  expect(secret.secret).toBe(true);
  return {
    kafka: (await settledValue(pulumi.output(connection.bootstrap))).value,
    registry: (await settledValue(pulumi.output(connection.registryUrl))).value,
    endpoint: (await settledValue(workload.endpoint(product, port))).value,
    password: secret.value,
  };
}

describe("config data-mesh:target", () => {
  test.each([
    [
      { "data-mesh:target": "azure" },
      /^Pulumi\.inventory-test\.yaml: config data-mesh:target: given azure; allowed: local, kubernetes, aws\.\n {2}Fix: pulumi config set target local --stack inventory-test$/,
    ],
    [{ "data-mesh:target": "aws" }, /target "aws" is not part of this release; use local$/],
    [{ "data-mesh:target": "kubernetes" }, /target "kubernetes" is not part of this release; use local$/],
    [{ "data-mesh:target": undefined }, /given \(nothing\); allowed: local/],
  ])("%j is refused, with the fix and no stack trace", async (config, message) => {
    const refused = run(() => {}, { config });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(pulumi.RunError);
  });
});

describe("the local target", () => {
  test("keeps no data against deletion, listens on loopback, and runs one pod of what was built", async () => {
    const { result } = await run((target) => target);
    expect(result).toMatchObject({
      kind: "local",
      environment: "test",
      throwAway: true,
      replicas: 1,
      minInsyncReplicas: 1,
      catalog: "mesh_catalog",
      connection: { securityProtocol: "SASL_PLAINTEXT", saslMechanism: "SCRAM-SHA-512" },
      workload: {
        image: `mesh.local/data-mesh/data-product@sha256:${createHash("sha256").update("the service").digest("hex")}`,
        host: "127.0.0.1",
        podReplicas: 1,
      },
    });
    expect(result.bundleKey?.("inventory")).toBe("the key");
    expect(result.bundle("inventory")).toBe(Buffer.from("the bundle").toString("base64"));
  });

  test("says what to build where something is not built", async () => {
    await expect(run((target) => target.bundle("orders"))).rejects.toThrow(
      "policy-pack/bin/bundles/orders.tar.gz is not built.\n  Fix: npm run build",
    );
    rmSync(join(root, "services"), { recursive: true });
    await expect(run(() => {})).rejects.toThrow("services/data-product/bin/server.js is not built.");
  });

  test("renders the manifests of each stack into a folder of its own", async () => {
    const mesh = await run(() => {});
    expect(mesh.input("kubernetes kubernetes", "renderYamlToDirectory")).toBe(
      join(root, "home", "manifests", "inventory-test"),
    );
  });
});

describe("with nothing running and nothing deployed", () => {
  test("addresses are the config's, the password opens nothing, and the output says so", async () => {
    const mesh = await run((target) => target);
    expect(await where(mesh.result)).toMatchObject({
      kafka: ADDRESSES.kafka,
      registry: ADDRESSES.registry,
      endpoint: "http://127.0.0.1:18002",
    });
    expect(mesh.one("mesh mesh").inputs).toMatchObject({ offline: true, registryUrl: ADDRESSES.registry });
    expect(warnings.flat().join()).toMatch(/nothing runs in .*home: addresses come from config data-mesh:addresses/);
  });

  test("a product without a port is refused, with the fix", async () => {
    await expect(run(({ workload }) => workload.port("prices"))).rejects.toThrow(
      /no port for product prices in config data-mesh:addresses of .*; it has: stock-levels\.\n {2}Fix: `mesh up`/,
    );
  });

  test("config without addresses is refused by name", async () => {
    await expect(run(() => {}, { config: { "data-mesh:addresses": undefined } })).rejects.toThrow(
      /data-mesh:addresses/,
    );
  });
});

describe("with the embedded default running", () => {
  beforeEach(() => {
    const supervisor = { ...identify(process.pid), url: "http://127.0.0.1:1", token: "t" };
    put("home/runtime.json", { ...RUNTIME, supervisor });
  });

  test("the platform's stack goes by what runs, and exports it", async () => {
    const mesh = await run((target) => target, { isPlatform: true });
    expect(await where(mesh.result)).toMatchObject({ kafka: RUNTIME.kafka.bootstrap, registry: RUNTIME.registry.url });
    expect(mesh.one("mesh mesh").inputs.offline).toBe(false);
    expect(warnings).toEqual([]);
    const { kafka, registry, services } = mesh.result.exports;
    expect({ kafka, registry, services }).toEqual({
      kafka: RUNTIME.kafka.bootstrap,
      registry: RUNTIME.registry.url,
      services: RUNTIME.services,
    });
    const { kafkaPassword, database } = mesh.result.exports as Record<string, pulumi.Output<string>>;
    expect(kafkaPassword && (await settledValue(kafkaPassword))).toEqual({ value: "seed", secret: true });
    expect(database && (await settledValue(database))).toEqual({
      value: "postgres://admin:p%40ss%2Fword@127.0.0.1:25433/mesh",
      secret: true,
    });
  });

  test("what logs in to broker and database is secret in the providers' inputs", async () => {
    const mesh = await run(() => {}, { isPlatform: true });
    expect(mesh.one("kafka kafka").inputs).toMatchObject({ saslUsername: "root", saslPassword: "seed" });
    expect(mesh.one("kafka kafka").secrets).toContain("saslPassword");
    expect(mesh.one("mesh mesh").secrets).toEqual(["databaseUrl"]);
    const others = mesh.all.filter(({ id }) => id !== "kafka kafka");
    expect(JSON.stringify(others)).not.toContain("seed");
  });

  test("a domain's stack that finds no deployed platform goes by its config", async () => {
    expect((await where((await run((target) => target)).result)).kafka).toBe(ADDRESSES.kafka);
  });
});

describe("with a deployed platform", () => {
  const deployed = (outputs: object) =>
    put("home/state/.pulumi/stacks/data-mesh/platform-test.json", {
      checkpoint: { latest: { resources: [{ type: "pulumi:pulumi:Stack", outputs }] } },
    });

  test("a domain's stack goes by what the platform's stack exports, secrets staying secret", async () => {
    deployed({ kafka: "something" });
    const mesh = await run((target) => target, { otherStack: PLATFORM });
    expect(await where(mesh.result)).toMatchObject({
      kafka: PLATFORM.outputs.kafka,
      registry: PLATFORM.outputs.registry,
      endpoint: "http://127.0.0.1:38002",
    });
    expect(mesh.one("kafka kafka").secrets).toEqual(["saslPassword"]);
    expect(mesh.one("mesh mesh").secrets).toEqual(["databaseUrl"]);
    expect(mesh.result.exports).toEqual({});
  });

  test("one that was only initialised is not waited for", async () => {
    deployed({});
    expect((await where((await run((target) => target, { otherStack: PLATFORM })).result)).kafka).toBe(ADDRESSES.kafka);
  });

  test("each principal has a password of its own, which changes with the platform's", async () => {
    deployed({ kafka: "something" });
    const passwords = async (kafkaPassword: string) => {
      const otherStack = { ...PLATFORM, outputs: { ...PLATFORM.outputs, kafkaPassword } };
      const { result } = await run(({ password }) => [password("a.b"), password("a.c"), password("a.b")], {
        otherStack,
      });
      return Promise.all(result.map(async (one) => (await settledValue(one)).value));
    };
    const [first, second, again] = await passwords("one");
    expect(first).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(second).not.toBe(first);
    expect(again).toBe(first);
    expect((await passwords("two"))[0]).not.toBe(first);
  });
});
