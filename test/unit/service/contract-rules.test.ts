/** The rules that contracts imply say the same in Rego as in JSON Schema: judged side by side on many records. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Contract, type Dataset, jsonSchema, loadMesh, type Property } from "../../../contracts";
import { contractRules } from "../../../policy-pack/rego/contract-rules";
import { loadBundle, type Policy } from "../../../services/data-product/policy";
import { contract, dataset, product, property } from "./fixture";
import { bundleIn, ROOT } from "./support";

/** A contract with every keyword, deep inside too. */
const everything: Contract = {
  ...contract,
  id: "everything",
  datasets: [
    {
      ...dataset,
      name: "everything",
      entity: "everything",
      properties: [
        property("with", "string", { required: true, options: { minLength: 2, maxLength: 4, pattern: "^[a-zä]+$" } }),
        property("looked", "string", { options: { pattern: "^(?!no)" } }),
        property("size", "string", { enum: ["S", 'M"'], classification: "restricted" }),
        property("count", "integer", { options: { minimum: -5, maximum: 5 } }),
        property("rate", "number", { options: { exclusiveMinimum: 0, exclusiveMaximum: 1 } }),
        property("on", "boolean", { required: true }),
        property("tags", "array", {
          options: { minItems: 1, maxItems: 2, uniqueItems: true },
          items: property("tag", "string", { options: { minLength: 1 } }),
        }),
        property("address", "object", {
          properties: [
            property("city", "string", { required: true, classification: "restricted" }),
            property("lines", "array", { items: property("line", "string", { options: { maxLength: 3 } }) }),
          ],
        }),
        property("prices", "object", { values: property("price", "number", { options: { minimum: 0 } }) }),
      ],
    },
  ],
};

const VALUES: readonly unknown[] = [
  ...["", "a", "ab", "no", "äöü", "ää", "S", 'M"', "EUR", "eur", "x".repeat(300), "2026-01-01", "sku-1"],
  ...[0, -1, 1, 5, 6, -6, 0.5, 1.5, 1e9, 2 ** 40, true, false, null],
  ...[[], ["a"], ["a", "a"], ["a", "b", "c"], [""], [1], [{}], {}, { city: "B" }, { city: 1, lines: ["long"] }],
  ...[{ lines: ["a", "long"] }, { a: 1 }, { a: -1, b: "x" }, [{ sku: "sku-1", quantity: 0, unit_price: 1 }]],
];
/** Keywords that only JSON Schema judges. */
const LEFT_OUT = new Set(["format", "multipleOf", "formatMinimum", "formatMaximum"]);

let folder: string;
let policy: Policy;
let cases: { contract: Contract; dataset: Dataset }[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mesh-contract-rules-"));
  const mesh = loadMesh(ROOT);
  if (!mesh.ok) throw new Error(JSON.stringify(mesh.problems));
  const contracts = [...mesh.value.products.flatMap((one) => one.outputPorts.map((port) => port.contract)), everything];
  cases = contracts.flatMap((one) => one.datasets.map((dataset) => ({ contract: one, dataset })));
  const rego = contractRules(contracts).replace("package mesh.contracts", "package mesh.policies");
  policy = await loadBundle(await bundleIn(folder, { name: "contracts", rego }));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A record that a contract's own examples make. */
function exampleOf(properties: readonly Property[]): Record<string, unknown> {
  return Object.fromEntries(
    properties.flatMap((one) => (one.examples.length > 0 ? [[one.name, one.examples[0]]] : [])),
  );
}

function* records(properties: readonly Property[]): Generator<Record<string, unknown>> {
  const example = exampleOf(properties);
  yield example;
  yield {};
  yield { ...example, unheard_of: 1 };
  for (const { name } of properties) {
    const { [name]: _left, ...without } = example;
    yield without;
    for (const value of VALUES) yield { ...example, [name]: value };
  }
}

const fieldsOf = (policy: Policy, one: { contract: Contract; dataset: Dataset }, body: unknown) => {
  const input = { method: "READ", path: `/${one.dataset.entity}`, body, product, contract: one.contract };
  const messages = policy.decide(input).map(({ msg }) => /'([^']+)'/.exec(msg)?.[1] ?? "(body)");
  return [...new Set(messages)].sort();
};

describe("contracts' rules in Rego", () => {
  it("find fault with the same fields as the contracts' JSON Schemas", () => {
    const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
    let faulty = 0;
    let judged = 0;
    for (const one of cases) {
      const validate = ajv.compile(jsonSchema(one.contract, one.dataset));
      for (const body of records(one.dataset.properties)) {
        validate(body);
        const wanted = (validate.errors ?? []).flatMap(({ keyword, instancePath, params, schemaPath }) => {
          if (LEFT_OUT.has(keyword) || schemaPath.includes("looked/pattern")) return [];
          const path = instancePath.slice(1).split("/").filter(Boolean);
          if (keyword === "required") path.push(String(params.missingProperty));
          const inPrices = path[0] === "prices" && path.length > 1 ? ["prices", "*"] : path;
          return inPrices.map((part) => part.replace(/^\d+$/, "*")).join(".") || "(body)";
        });
        judged++;
        faulty += wanted.length > 0 ? 1 : 0;
        expect(fieldsOf(policy, one, body), JSON.stringify(body)).toEqual([...new Set(wanted)].sort());
      }
    }
    expect(judged).toBeGreaterThan(1_000);
    expect(faulty).toBeGreaterThan(500);
    expect(judged - faulty).toBeGreaterThan(50);
  });

  it("are about their own contract and dataset only", () => {
    const [one] = cases;
    if (!one) throw new Error("no contracts");
    expect(fieldsOf(policy, one, {})).not.toEqual([]);
    expect(fieldsOf(policy, { ...one, contract: { ...one.contract, id: "another" } }, {})).toEqual([]);
    expect(fieldsOf(policy, { ...one, dataset: { ...one.dataset, entity: "another" } }, {})).toEqual([]);
  });

  it("never repeat a value", () => {
    const body = { with: "secret-value", size: "secret-size", address: { city: 5, lines: ["secret-line"] } };
    const input = { method: "READ", path: "/everything", body, product, contract: everything };
    const found = policy.decide(input);
    expect(found.length).toBeGreaterThan(3);
    expect(JSON.stringify(found)).not.toContain("secret");
  });

  it("mask what is classified restricted, wherever it is", () => {
    expect(contractRules([everything]).match(/mask contains "[^"]+"/g)).toEqual([
      'mask contains "size"',
      'mask contains "address.city"',
    ]);
  });
});
