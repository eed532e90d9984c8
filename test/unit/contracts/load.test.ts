import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { avroSchema, type DataProduct, loadMesh, loadProducts } from "../../../contracts";

const ROOT = resolve(__dirname, "../../..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "mesh-contracts-"));
  cpSync(join(ROOT, "domains"), join(root, "domains"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(root, "domains", file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

/** The problems' rules and places. */
function problems(): string[] {
  const mesh = loadMesh(root);
  return mesh.ok ? [] : mesh.problems.map(({ file, line, rule, path }) => `${file}:${line} ${rule} ${path}`);
}

function product(id: string): DataProduct {
  const mesh = loadMesh(root);
  const found = mesh.ok ? mesh.value.products.find((one) => one.id === id) : undefined;
  if (!found) throw new Error(`no product ${id}`);
  return found;
}

test("the three domains load, producers before their consumers", () => {
  const mesh = loadMesh(root);
  expect(mesh.ok && mesh.value.products.map(({ id }) => id)).toEqual([
    "order-events",
    "customer-profiles",
    "stock-levels",
  ]);
});

test("names are derived once: topic, subject, dead letters, principal, table", () => {
  const [dataset] = product("order-events").outputPorts[0]?.contract.datasets ?? [];
  expect(dataset).toMatchObject({
    entity: "orders",
    key: "order_id",
    stream: { topic: "orders.v1", legacyName: true, partitions: 6, retentionMs: 14 * 86_400_000 },
    deadLetter: { topic: "orders.v1.dead-letter", partitions: 1, retentionMs: 30 * 86_400_000 },
    subject: { subject: "orders.v1-value", compatibility: "BACKWARD_TRANSITIVE" },
    table: { schema: "order_events", name: "orders", primaryKey: ["order_id"] },
  });
  const consumer = product("customer-profiles");
  expect(consumer.principal).toBe("customers.customer-profiles");
  expect(consumer.inputPorts[0]?.deadLetters.map(({ topic }) => topic)).toEqual([
    "customers.customer-profiles.orders.v1.dead-letter",
  ]);
});

test("a key of several properties is all of them, in their order; of one it is that one", () => {
  const keyOf = (id: string) => {
    const { key, keys } = product(id).outputPorts[0]?.contract.datasets[0] ?? {};
    return { key, keys };
  };
  expect(keyOf("stock-levels")).toEqual({ key: "sku", keys: ["sku", "warehouse"] });
  expect(keyOf("order-events")).toEqual({ key: "order_id", keys: undefined });
});

test("two products of a domain that read one stream have dead letters of their own", () => {
  const file = "customers/product.odps.yaml";
  const text = readFileSync(join(root, "domains", file), "utf8");
  writeFileSync(
    join(root, "domains/customers/scores.odps.yaml"),
    text.replace("id: customer-profiles", "id: customer-scores").replace(/outputPorts:.*?(?=support:)/s, ""),
  );
  const loaded = loadMesh(root);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const letters = loaded.value.products.flatMap(({ inputPorts }) => inputPorts.flatMap((port) => port.deadLetters));
  const topics = letters.map(({ topic }) => topic);
  expect(topics).toContain("customers.customer-scores.orders.v1.dead-letter");
  expect(new Set(topics).size).toBe(topics.length);
});

test("the model is frozen to its leaves", () => {
  const model = product("order-events");
  expect(Object.isFrozen(model.outputPorts[0]?.contract.datasets[0]?.properties[0]?.options)).toBe(true);
});

test("the newest schema kept in git is the contract's own (regenerate: npx mesh export avro, see contracts/README.md)", () => {
  for (const { domain, outputPorts } of ["order-events", "customer-profiles", "stock-levels"].map(product))
    for (const { contract } of outputPorts)
      for (const dataset of contract.datasets) {
        const newest = dataset.subject?.kept.at(-1);
        expect(newest?.version, domain).toBe(contract.version);
        expect(JSON.parse(newest?.schema ?? "null"), domain).toEqual(avroSchema(dataset, contract));
      }
});

test("all problems of all files are reported at once, each with its line", () => {
  edit("orders/orders.odcs.yaml", "status: active\n", "");
  edit("customers/product.odps.yaml", "version: 1.0.0\n    contractId", "version: 2.0.0\n    contractId");
  edit("inventory/stock.odcs.yaml", "      - name: on_hand", "      - name: on-hand");
  const found = problems();
  expect(found).toContainEqual(
    expect.stringMatching(/^domains\/orders\/orders\.odcs\.yaml:1 schema\/required status$/),
  );
  expect(found).toContainEqual(
    expect.stringMatching(
      /inventory\/stock\.odcs\.yaml:\d+ semantic\/property-name schema\[0\]\.properties\[2\]\.name/,
    ),
  );
  expect(found.length).toBeGreaterThanOrEqual(3);
});

test.each([
  [
    "a port without its contract",
    "orders/product.odps.yaml",
    "contractId: orders",
    "contractId: order",
    "mesh/contract",
  ],
  [
    "a port with another version than its contract",
    "orders/product.odps.yaml",
    "version: 1.2.0\n    contractId",
    "version: 1.3.0\n    contractId",
    "mesh/version",
  ],
  [
    "an input port that wants more than is offered",
    "inventory/product.odps.yaml",
    "version: 1.1.0",
    "version: 1.3.0",
    "mesh/version",
  ],
  [
    "an id that can't name anything",
    "inventory/product.odps.yaml",
    "id: stock-levels",
    "id: Stock_Levels",
    "semantic/product-id",
  ],
  [
    "a product id that is taken",
    "inventory/product.odps.yaml",
    "id: stock-levels",
    "id: order-events",
    "mesh/duplicate",
  ],
  ["a contract id that is taken", "inventory/stock.odcs.yaml", "id: stock\n", "id: orders\n", "mesh/duplicate"],
  [
    "a stream that another contract has",
    "inventory/stock.odcs.yaml",
    "value: stock }",
    "value: stock }\n      - { property: legacyStreamName, value: orders_v1 }",
    "mesh/topic",
  ],
  ["a property twice", "inventory/stock.odcs.yaml", "name: reserved", "name: on_hand", "semantic/duplicate"],
  ["a version that isn't semantic", "orders/orders.odcs.yaml", "version: 1.2.0", "version: 1.2", "schema/type"],
  [
    "a retention without a unit of time",
    "orders/orders.odcs.yaml",
    "value: 14, unit: d",
    "value: 14, unit: rows",
    "semantic/sla",
  ],
  [
    "an unknown version of the standard",
    "orders/orders.odcs.yaml",
    "apiVersion: v3.1.0",
    "apiVersion: v2.2.2",
    "schema/version",
  ],
  [
    "an unknown compatibility mode",
    "orders/orders.odcs.yaml",
    "value: orders.v1 }",
    "value: orders.v1 }\n      - { property: compatibility, value: ALWAYS }",
    "semantic/custom-property",
  ],
  ["a duplicate key", "orders/orders.odcs.yaml", "status: active", "status: active\nstatus: draft", "schema/syntax"],
])("refused: %s", (_name, file, from, to, rule) => {
  edit(file, from, to);
  expect(
    problems().some((problem) => problem.includes(` ${rule} `)),
    problems().join("\n"),
  ).toBe(true);
});

test("a circle of products is refused", () => {
  edit(
    "orders/product.odps.yaml",
    "\noutputPorts:",
    "\ninputPorts:\n  - { name: stock, version: 1.0.0, contractId: stock }\noutputPorts:",
  );
  expect(problems()).toContainEqual(expect.stringContaining("mesh/cycle"));
});

test("an unknown domain is a problem that lists the domains", () => {
  const loaded = loadProducts(root, "payments");
  expect(loaded.ok === false && loaded.problems[0]?.allowed).toContain("customers, inventory, orders");
});

test("unknown fields are kept, not refused", () => {
  edit("orders/orders.odcs.yaml", "status: active", "status: active\nx-steward: someone");
  expect(problems()).toEqual([]);
});

test("each file that a domain folder has is read", () => {
  expect(readdirSync(join(root, "domains", "orders"))).toContain("orders.odcs.yaml");
  writeFileSync(join(root, "domains", "orders", "empty.odcs.yaml"), "");
  expect(problems()).toEqual([expect.stringMatching(/domains\/orders\/empty\.odcs\.yaml:1 schema\/empty/)]);
});

test("another domain's broken file stops nobody who doesn't read from it", () => {
  edit("customers/profiles.odcs.yaml", "apiVersion: v3.1.0", "apiVersion: v9.9.9");
  expect(problems()).toContainEqual(expect.stringContaining("customers/profiles.odcs.yaml"));
  const inventory = loadProducts(root, "inventory");
  expect(inventory.ok && inventory.value.map(({ id }) => id)).toEqual(["stock-levels"]);
  const customers = loadProducts(root, "customers");
  expect(customers.ok).toBe(false);
});

test("a broken file that an input port needs stops its reader, with the reason", () => {
  edit("orders/orders.odcs.yaml", "apiVersion: v3.1.0", "apiVersion: v9.9.9");
  const inventory = loadProducts(root, "inventory");
  expect(inventory.ok === false && inventory.problems.map(({ file, rule }) => `${file} ${rule}`)).toContain(
    "domains/orders/orders.odcs.yaml schema/version",
  );
});

test("a domain's products are the same whether its stack or the whole mesh is loaded", () => {
  const mesh = loadMesh(root);
  for (const domain of ["orders", "customers", "inventory"]) {
    const alone = loadProducts(root, domain);
    expect(mesh.ok && alone.ok && alone.value).toEqual(
      mesh.ok && mesh.value.products.filter((product) => product.domain === domain),
    );
  }
});
