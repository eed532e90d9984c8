/** DataHub: accepted by `datahub check metadata-file`, nothing of it lost there, and every reference leads somewhere. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { INSTALLING, python } from "../../support/python";
import { contractFrom, contracts, exported, head, load, PRODUCTS } from "./exports-support";

const JUDGE = readFileSync(join(__dirname, "exports-datahub.py"), "utf8");

interface Proposal {
  readonly entityUrn: string;
  readonly aspectName: string;
  // Aspects are as many as DataHub has; each test knows its own.
  readonly aspect: { readonly json: Readonly<Record<string, unknown>> };
}
const proposalsOf = (text: string) => JSON.parse(text) as Proposal[];
const aspect = (all: readonly Proposal[], urn: string, name: string) =>
  all.find(({ entityUrn, aspectName }) => entityUrn === urn && aspectName === name)?.aspect.json;

test("every file is one that DataHub's own check takes", { timeout: INSTALLING }, async (context) => {
  const { run } = await python("datahub", context);
  const texts = [
    ...contracts({ withDatasets: true }).map(({ name, source }) => ({ name, text: exported("datahub", source).text })),
    ...PRODUCTS.map(({ name, file }) => ({ name, text: exported("datahub", load(file)).text })),
    { name: "broken", text: broken() },
  ];
  const folder = mkdtempSync(join(tmpdir(), "mesh-datahub-"));
  const files = texts.map(({ text }, at) => {
    const file = join(folder, `${at}.json`);
    writeFileSync(file, text);
    return file;
  });
  const { output } = await run("python", ["-c", JUDGE, ...files]);
  rmSync(folder, { recursive: true });
  const faults = JSON.parse(output.trim().split("\n").at(-1) ?? "") as Readonly<Record<string, readonly string[]>>;
  const named = texts.map(({ name }, at) => [name, faults[files[at] ?? ""]]);
  expect(named.slice(0, -1).filter(([, found]) => found?.length !== 0)).toEqual([]);
  expect(named.at(-1)).toEqual([
    "broken",
    [
      expect.stringContaining("check metadata-file"),
      expect.stringContaining("missing required field: owner"),
      "1: .aspect.json.colour is lost",
    ],
  ]);
});

/** An aspect without what it needs, and one with what it doesn't have: the judge has to find both. */
function broken(): string {
  const proposal = (entityType: string, entityUrn: string, aspectName: string, json: object) => ({
    ...{ entityType, entityUrn, changeType: "UPSERT", aspectName },
    aspect: { json },
  });
  return JSON.stringify([
    proposal("domain", "urn:li:domain:a", "ownership", { owners: [{ type: "NONE" }] }),
    proposal("tag", "urn:li:tag:a", "tagProperties", { name: "a", colour: "red" }),
  ]);
}

