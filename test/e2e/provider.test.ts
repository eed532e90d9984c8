/**
 * The mesh provider under the real engine and on a real Postgres: what the protocol's tests can't show. The registry is
 * the tests' own here; the real one is in the end-to-end test of the whole mesh.
 */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../../provider/build";
import { ensureToolchain } from "../../toolchain";
import { FakeRegistry, startPostgres, type TestDatabase } from "../unit/provider/support";

const ROOT = resolve(__dirname, "../..");
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as mesh from ${JSON.stringify(join(ROOT, "provider/sdk"))};
const { fields, allow, ...config } = JSON.parse(process.env.TEST_MESH ?? "{}");
const late = new mesh.Password("late", {}).result.apply(() => config.registryUrl);
const provider = new mesh.MeshProvider("mesh", { ...config, ...(config.late ? { registryUrl: late } : {}), late: undefined });
const options = { provider };
const schema = JSON.stringify({ type: "record", name: "Order", fields });
const subject = new mesh.Subject("subject", { subject: "orders.v1-value", schemaType: "AVRO", schema,
  compatibility: "BACKWARD_TRANSITIVE", allowDelete: allow }, options);
new mesh.RegistryDefaults("defaults", { compatibility: "FULL" }, options);
const password = new mesh.Password("password", {}, options);
new mesh.DatabaseSchema("database", { schema: "shop", allowDataLoss: allow,
  tables: [{ name: "orders", primaryKey: ["id"], columns: [{ name: "id", type: "text", nullable: false }] }],
  roles: [{ name: "shop_read", access: "read", password: password.result }] }, options);
const catalog = new mesh.Catalog("catalog", { schema: "mesh_catalog" }, options);
new mesh.CatalogRecord("record", { catalog: catalog.schema, productId: "shop", domain: "orders", version: "1.0.0",
  record: { outputPorts: [], schemaId: subject.schemaId } }, options);
export const schemaId = subject.schemaId;
export const login = password.result;
`;

let home: string;
let postgres: TestDatabase;
let registry: FakeRegistry;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const [toolchain] = await Promise.all([ensureToolchain(), build()]);
  home = await mkdtemp(join(tmpdir(), "mesh-provider-e2e-"));
  [postgres, registry] = await Promise.all([startPostgres(), new FakeRegistry().start()]);
  await mkdir(join(home, "state"));
  await symlink(join(ROOT, "node_modules"), join(home, "node_modules"));
  await writeFile(join(home, "package.json"), '{"name":"trial"}');
  await writeFile(join(home, "index.ts"), PROGRAM);
  const runtime = "runtime: {name: nodejs, options: {typescript: false, nodeargs: --require tsx/cjs}}";
  const plugin = `plugins: {providers: [{name: mesh, path: ${JSON.stringify(join(ROOT, "provider"))}}]}`;
  await writeFile(join(home, "Pulumi.yaml"), `name: trial\nmain: index.ts\n${runtime}\n${plugin}\n`);
  environment = {
    ...process.env,
    ...toolchain.env,
    PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "of the test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  expect((await pulumi("stack", "init", "trial")).code).toBe(0);
}, 3_600_000);

afterAll(async () => {
  registry?.stop();
  await postgres?.stop();
  if (home) await rm(home, { recursive: true, force: true });
});

const V1 = [{ name: "id", type: "string" }];
const BROKEN = [...V1, { name: "currency", type: "string" }];
let mesh: Record<string, unknown> = {};

function pulumi(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const config = { registryUrl: registry.url, databaseUrl: postgres.url, fields: V1, allow: false, ...mesh };
  const env = { ...environment, TEST_MESH: JSON.stringify(config) };
  return new Promise((done) => {
    execFile("pulumi", [...args, "--non-interactive"], { cwd: home, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}
const run = (command: "preview" | "up" | "refresh" | "destroy", over: Record<string, unknown> = {}) => {
  mesh = over;
  return pulumi(command, "--stack", "trial", ...(command === "preview" ? [] : ["--yes", "--skip-preview"]));
};

test("from nothing to deployed and back, guarded on the way", { timeout: 300_000 }, async () => {
  const first = await run("preview");
  expect(first.output).toMatch(/\+ 9 to create/);
  expect(registry.calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
  expect(await postgres.query("SELECT 1 FROM pg_namespace WHERE nspname IN ('shop', 'mesh_catalog')")).toEqual([]);

  const late = await run("preview", { late: true });
  expect(late.code).not.toBe(0);
  expect(late.output).toMatch(/registryUrl: given: a value that isn't known at preview, so no schema could be judged/);

  const up = await run("up");
  expect(up.output).toMatch(/\+ 9 created/);
  expect(up.code).toBe(0);
  expect(registry.subjects.get("orders.v1-value")).toMatchObject({ mode: "BACKWARD_TRANSITIVE", schemas: [{ id: 1 }] });

  const again = await run("up");
  expect(again.output).toMatch(/9 unchanged/);

  const state = (await pulumi("stack", "export", "--stack", "trial")).output;
  const login = await pulumi("stack", "output", "login", "--show-secrets", "--stack", "trial");
  const password = login.output.trim();
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(await postgres.query("SELECT * FROM orders", { user: "shop_read", password })).toEqual([]);
  expect(state).not.toContain(password);
  expect(state).not.toContain(new URL(postgres.url).password);

  const broken = await run("preview", { fields: BROKEN });
  expect(broken.code).not.toBe(0);
  expect(broken.output).toMatch(/subject orders\.v1-value: given: a schema that breaks BACKWARD_TRANSITIVE.*currency/);

  await postgres.query("ALTER TABLE shop.orders ADD COLUMN rogue text");
  expect((await run("refresh")).output).toMatch(/~ 1 updated/);
  await postgres.query("ALTER TABLE shop.orders DROP COLUMN rogue");
  expect((await run("refresh")).code).toBe(0);

  await postgres.query("INSERT INTO shop.orders VALUES ('1')");
  const refused = await run("destroy");
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(/allowDelete false|holds rows and allowDataLoss is false/);

  expect((await run("up", { allow: true })).code).toBe(0);
  const destroyed = await run("destroy", { allow: true });
  expect(destroyed.output).not.toMatch(/error:/);
  expect(registry.subjects.size).toBe(0);
  expect(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop%'")).toEqual([]);
  expect(await postgres.query("SELECT 1 FROM pg_namespace WHERE nspname IN ('shop', 'mesh_catalog')")).toEqual([]);
});
