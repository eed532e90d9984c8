/** The whole thing, as a user has it: `mesh up`, a record in, a record out, what is refused, and nothing left behind. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Admin, ResourceTypes } from "@platformatic/kafka";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedStatus, type Runtime, readRuntime } from "../../embedded";
import { withAdmin } from "../../embedded/admin";
import { identify } from "../../embedded/orphans";
import { Checkout, type Ended, ROOT } from "../support/checkout";

const SLOW = 300_000;
const STACKS = ["platform-local", "orders-local", "customers-local", "inventory-local"];
const ORDER = { order_id: "o-1", customer_id: "c-1", amount: 12.5, currency: "EUR" };

let checkout: Checkout;
let home: string;

beforeAll(() => {
  checkout = new Checkout();
  home = join(checkout.root, ".mesh");
});

afterAll(async () => {
  if (existsSync(home)) await checkout.mesh("down");
  checkout.remove();
}, SLOW);

function runtime(): Runtime {
  const found = readRuntime(home);
  if (!found) throw new Error(`${home}: nothing was started`);
  return found;
}

const url = (product: string) => `http://127.0.0.1:${runtime().services[product]}`;

function post(body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url("order-events")}/orders`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** `pulumi …` by hand, with what `mesh env` prints. */
async function pulumi(...args: string[]): Promise<Ended> {
  const printed = (await checkout.mesh("env")).stdout;
  const env = [...printed.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value] as const);
  return checkout.run(["pulumi", ...args, "--non-interactive"], { ...checkout.env, ...Object.fromEntries(env) });
}

const admin = <T>(work: (admin: Admin) => Promise<T>) => withAdmin(runtime().kafka, work);

