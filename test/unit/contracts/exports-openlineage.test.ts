/** OpenLineage: what the project's own classes take, under names that producers and consumers have in common. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { INSTALLING, python } from "../../support/python";
import { contractFrom, contracts, EVERYTHING, exported, head, load, PRODUCTS } from "./exports-support";

const JUDGE = readFileSync(join(__dirname, "exports-openlineage.py"), "utf8");

interface Event {
  readonly dataset?: { namespace: string; name: string; facets: Record<string, never> };
  readonly job?: { namespace: string; name: string };
  readonly inputs?: object[];
  readonly outputs?: object[];
}
const eventsOf = (text: string) => JSON.parse(text) as Event[];

test("every event is one that OpenLineage's own classes take", { timeout: INSTALLING }, async (context) => {
  const { run } = await python("openlineage", context);
  const sources = [
    ...contracts({ withDatasets: true }),
    ...PRODUCTS.map(({ name, file }) => ({ name, source: load(file) })),
  ];
  const all = Object.fromEntries(
    sources.map(({ name, source }) => [name, eventsOf(exported("openlineage", source).text)]),
  );
  const [event] = eventsOf(exported("openlineage", contractFrom(EVERYTHING)).text);
  const broken = { ...event, dataset: { ...event?.dataset, name: 5 } };
  const { output } = await run("python", ["-c", JUDGE], JSON.stringify({ ...all, broken: [broken] }));
  const faults = JSON.parse(output);
  expect(Object.entries(faults).filter(([name, found]) => name !== "broken" && String(found) !== "")).toEqual([]);
  expect(Object.keys(faults)).toEqual([...Object.keys(all), "broken"]);
  expect(faults.broken).toEqual(["0: invalid value for type, expected str @ $.dataset.name"]);
});

test("a product's job reads what another's writes, under the same names", () => {
  const events = PRODUCTS.flatMap(({ file }) => eventsOf(exported("openlineage", load(file)).text));
  const jobs = events.filter(({ job }) => job);
  const written = jobs.flatMap(({ outputs = [] }) => outputs);
  const read = jobs.flatMap(({ inputs = [] }) => inputs);
  const described = events.flatMap(({ dataset }) =>
    dataset ? [{ namespace: dataset.namespace, name: dataset.name }] : [],
  );
  expect(jobs).toHaveLength(PRODUCTS.length);
  expect(read).toContainEqual({ namespace: "kafka://mesh", name: "orders.v1" });
  expect(written).toEqual(expect.arrayContaining(read));
  expect(described).toEqual(written);
});

describe("names of places", () => {
  const place = (server: object, object = {}) => {
    const schema = [{ name: "things", properties: [{ name: "x", logicalType: "string" }], ...object }];
    const text = JSON.stringify({ ...head("a"), servers: [{ server: "s", ...server }], schema });
    const [event] = eventsOf(exported("openlineage", contractFrom(text)).text);
    return `${event?.dataset?.namespace} ${event?.dataset?.name}`;
  };
  const database = { host: "db.example.com", database: "shop", schema: "sales" };
  test.each([
    [{ type: "kafka", host: "a.example.com:9093,b.example.com:9093" }, "kafka://a.example.com:9093 tests.things.v1"],
    [{ type: "kafka", host: "a.example.com" }, "kafka://a.example.com:9092 tests.things.v1"],
    [{ type: "kafka", host: "the target's broker" }, "kafka://mesh tests.things.v1"],
    [{ type: "postgres", port: 5432, ...database }, "postgres://db.example.com:5432 shop.a.things"],
    [{ type: "sqlserver", ...database }, "mssql://db.example.com:1433 shop.sales.things"],
    [{ type: "bigquery", project: "p", dataset: "d" }, "bigquery p.d.things"],
    [{ type: "snowflake", account: "org-acc", database: "D", schema: "S" }, "snowflake://org-acc D.S.things"],
    [{ type: "s3", location: "s3://bucket/a/b.parquet", format: "parquet" }, "s3://bucket a/b.parquet"],
    [{ type: "api", location: "https://api.example.com/v1" }, "https://api.example.com v1"],
    [{ type: "pubsub", project: "p" }, "mesh://tests a.things"],
  ])("%j", (server, expected) => {
    expect(place(server)).toBe(expected);
  });

  test("a table's name in its store counts", () => {
    const server = { type: "sqlserver", ...database };
    expect(place(server, { physicalName: "T_THINGS" })).toBe("mssql://db.example.com:1433 shop.sales.T_THINGS");
  });
});

test("types, classifications and promises are said", () => {
  const [topic, table] = eventsOf(exported("openlineage", contractFrom(EVERYTHING)).text);
  const fields = (event: Event | undefined) => {
    const schema = event?.dataset?.facets.schema as { fields: { name: string }[] } | undefined;
    return Object.fromEntries((schema?.fields ?? []).map((field) => [field.name, field]));
  };
  expect(fields(topic).labels).toMatchObject({ type: "map", fields: [{ name: "key" }, { name: "value" }] });
  expect(fields(topic).words).toMatchObject({ type: "array", fields: [{ name: "_element", type: "string" }] });
  expect(fields(topic).address).toMatchObject({ type: "struct", fields: [{ name: "city" }, {}, { type: "struct" }] });
  expect(fields(table).count).toMatchObject({ type: "bigint" });
  const tags = { key: "classification", value: "restricted", source: "ODCS", field: "mail" };
  expect(topic?.dataset?.facets.tags).toMatchObject({ tags: expect.arrayContaining([tags]) });
  expect(topic?.dataset?.facets.symlinks).toMatchObject({
    identifiers: [{ namespace: "postgres://db.example.com:5432" }],
  });
});
