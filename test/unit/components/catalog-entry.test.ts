import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { CatalogEntry, type CatalogEntryArgs } from "../../../components/catalog-entry";
import { bare, product } from "./fixture";
import { register } from "./support";

const [COMPONENT, RECORD] = ["CatalogEntry stock", "CatalogRecord stock-record"] as const;
const run = (more: Partial<CatalogEntryArgs> = {}) =>
  register(() => new CatalogEntry("stock", { product, catalog: "mesh_catalog", ...more }));

test("an entry is one record, below the component", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:CatalogEntry");
  expect(mesh.ids).toEqual([COMPONENT, RECORD]);
  expect(mesh.childrenOf(COMPONENT)).toEqual([RECORD]);
  expect(mesh.one(COMPONENT).outputs).toEqual({ productId: "stock-levels" });
  expect(mesh.one(RECORD).inputs).toMatchObject({
    catalog: "mesh_catalog",
    productId: "stock-levels",
    domain: "inventory",
    version: "1.4.0+build.7",
  });
});

test("the record tells who owns the product, what it is for and where one gets help", async () => {
  expect((await run()).input(RECORD, "record")).toMatchObject({
    name: "Stock levels",
    status: "active",
    description: { purpose: "What can be sold now." },
    principal: "inventory.stock-levels",
    tags: ["logistics"],
    support: [{ channel: "inventory-data", url: "https://example.com/inventory-data" }],
    owner: {
      team: "Inventory & logistics",
      owner: { username: "j.duarte@example.com", name: "Joana Duarte", role: "owner" },
    },
  });
});

test("it tells the output ports with contract, objectives, roles and where the data is", async () => {
  const endpoint = pulumi.output("https://stock.example.com");
  expect((await run({ endpoint })).input(RECORD, "record.outputPorts")).toEqual([
    {
      name: "stock",
      description: "Stock as it changes",
      version: "1.0.0",
      contract: {
        id: "stock",
        name: "Contract of stock",
        version: "1.0.0",
        status: "active",
        roles: [{ role: "stock_reader", access: "read", consumers: ["planning"] }],
        objectives: { latency: { value: 50, unit: "ms", ms: 50 }, availability: { value: 99.9, unit: "%" } },
      },
      datasets: [
        {
          name: "stock",
          entity: "stock",
          topic: "inventory.stock.v1",
          subject: "inventory.stock.v1-value",
          table: "stock_levels.stock",
          endpoint: "https://stock.example.com/stock",
        },
      ],
    },
  ]);
});

test("it tells the input ports: whose, which contract, and whether that still stands", async () => {
  expect((await run()).input(RECORD, "record.inputPorts")).toEqual([
    {
      name: "orders",
      version: "1.1.0",
      product: { id: "order-events", domain: "orders" },
      contract: { id: "orders", version: "1.0.0", status: "active" },
    },
  ]);
});

test("what is not there is left out: streams, tables, endpoint, team", async () => {
  const { team: _, ...ownerless } = bare;
  const mesh = await run({ product: ownerless, endpoint: "https://prices.example.com" });
  expect(mesh.input(RECORD, "record.outputPorts.0.datasets")).toEqual([{ name: "prices", entity: "prices" }]);
  expect(mesh.input(RECORD, "record.inputPorts")).toEqual([]);
  expect(mesh.input(RECORD, "record.owner")).toEqual({});
  expect((await run()).input(RECORD, "record.outputPorts.0.datasets.0")).not.toHaveProperty("endpoint");
});

test("a transform changes the record", async () => {
  const mesh = await run({ transform: { record: { version: "2.0.0" } } });
  expect(mesh.one(RECORD).inputs).toMatchObject({ version: "2.0.0", productId: "stock-levels" });
});
