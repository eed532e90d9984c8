/** Who reads what changed, and what an acknowledgement does. */
import { describe, expect, test } from "vitest";
import { diff } from "../../../contracts/diff";
import { readAcknowledgements } from "../../../contracts/diff/acknowledgements";
import { type Mesh, withConsumers, withReaders } from "../../../contracts/diff/consumers";
import { type Contract, contract, type Product, product } from "./fixture";

const reads = (id: string, domain: string, more: Record<string, unknown>[] = []) => ({
  domain,
  data: {
    id,
    team: { members: [{ username: `${id}-owner` }] },
    inputPorts: [
      {
        name: "orders",
        version: "1.1.0",
        contractId: "orders",
        customProperties: [{ property: "role", value: "reader" }, ...more],
      },
      { name: "other", contractId: "other" },
    ],
  },
});

const entry = (product: string, more: object = {}) => ({
  contract: "orders",
  version: "2.0.0",
  product,
  by: `${product}-owner`,
  at: "2026-02-14",
  file: "domains/sales/acknowledgements.yaml",
  ...more,
});

function compare(mutate: (after: Contract) => void, mesh: Partial<Mesh> = {}, { version = "2.0.0", asks = true } = {}) {
  const [before, after] = [contract() as Contract, { ...contract(), version } as Contract];
  if (asks) before.customProperties = after.customProperties = [{ property: "acknowledgement", value: "required" }];
  mutate(after);
  const products = [reads("stock", "sales"), { domain: "sales", data: { id: "nobody", inputPorts: [] } }];
  return withConsumers(diff("contract", before, after), [before, after], {
    products,
    acknowledgements: [],
    today: "2026-03-01",
    ...mesh,
  });
}

const removeAmount = (after: Contract) => void after.schema[0]?.properties.splice(2, 1);

describe("who reads", () => {
  test("the product, its port and role, and the changes that concern it", () => {
    expect(compare(removeAmount, {}, { asks: false })).toMatchObject({
      ok: true,
      asked: false,
      consumers: [
        {
          product: "stock",
          domain: "sales",
          port: "orders",
          role: "reader",
          version: "1.1.0",
          changes: [{ element: "orders.amount" }],
        },
      ],
    });
  });

  test("a role that goes concerns those who have it", () => {
    const found = (at: number) =>
      compare((after) => void after.roles.splice(at, 1)).consumers[0]?.changes.map(({ element }) => element);
    expect(found(0)).toEqual(["reader"]);
    expect(found(1)).toEqual([]);
  });

  test("a port that names its datasets reads no others", () => {
    const products = [reads("stock", "sales", [{ property: "datasets", value: ["returns"] }])];
    expect(compare(removeAmount, { products }).consumers[0]?.changes).toEqual([]);
  });
});

test("of a product: those who read at the port that changes, and nobody where another does", () => {
  const readers = (mutate: (after: Product) => void) => {
    const after = product() as Product;
    mutate(after);
    const mesh = { products: [reads("stock", "sales")], acknowledgements: [], today: "2026-03-01" };
    return withReaders(diff("product", product(), after), product(), mesh).consumers.map((one) => [
      one.product,
      one.changes.map(({ kind }) => kind),
    ]);
  };
  expect(readers(({ outputPorts }) => void outputPorts.pop())).toEqual([["stock", ["port.removed"]]]);
  expect(readers((after) => void Object.assign(after, { status: "deprecated" }))).toEqual([
    ["stock", ["status.deprecated"]],
  ]);
  expect(readers(({ inputPorts }) => void inputPorts.pop())).toEqual([]);
});

describe("where the producer asks for it", () => {
  test.each<[title: string, mesh: Partial<Mesh>, version: string, ok: boolean]>([
    ["nobody acknowledged", {}, "2.0.0", false],
    ["the consumer did", { acknowledgements: [entry("stock")] }, "2.0.0", true],
    ["of another version", { acknowledgements: [entry("stock")] }, "3.0.0", false],
    [
      "one of two did",
      { products: [reads("stock", "sales"), reads("more", "sales")], acknowledgements: [entry("stock")] },
      "2.0.0",
      false,
    ],
    [
      "both did",
      {
        products: [reads("stock", "sales"), reads("more", "sales")],
        acknowledgements: [entry("stock"), entry("more")],
      },
      "2.0.0",
      true,
    ],
    ["with a minor version", { acknowledgements: [entry("stock", { version: "1.3.0" })] }, "1.3.0", true],
    ["with no version but a patch", { acknowledgements: [entry("stock", { version: "1.2.1" })] }, "1.2.1", false],
    ["somebody who isn't in its team", { acknowledgements: [entry("stock", { by: "eve" })] }, "2.0.0", false],
    [
      "in another domain's folder",
      { acknowledgements: [entry("stock", { file: "domains/orders/acknowledgements.yaml" })] },
      "2.0.0",
      false,
    ],
    [
      "beside the contract",
      { acknowledgements: [entry("stock", { file: "domains/orders/orders.acknowledgements.yaml" })] },
      "2.0.0",
      true,
    ],
    ["on a day to come", { acknowledgements: [entry("stock", { at: "2026-04-01" })] }, "2.0.0", false],
    ["nobody reads it, and the version is major", { products: [] }, "2.0.0", true],
    ["nobody reads it, and the version isn't", { products: [] }, "1.3.0", false],
  ])("%s", (_title, mesh, version, ok) => {
    expect(compare(removeAmount, mesh, { version }).ok).toBe(ok);
  });

  test("what breaks nobody needs none", () => {
    expect(
      compare(
        ({ slaProperties }) => void Object.assign(slaProperties[0] ?? {}, { value: 99.99 }),
        {},
        { version: "1.3.0" },
      ).ok,
    ).toBe(true);
  });

  test("taking the demand away in the same change doesn't help", () => {
    const found = compare((after) => {
      removeAmount(after);
      after.customProperties = [];
    });
    expect(found).toMatchObject({ asked: true, ok: false });
  });

  test("without being asked for, an acknowledgement is no version", () => {
    const mesh = { acknowledgements: [entry("stock", { version: "1.3.0" })] };
    expect(compare(removeAmount, mesh, { version: "1.3.0", asks: false }).ok).toBe(false);
  });
});

describe("the file", () => {
  const read = (text: string) => readAcknowledgements(text, "domains/sales/acknowledgements.yaml");
  const good = "acknowledgements:\n  - { contract: orders, version: 2.0.0, product: stock, by: ann, at: 2026-02-14 }\n";

  test("is read", () => {
    expect(read(good)).toEqual({
      entries: [
        {
          contract: "orders",
          version: "2.0.0",
          product: "stock",
          by: "ann",
          at: "2026-02-14",
          file: "domains/sales/acknowledgements.yaml",
        },
      ],
      problems: [],
    });
  });

  test.each([
    [
      "a field that isn't one",
      good.replace("by:", "who:"),
      /acknowledgements\.yaml:2: acknowledgements\.0\.?.*: .*; allowed: a list of contract, version/,
    ],
    ["a day that isn't one", good.replace("2026-02-14", "soon"), /acknowledgements\.0\.at: /],
    ["nothing", "", /empty/],
    ["no YAML", "a: [", /acknowledgements\.yaml:\d+: /],
  ])("%s is told with its place", (_title, text, message) => {
    const { entries, problems } = read(text);
    expect(entries).toEqual([]);
    expect(problems.join("\n")).toMatch(message);
  });
});