test("every entity that the mesh's products refer to is described", () => {
  const all = PRODUCTS.flatMap(({ file }) => proposalsOf(exported("datahub", load(file)).text));
  const described = new Set(all.map(({ entityUrn }) => entityUrn));
  const asked = JSON.stringify(all).match(/urn:li:(?:dataset:\([^)]*\)|(?!dataset:|schemaField)[^")\\]*)/g) ?? [];
  const known = /^urn:li:(dataPlatform:|ownershipType:__system__|corpuser:datahub$)/;
  expect(asked.length).toBeGreaterThan(100);
  expect([...new Set(asked)].filter((urn) => !described.has(urn) && !known.test(urn))).toEqual([]);
});

test("a product has its ports as assets, and these come from what it reads", () => {
  const [customers] = PRODUCTS;
  const all = proposalsOf(exported("datahub", load(customers?.file ?? "")).text);
  const topic = "urn:li:dataset:(urn:li:dataPlatform:kafka,customers.profiles.v1,PROD)";
  const table = "urn:li:dataset:(urn:li:dataPlatform:postgres,mesh.customer_profiles.profiles,PROD)";
  const orders = "urn:li:dataset:(urn:li:dataPlatform:kafka,orders.v1,PROD)";
  expect(aspect(all, "urn:li:dataProduct:customer-profiles", "dataProductProperties")).toMatchObject({
    name: "Customer profiles",
    assets: [topic, table].map((destinationUrn) => ({ destinationUrn, outputPort: true })),
    customProperties: { reads: "orders" },
  });
  expect(aspect(all, topic, "upstreamLineage")).toMatchObject({
    upstreams: [{ dataset: orders, type: "TRANSFORMED" }],
  });
  expect(aspect(all, topic, "domains")).toEqual({ domains: ["urn:li:domain:customers"] });
  expect(aspect(all, topic, "ownership")).toMatchObject({
    owners: [
      { owner: "urn:li:corpGroup:Customers" },
      { owner: "urn:li:corpuser:s.lindqvist@example.com", type: "BUSINESS_OWNER" },
      { owner: "urn:li:corpuser:r.mehta@example.com", type: "DATA_STEWARD" },
    ],
  });
  const { fields } = aspect(all, topic, "schemaMetadata") as { fields: { fieldPath: string }[] };
  expect(fields.find(({ fieldPath }) => fieldPath === "email")).toMatchObject({
    glossaryTerms: { terms: [{ urn: "urn:li:glossaryTerm:Classification.confidential" }] },
  });
});

test("promises become a data contract of assertions, of DataHub's own kinds where it has one", () => {
  const quality = [
    { type: "library", metric: "rowCount", mustBeBetween: [1, 9] },
    { type: "library", metric: "rowCount", mustNotBeBetween: [1, 9] },
    { type: "sql", query: "SELECT 1", mustBe: 1 },
    { type: "text", description: "Sensible." },
  ];
  const nulls = { type: "library", metric: "nullValues", mustBeLessThan: 1, unit: "percent" };
  const properties = [{ name: "x", logicalType: "string", quality: [nulls, { ...nulls, metric: "duplicateValues" }] }];
  const slaProperties = [
    { property: "freshness", value: 90, unit: "m" },
    { property: "latency", value: 50, unit: "ms" },
  ];
  const text = JSON.stringify({ ...head("a"), slaProperties, schema: [{ name: "t", properties, quality }] });
  const all = proposalsOf(exported("datahub", contractFrom(text)).text);
  const infos = all.filter(({ aspectName }) => aspectName === "assertionInfo").map(({ aspect: { json } }) => json);
  expect(infos).toMatchObject([
    { type: "DATA_SCHEMA" },
    { type: "FRESHNESS", freshnessAssertion: { schedule: { fixedInterval: { unit: "MINUTE", multiple: 90 } } } },
    {
      type: "VOLUME",
      volumeAssertion: { rowCountTotal: { operator: "BETWEEN", parameters: { minValue: { value: "1" } } } },
    },
    { type: "CUSTOM", customAssertion: { type: "rowCount" } },
    { type: "SQL", sqlAssertion: { statement: "SELECT 1", operator: "EQUAL_TO" } },
    { type: "CUSTOM", customAssertion: { type: "text" }, description: "Sensible." },
    { type: "FIELD", fieldAssertion: { fieldMetricAssertion: { metric: "NULL_PERCENTAGE", operator: "LESS_THAN" } } },
    { type: "CUSTOM", customAssertion: { type: "duplicateValues" } },
  ]);
  const contract = all.find(({ aspectName }) => aspectName === "dataContractProperties")?.aspect.json;
  expect(contract).toMatchObject({ schema: [{}], freshness: [{}], dataQuality: [{}, {}, {}, {}, {}, {}] });
  const properties2 = all.find(({ aspectName }) => aspectName === "datasetProperties")?.aspect.json;
  expect(properties2).toMatchObject({ customProperties: { "objective.latency": "50 ms" } });
});

test("environments and names of stores are DataHub's", () => {
  const servers = [{ server: "s", type: "sqlserver", host: "h", database: "d", schema: "s", environment: "dev" }];
  const text = JSON.stringify({ ...head("a"), servers, schema: [{ name: "t (1)", properties: [] }] });
  const all = proposalsOf(exported("datahub", contractFrom(text)).text);
  const urn = all.find(({ aspectName }) => aspectName === "schemaMetadata")?.entityUrn;
  expect(urn).toBe("urn:li:dataset:(urn:li:dataPlatform:mssql,d.s.t %281%29,DEV)");
});