async function sql(statement: string): Promise<unknown[]> {
  const client = new Client(runtime().postgres);
  await client.connect();
  try {
    return (await client.query(statement)).rows.map((row: object) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

/** Empty while the broker is not there yet. */
const topicsOfOrders = () =>
  Promise.resolve()
    .then(() => admin((one) => one.listTopics()))
    .then(
      (topics) => topics.filter((name) => name.startsWith("orders.")),
      () => [],
    );

const subjects = async () => (await fetch(`${runtime().registry.url}/subjects`)).json() as Promise<string[]>;
const total = (
  results: Awaited<ReturnType<Checkout["mesh"]>>["results"],
  kind: "create" | "update" | "delete" | "replace",
) => results.reduce((sum, { changes }) => sum + changes[kind], 0);

describe("a mesh from up to destroy", () => {
  test("an up whose engine is killed in the middle fails, and says so", { timeout: SLOW }, async () => {
    const cut = checkout.mesh("up", "--format", "json");
    // The broker has a topic before the engine has put it on record.
    await expect.poll(topicsOfOrders, { timeout: SLOW, interval: 20 }).not.toEqual([]);
    const locks = join(home, "state/.pulumi/locks/organization/data-mesh/orders-local");
    const [lock = ""] = readdirSync(locks);
    process.kill((JSON.parse(readFileSync(join(locks, lock), "utf8")) as { pid: number }).pid, "SIGKILL");
    const { code, results } = await cut;
    expect(results.map(({ stack, ok }) => [stack, ok])).toEqual(STACKS.map((stack) => [stack, stack === STACKS[0]]));
    expect(results.at(-1)?.error).toBe("not run, because orders-local failed");
    expect(code).toBe(1);
    expect(await topicsOfOrders()).not.toEqual([]);
  });

  test("up deploys the platform and every domain, under the policy pack", { timeout: SLOW }, async () => {
    const { code, results, stderr } = await checkout.mesh("up", "--format", "json");
    expect(
      results.map(({ stack, ok, error }) => ({ stack, ok, error })),
      stderr,
    ).toEqual(STACKS.map((stack) => ({ stack, ok: true, error: null })));
    expect(results.slice(2).every(({ changes }) => changes.create > 10)).toBe(true);
    expect(code).toBe(0);
  });

  test("status lists what runs and what the catalog knows", { timeout: SLOW }, async () => {
    const { code, stdout } = await checkout.mesh("status", "--format", "json");
    const { services, products, problems } = JSON.parse(stdout) as Record<
      string,
      { name: string; id: string; state: string }[]
    >;
    expect(services?.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      "customers/customer-profiles ready",
      "inventory/stock-levels ready",
      "kafka ready",
      "orders/order-events ready",
      "postgres ready",
      "registry ready",
    ]);
    expect(products?.map(({ id }) => id).sort()).toEqual(["customer-profiles", "order-events", "stock-levels"]);
    expect(problems).toEqual([]);
    expect(code).toBe(0);
  });

  test("a record that is posted is read back from Kafka by the schema that the registry names", {
    timeout: SLOW,
  }, async () => {
    const answer = await post(ORDER);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ order_id: "o-1", topic: "orders.v1", offset: 0 });

    const { stdout, code } = await checkout.mesh("read", "orders.v1", "--as", "customers.customer-profiles");
    expect(code).toBe(0);
    const records = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { schemaId: number; value: object });
    expect(records).toHaveLength(1);
    expect(records[0]?.value).toMatchObject(ORDER);
    const versions = await fetch(`${runtime().registry.url}/schemas/ids/${records[0]?.schemaId}/versions`);
    expect(await versions.json()).toEqual([{ subject: "orders.v1-value", version: 1 }]);
  });

  test("what contract or policy forbid is refused, and says which", { timeout: SLOW }, async () => {
    const denied = await post({ ...ORDER, currency: "eur" });
    expect([denied.status, ((await denied.json()) as { detail: string }).detail]).toEqual([
      403,
      "Currency 'eur' must be uppercase",
    ]);
    const invalid = await post({ ...ORDER, amount: -1 });
    expect(invalid.status).toBe(422);
    expect(JSON.stringify(await invalid.json())).toContain("amount");
  });

  test("a consumer that declared no input port can't read", { timeout: SLOW }, async () => {
    const { code, stderr, stdout } = await checkout.mesh("read", "inventory.stock.v1", "--as", "orders.order-events");
    expect(stderr).toMatch(/orders\.order-events may not read inventory\.stock\.v1: TOPIC_AUTHORIZATION_FAILED/);
    expect(stdout).toBe("");
    expect(code).toBe(1);
    // Nor can one that is nobody.
    const nobody = await checkout.mesh("read", "orders.v1", "--as", "orders.nobody");
    expect(nobody.stderr).toMatch(/SASL_AUTHENTICATION_FAILED/);
    expect(nobody.code).toBe(1);
  });

  test("a second up changes nothing", { timeout: SLOW }, async () => {
    const { code, results } = await checkout.mesh("up", "--format", "json");
    expect(results.map(({ stack, ok }) => ({ stack, ok }))).toEqual(STACKS.map((stack) => ({ stack, ok: true })));
    expect(results.map(({ changes: { same: _, ...changed } }) => changed)).toEqual(
      STACKS.map(() => ({ create: 0, update: 0, delete: 0, replace: 0 })),
    );
    expect(code).toBe(0);
  });

  test("pulumi by hand sees the same", { timeout: SLOW }, async () => {
    const { code, stdout } = await pulumi("preview", "--stack", "orders-local", "--expect-no-changes");
    expect(stdout).toMatch(/Policies:[\s\S]*data-mesh/);
    expect(code).toBe(0);
  });

  test("a schema that the live registry's consumers can't read is refused at preview", { timeout: SLOW }, async () => {
    // Without the versions kept in git, only the registry can tell.
    rmSync(join(checkout.root, "domains/orders/schemas"), { recursive: true });
    checkout
      .edit(
        "domains/orders/orders.odcs.yaml",
        "logicalType: number\n        physicalType: double",
        "logicalType: boolean",
      )
      .edit(
        "domains/orders/orders.odcs.yaml",
        "        logicalTypeOptions: { minimum: 0 }\n        examples: [129.9]\n",
        "",
      );
    const { code, results } = await checkout.mesh("preview", "orders", "--format", "json");
    expect(results[0]?.error).toMatch(/orders\.v1-value/);
    expect(results[0]?.error).toMatch(/amount/);
    expect(code).toBe(1);
    const refused = await checkout.mesh("up", "orders", "--format", "json");
    expect(refused.code).toBe(1);
    expect(await (await fetch(`${runtime().registry.url}/subjects/orders.v1-value/versions`)).json()).toEqual([1]);
    checkout.restore();
    cpSync(join(ROOT, "domains/orders/schemas"), join(checkout.root, "domains/orders/schemas"), { recursive: true });
  });

  test("a changed contract changes what it touches and nothing else", { timeout: SLOW }, async () => {
    checkout
      .edit(
        "domains/orders/orders.odcs.yaml",
        "description: Where the order stands.",
        "description: Where the order is.",
      )
      .edit("domains/orders/orders.odcs.yaml", "version: 1.2.0", "version: 1.2.1");
    const edited = readFileSync(join(checkout.root, "domains/orders/product.odps.yaml"), "utf8");
    if (edited.includes("version: 1.2.0"))
      checkout.edit("domains/orders/product.odps.yaml", /version: 1\.2\.0/g, "version: 1.2.1");
    const before = await admin((one) => one.listTopics());
    const planned = JSON.parse((await pulumi("preview", "--stack", "orders-local", "--json")).stdout) as {
      steps: { op: string; urn: string }[];
    };
    const touched = planned.steps
      .filter(({ op }) => op !== "same")
      .map(({ urn }) => urn.split("$").at(-1)?.split("::")[0]);
    expect(touched).toEqual(expect.arrayContaining(["mesh:index:Subject", "mesh:index:CatalogRecord"]));
    // Neither the topics and who may use them, nor anything outside the product.
    expect(touched.filter((type) => type?.startsWith("kafka:"))).toEqual([]);
    const { code, results, stderr } = await checkout.mesh("up", "orders", "--format", "json");
    expect(
      results.map(({ error }) => error),
      stderr,
    ).toEqual([null, null]);
    expect({
      create: total(results, "create"),
      delete: total(results, "delete"),
      replace: total(results, "replace"),
    }).toEqual({
      create: 0,
      delete: 0,
      replace: 0,
    });
    expect(results.map(({ stack, changes }) => [stack, changes.update > 0])).toEqual([
      ["platform-local", false],
      ["orders-local", true],
    ]);
    expect(await admin((one) => one.listTopics())).toEqual(before);
    expect((await post({ ...ORDER, order_id: "o-2" })).status).toBe(201);
    expect(code).toBe(0);
  });

  test("up ends well after kill -9 of broker, service and supervisor, and the records are still there", {
    timeout: SLOW,
  }, async () => {
    const { processes, supervisor } = await embeddedStatus(home);
    const victims = processes.filter(({ name }) => ["kafka", "orders/order-events"].includes(name));
    for (const pid of [supervisor?.pid, ...victims.map(({ pid }) => pid)]) if (pid) process.kill(pid, "SIGKILL");
    expect(victims).toHaveLength(2);
    const { code, results } = await checkout.mesh("up", "--format", "json");
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(code).toBe(0);
    expect((await post({ ...ORDER, order_id: "o-3" })).status).toBe(201);
    const { stdout } = await checkout.mesh("read", "orders.v1");
    const ids = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { key: string }).key);
    expect(ids.sort()).toEqual(["o-1", "o-2", "o-3"]);
  });

  test("destroying every stack leaves nothing at broker, registry, database and in the manifests", {
    timeout: SLOW,
  }, async () => {
    for (const stack of [...STACKS].reverse()) {
      const { code, stdout, stderr } = await pulumi("destroy", "--yes", "--skip-preview", "--stack", stack);
      expect(code, `${stack}: ${stdout}${stderr}`).toBe(0);
    }
    const left = await admin(async (one) => ({
      topics: (await one.listTopics()).filter((name) => !name.startsWith("__")),
      acls: await one.describeAcls({
        filter: {
          resourceType: ResourceTypes.ANY,
          resourceName: null,
          resourcePatternType: 1,
          principal: null,
          host: null,
          operation: 1,
          permissionType: 1,
        },
      }),
    }));
    expect(left).toEqual({ topics: [], acls: [] });
    expect(await subjects()).toEqual([]);
    expect(await sql("select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public)'")).toEqual(
      [],
    );
    expect(await sql("select rolname from pg_roles where rolname !~ '^(pg_|admin$|registry$)'")).toEqual([]);
    const manifests = readdirSync(join(home, "manifests"), { recursive: true, encoding: "utf8" });
    expect(manifests.filter((name) => name.endsWith(".yaml"))).toEqual([]);
    await expect
      .poll(async () => (await embeddedStatus(home)).processes.map(({ name }) => name).sort(), { timeout: 30_000 })
      .toEqual(["kafka", "postgres", "registry"]);
  });

  test("mesh destroy removes the rest: no process, no folder", { timeout: SLOW }, async () => {
    const { processes, supervisor } = await embeddedStatus(home);
    const pids = [supervisor?.pid, ...processes.map(({ pid }) => pid)].filter((pid) => typeof pid === "number");
    expect(pids).toHaveLength(4);
    const { code, stderr } = await checkout.mesh("destroy");
    expect(code, stderr).toBe(0);
    expect(existsSync(home)).toBe(false);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(checkout.root, "Pulumi.orders-local.yaml"))).toBe(true);
  });
});

/** One that has ended but that nobody has waited for yet counts as gone. */
function isAlive(pid: number): boolean {
  return identify(pid) !== undefined;
}
