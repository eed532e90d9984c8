import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readCatalog } from "../../../provider/catalog";
import { Plugin, startPostgres, type TestDatabase } from "./support";

let postgres: TestDatabase;
let plugin: Plugin;
beforeAll(async () => {
  postgres = await startPostgres();
  plugin = await Plugin.start({ databaseUrl: postgres.url });
}, 60_000);
afterAll(async () => {
  plugin.close();
  await postgres.stop();
});
afterEach(() => postgres.query("DROP SCHEMA IF EXISTS mesh_catalog CASCADE"));

const schema = "mesh_catalog";
const port = { name: "orders", version: "1.2.0", contract: { id: "orders-v1", status: "active" } };
const record = (over: Record<string, unknown> = {}) => ({
  catalog: schema,
  productId: "order-events",
  domain: "orders",
  version: "1.2.0",
  record: { owner: "Ada's team", outputPorts: [port] },
  ...over,
});

test("a product is recorded, found by its ports, changed and removed", async () => {
  await plugin.create("Catalog", { schema });
  const { id } = await plugin.create("CatalogRecord", record());
  expect(id).toBe("mesh_catalog/order-events");
  await plugin.create("CatalogRecord", record({ productId: "plain", record: { outputPorts: "none" } }));
  expect(await readCatalog(postgres.url, schema)).toMatchObject([
    { productId: "order-events", domain: "orders", version: "1.2.0", record: record().record },
    { productId: "plain" },
  ]);
  expect(await postgres.query("SELECT product_id, port, version, contract_id FROM mesh_catalog.output_ports")).toEqual([
    { product_id: "order-events", port: "orders", version: "1.2.0", contract_id: "orders-v1" },
  ]);
  await plugin.update("CatalogRecord", record(), { news: record({ version: "1.3.0" }) });
  expect((await plugin.read("CatalogRecord", id)).inputs).toEqual(record({ version: "1.3.0" }));
  await plugin.delete("CatalogRecord", record());
  expect((await plugin.read("CatalogRecord", id)).id).toBe("");
  await plugin.delete("CatalogRecord", record());
});

test("an id that another domain has taken is refused, and its row stays", async () => {
  await plugin.create("Catalog", { schema });
  await plugin.create("CatalogRecord", record());
  await expect(plugin.create("CatalogRecord", record({ domain: "sales" }))).rejects.toThrow(
    /product order-events of domain sales, an id that domain orders has taken.*fix: rename the product/,
  );
  await plugin.delete("CatalogRecord", record({ domain: "sales" }));
  expect(await readCatalog(postgres.url, schema)).toHaveLength(1);
});

test("a move to another domain replaces the row, the old one first", async () => {
  expect(await plugin.diff("CatalogRecord", record(), record({ domain: "sales" }))).toMatchObject({
    replaces: ["domain"],
    deleteBeforeReplace: true,
  });
});

test("the catalog is made twice without harm, and not deleted while products are in it", async () => {
  await plugin.create("Catalog", { schema });
  await plugin.create("CatalogRecord", record());
  await plugin.create("Catalog", { schema });
  await expect(plugin.delete("Catalog", { schema })).rejects.toThrow(
    /still in it \(orders\/order-events\).*fix: destroy/,
  );
  await plugin.delete("CatalogRecord", record());
  expect((await plugin.read("Catalog", schema)).id).toBe(schema);
  await plugin.delete("Catalog", { schema });
  await plugin.delete("Catalog", { schema });
  expect((await plugin.read("Catalog", schema)).id).toBe("");
});

test("without a catalog there are no products, and none can be recorded", async () => {
  expect(await readCatalog(postgres.url, schema)).toEqual([]);
  await expect(plugin.create("CatalogRecord", record())).rejects.toThrow(/fix: deploy the platform's stack first/);
  await plugin.delete("CatalogRecord", record());
});

test("a schema that isn't a catalog isn't taken over", async () => {
  await postgres.query("CREATE SCHEMA mesh_catalog");
  await expect(plugin.create("Catalog", { schema })).rejects.toThrow(/there already and isn't a catalog/);
});

test("names that aren't names are refused", async () => {
  expect((await plugin.refusals("Catalog", { schema: 'a"; DROP' })).join()).toMatch(
    /^schema: given: .*allowed: lower-ca/,
  );
  expect((await plugin.refusals("CatalogRecord", record({ productId: "Order" }))).join()).toContain("allowed: a slug");
  expect(await plugin.refusals("CatalogRecord", record())).toEqual([]);
});

test("many stacks at once don't get in each other's way", async () => {
  await plugin.create("Catalog", { schema });
  const ids = Array.from({ length: 8 }, (_, index) => `product-${index}`);
  await Promise.all(ids.map((productId) => plugin.create("CatalogRecord", record({ productId }))));
  expect(await readCatalog(postgres.url, schema)).toHaveLength(8);
});
