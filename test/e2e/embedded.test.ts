/** The embedded default under faults that are really caused: kill -9, SIGSTOP, a taken port, a changed image. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import {
  destroyEmbedded,
  embeddedStatus,
  type Report,
  readRuntime,
  startEmbedded,
  stopEmbedded,
  storeImage,
} from "../../embedded";
import { type Login, withAdmin } from "../../embedded/admin";
import { identify } from "../../embedded/orphans";

const SLOW = 120_000;
const PARTS = ["kafka", "postgres", "registry"];
let home: string;
let lines: string[];

beforeAll(async () => {
  home = join(mkdtempSync(join(tmpdir(), "mesh-embedded-")), "home");
  await start();
}, SLOW);

afterAll(async () => {
  await destroyEmbedded(home);
  rmSync(join(home, ".."), { recursive: true, force: true });
}, SLOW);

async function start(configured = {}) {
  lines = [];
  return startEmbedded({ home, products: ["one"], configured, log: (line) => void lines.push(line) });
}

async function process_(name: string): Promise<Report> {
  const { processes } = await embeddedStatus(home);
  const found = processes.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not among ${processes.map((one) => one.name).join(", ")}`);
  return found;
}

async function pidOf(name: string): Promise<number> {
  const { pid } = await process_(name);
  if (pid === null) throw new Error(`${name} does not run`);
  return pid;
}

const states = async () =>
  Object.fromEntries((await embeddedStatus(home)).processes.map(({ name, state }) => [name, state]));
const allReady = () =>
  expect
    .poll(states, { timeout: 60_000, interval: 200 })
    .toMatchObject(Object.fromEntries(PARTS.map((name) => [name, "ready"])));

async function query(sql: string): Promise<unknown[]> {
  const runtime = readRuntime(home);
  const client = new Client(runtime?.postgres);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describe("the parts", () => {
  test("run, answer, and let nobody in without a password", async () => {
    const runtime = readRuntime(home);
    expect(await states()).toEqual({ kafka: "ready", postgres: "ready", registry: "ready" });
    expect(await (await fetch(`${runtime?.registry.url}/subjects`)).json()).toEqual([]);
    expect(await query("select 1 as one")).toEqual([{ one: 1 }]);
    const wrong = new Client({ ...runtime?.postgres, password: "wrong" });
    await expect(wrong.connect()).rejects.toThrow(/password authentication failed/);
    await expect(topics({ ...kafka(), password: "wrong" })).rejects.toThrow();
    await expect(topics({ ...kafka(), username: "nobody" })).rejects.toThrow();
    expect(await topics(kafka())).toEqual([]);
  });

  test("keep their passwords from others", () => {
    const mode = (file: string) => (statSync(join(home, file)).mode & 0o077).toString(8);
    expect(mode("runtime.json")).toBe("0");
    expect(mode("run")).toBe("0");
    expect(mode("manifests")).toBe("0");
  });

  test.each(PARTS)("%s comes back after kill -9", { timeout: SLOW }, async (name) => {
    const before = await pidOf(name);
    process.kill(before, "SIGKILL");
    await expect.poll(() => process_(name).then(({ restarts }) => restarts), { timeout: 30_000 }).toBeGreaterThan(0);
    await allReady();
    expect(await pidOf(name)).not.toBe(before);
  });

  test("one that hangs (SIGSTOP) is replaced", { timeout: SLOW }, async () => {
    const before = await pidOf("registry");
    process.kill(before, "SIGSTOP");
    await expect.poll(() => process_("registry").then(({ pid }) => pid), { timeout: 60_000 }).not.toBe(before);
    await allReady();
    expect(isAlive(before)).toBe(false);
  });

  test("a second start returns at once and leaves everything as it is", { timeout: SLOW }, async () => {
    const before = await Promise.all(PARTS.map(pidOf));
    await start();
    expect(await Promise.all(PARTS.map(pidOf))).toEqual(before);
  });

  test("start ends well after kill -9 of the supervisor: what it left is ended, ports and data are kept", {
    timeout: SLOW,
  }, async () => {
    await query("create table if not exists kept as select 42 as answer");
    const { supervisor, ...before } = readRuntime(home) ?? {};
    const orphans = await Promise.all(PARTS.map(pidOf));
    process.kill(supervisor?.pid ?? 0, "SIGKILL");
    await expect.poll(() => isAlive(supervisor?.pid ?? 0)).toBe(false);
    expect(orphans.every(isAlive)).toBe(true);
    expect((await embeddedStatus(home)).running).toBe(false);
    await start();
    expect(orphans.some(isAlive)).toBe(false);
    expect(lines.filter((line) => line.includes("taken"))).toEqual([]);
    const { supervisor: _new, ...after } = readRuntime(home) ?? {};
    expect(after).toEqual(before);
    expect(await query("select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("a supervisor that hangs is replaced", { timeout: SLOW }, async () => {
    const before = readRuntime(home)?.supervisor?.pid ?? 0;
    process.kill(before, "SIGSTOP");
    await start();
    expect(readRuntime(home)?.supervisor?.pid).not.toBe(before);
    expect(isAlive(before)).toBe(false);
    await allReady();
  });

  test("a port that was taken meanwhile is told, and another one is used", { timeout: SLOW }, async () => {
    await stopEmbedded(home);
    const port = readRuntime(home)?.postgres.port ?? 0;
    const taker = await listen(port);
    await start();
    taker.close();
    expect(lines.join("\n")).toMatch(`port ${port} is taken, so PostgreSQL listens on`);
    expect(readRuntime(home)?.postgres.port).not.toBe(port);
    expect(await query("select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("what was half made before is made anew", { timeout: SLOW }, async () => {
    const other = join(home, "..", "other");
    for (const name of ["kafka.new", "postgres.new"]) {
      mkdirSync(join(other, "data", name), { recursive: true });
      writeFileSync(join(other, "data", name, "meta.properties"), "half");
    }
    await startEmbedded({ home: other, products: [], log: () => undefined });
    const { processes } = await embeddedStatus(other);
    const pids = processes.map(({ pid }) => pid ?? 0);
    expect(pids).toHaveLength(3);
    await destroyEmbedded(other);
    expect(existsSync(other)).toBe(false);
    expect(pids.some(isAlive)).toBe(false);
  });
});

const PROGRAM = `
const { readFileSync, existsSync } = require("node:fs");
const http = require("node:http");
let healthy = true;
http.createServer((request, response) => {
  if (request.url === "/env") return response.end(JSON.stringify(process.env));
  if (request.url === "/file") return response.end(readFileSync(process.env.MESH_ROOT + "/etc/mesh/a.txt"));
  if (request.url === "/sick") { healthy = false; return response.end(); }
  if (request.url === "/ready" && existsSync(process.env.NOT_READY)) { response.statusCode = 503; return response.end("not now"); }
  response.statusCode = healthy ? 200 : 500;
  response.end("ok");
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

describe("a rendered Deployment", () => {
  let port: number;
  let image: string;
  let flag: string;

  beforeAll(async () => {
    port = await getPort();
    flag = join(home, "..", "not-ready");
    const program = join(home, "..", "program.js");
    writeFileSync(program, PROGRAM);
    image = `mesh.local/test/program@sha256:${storeImage(home, program)}`;
  });

  const folder = () => join(home, "manifests", "test-local", "1-manifest");
  const render = (name: string, manifest: unknown) => {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), `${name}.yaml`), stringify(manifest));
  };
  const deployment = (changes: { image?: string; greeting?: string } = {}) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "trial", namespace: "test" },
    spec: {
      replicas: 1,
      template: {
        spec: {
          terminationGracePeriodSeconds: 2,
          volumes: [{ name: "config", configMap: { name: "trial" } }],
          containers: [
            {
              name: "trial",
              image: changes.image ?? image,
              ports: [{ name: "http", containerPort: port }],
              env: [
                { name: "PORT", value: String(port) },
                { name: "NOT_READY", value: flag },
                { name: "GREETING", value: changes.greeting ?? "hello" },
                { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "trial", key: "password" } } },
              ],
              volumeMounts: [{ name: "config", mountPath: "/etc/mesh", readOnly: true }],
              startupProbe: { httpGet: { path: "/", port: "http" }, periodSeconds: 1, failureThreshold: 20 },
              readinessProbe: { httpGet: { path: "/ready", port: "http" }, periodSeconds: 1, failureThreshold: 1 },
              livenessProbe: { httpGet: { path: "/live", port: port }, periodSeconds: 1, failureThreshold: 2 },
            },
          ],
        },
      },
    },
  });
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  const service = () => process_("test/trial");
  const isReady = () =>
    expect
      .poll(
        () =>
          service()
            .then(({ state }) => state)
            .catch(() => "absent"),
        { timeout: 30_000 },
      )
      .toBe("ready");

  test("waits for what it refers to, then runs with exactly its environment and files", { timeout: SLOW }, async () => {
    render("deployment", deployment());
    await expect
      .poll(async () => (await embeddedStatus(home)).problems.join(), { timeout: 10_000 })
      .toMatch(/Secret test\/trial is not there/);
    render("secret", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "trial", namespace: "test" },
      stringData: { password: "s3cret" },
    });
    render("config", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "trial", namespace: "test" },
      data: { "a.txt": "from the config" },
    });
    await isReady();
    const root = join(home, "run", "mounts", "test", "trial");
    expect(JSON.parse(await get("/env"))).toEqual({
      PORT: String(port),
      NOT_READY: flag,
      GREETING: "hello",
      PASSWORD: "s3cret",
      MESH_ROOT: root,
    });
    expect(await get("/file")).toBe("from the config");
    expect((await embeddedStatus(home)).problems).toEqual([]);
  });

  test("follows its readiness probe", { timeout: SLOW }, async () => {
    writeFileSync(flag, "");
    await expect
      .poll(() => service().then(({ state, detail }) => `${state}: ${detail}`), { timeout: 10_000 })
      .toMatch(/^not ready: .*503 not now/);
    rmSync(flag);
    await isReady();
    expect((await service()).restarts).toBe(0);
  });

  test("is restarted when its liveness probe fails", { timeout: SLOW }, async () => {
    const { pid } = await service();
    await get("/sick");
    await expect.poll(() => service().then(({ restarts }) => restarts), { timeout: 20_000 }).toBe(1);
    await isReady();
    expect((await service()).pid).not.toBe(pid);
  });

  test("is restarted for another template, and only for that", { timeout: SLOW }, async () => {
    const { pid } = await service();
    render("other", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "other", namespace: "test" }, data: {} });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await service()).pid).toBe(pid);
    render("deployment", deployment({ greeting: "good day" }));
    await expect.poll(() => service().then((one) => one.pid !== pid && one.state), { timeout: 20_000 }).toBe("ready");
    expect(JSON.parse(await get("/env"))).toMatchObject({ GREETING: "good day" });
  });

  test("with an image that was changed, or isn't there, is not run, and says so", { timeout: SLOW }, async () => {
    appendFileSync(join(home, "images", image.slice(-64), "server.js"), "// changed");
    render("deployment", deployment({ greeting: "again" }));
    await expect
      .poll(async () => (await embeddedStatus(home)).problems.join(), { timeout: 10_000 })
      .toMatch(/was changed; fix:/);
    const missing = `mesh.local/test/program@sha256:${"0".repeat(64)}`;
    render("deployment", deployment({ image: missing }));
    await expect
      .poll(async () => (await embeddedStatus(home)).problems.join(), { timeout: 10_000 })
      .toMatch(/not in .*images; fix: npx mesh build/);
  });

  test("that is gone is stopped", { timeout: SLOW }, async () => {
    const { pid } = await service();
    expect(isAlive(pid ?? 0)).toBe(true);
    rmSync(folder(), { recursive: true });
    await expect
      .poll(() => states().then(Object.keys), { timeout: 20_000 })
      .toEqual(expect.not.arrayContaining(["test/trial"]));
    expect(isAlive(pid ?? 0)).toBe(false);
  });
});

describe("the control interface", () => {
  test("is closed to whoever doesn't know the token", async () => {
    const control = readRuntime(home)?.supervisor;
    const ask = async (authorization: string) =>
      (await fetch(`${control?.url}/stop`, { method: "POST", headers: { authorization } })).status;
    expect(await ask("")).toBe(401);
    expect(await ask("Bearer wrong")).toBe(401);
    expect(await states()).toMatchObject({ kafka: "ready" });
  });

  test("runtime.json that can't be understood is told, not overwritten", async () => {
    const file = join(home, "runtime.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, "{");
    try {
      await expect(start()).rejects.toThrow(/runtime\.json can't be understood; given: .*; fix: /);
      expect(readFileSync(file, "utf8")).toBe("{");
    } finally {
      writeFileSync(file, before, { mode: 0o600 });
    }
  });
});

const topics = (login: Login) => withAdmin(login, (admin) => admin.listTopics());

function kafka() {
  const runtime = readRuntime(home);
  if (!runtime) throw new Error("nothing runs");
  return runtime.kafka;
}

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

/** One that has ended but that nobody has waited for yet counts as gone. */
function isAlive(pid: number): boolean {
  return identify(pid) !== undefined;
}
