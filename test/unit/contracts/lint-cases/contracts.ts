/** Cases of the rules about relationships, promises, quality, streams and people. */
import {
  type CasesByRule,
  contract,
  custom,
  dataset,
  headed,
  objectives,
  offered,
  options,
  properties,
  property,
} from "./files";

const string = "logicalType: string";
const quality = (...rules: string[]) =>
  property(`logicalType: integer, quality: [${rules.map((one) => `{ ${one} }`).join(", ")}]`);
const onDataset = (rule: string) => dataset(`properties: [{ name: a, ${string} }], quality: [{ ${rule} }]`);
const KAFKA = "servers: [{ server: s, type: kafka, host: h }]\n";
const server = (fields: string) => contract(`servers: [{ server: s, ${fields} }]`);
const team = (members: string) => contract(`team: { name: t, members: [${members}] }`);
const PROMISE = "slaProperties: [{ property: retention, value: 7, unit: d }]\n";

export const CONTRACT_CASES: CasesByRule = {
  "semantic/relationship": {
    found: [
      property(`${string}, relationships: [{ to: a.gone }]`),
      property(`logicalType: object, properties: [{ name: b, ${string}, relationships: [{ to: a.a.gone }] }]`),
      dataset(`id: x, properties: [{ name: a, id: y, ${string}, relationships: [{ to: schema/x/properties/gone }] }]`),
      dataset(`properties: [{ name: a, ${string} }], relationships: [{ from: a.gone, to: a.a }]`),
    ],
    passed: [
      property(`${string}, relationships: [{ to: a.a }]`),
      property(`${string}, relationships: [{ to: another.a }]`),
      property(`logicalType: object, properties: [{ name: b, ${string}, relationships: [{ to: a.a.b }] }]`),
      dataset(`id: x, properties: [{ name: a, id: y, ${string}, relationships: [{ to: schema/x/properties/y }] }]`),
      property(`${string}, relationships: [{ to: "other.yaml#/schema/x/properties/y" }]`),
    ],
  },
  "semantic/relationship-ends": {
    found: [
      dataset(
        `properties: [{ name: a, ${string} }, { name: b, logicalType: integer }], relationships: [{ from: a.a, to: a.b }]`,
      ),
      dataset(
        `properties: [{ name: a, ${string} }, { name: b, ${string} }], relationships: [{ from: [a.a, a.b], to: [a.a] }]`,
      ),
    ],
    passed: [
      dataset(
        `properties: [{ name: a, ${string} }, { name: b, ${string} }], relationships: [{ from: [a.a, a.b], to: [a.b, a.a] }]`,
      ),
    ],
  },
  "semantic/sla": {
    found: [
      objectives("property: availability, value: 101, unit: percent"),
      objectives("property: availability, value: -1"),
      objectives("property: availability, value: 99, unit: d"),
      objectives("property: latency, value: 1, unit: rows"),
      objectives("property: retention, value: soon, unit: d"),
      objectives("property: freshness, value: -5, unit: m"),
      objectives("property: endOfSupport, value: someday"),
      objectives('property: endOfLife, value: "2026-02-30"'),
      objectives("property: frequency, value: 5, valueExt: 1, unit: d"),
    ],
    passed: [
      objectives("property: availability, value: 99.9, unit: percent", "property: latency, value: 1, unit: s"),
      objectives('property: endOfSupport, value: "2032-05-12T09:30:10-08:00"'),
      objectives(
        'property: timeOfAvailability, value: "09:00-08:00"',
        "property: ofOurOwn, value: anything, unit: rows",
      ),
    ],
  },
  "semantic/sla-name": {
    found: [
      objectives("property: Freshness, value: 1, unit: m"),
      objectives('property: end_of_support, value: "2030-01-01"'),
    ],
    passed: [objectives("property: freshness, value: 1, unit: m"), objectives("property: carbonFootprint, value: 1")],
  },
  "semantic/sla-twice": {
    found: [objectives("property: latency, value: 1, unit: s", "property: latency, value: 2, unit: s")],
    passed: [
      objectives(
        "property: latency, value: 1, unit: s, driver: regulatory",
        "property: latency, value: 2, unit: s, driver: analytics",
      ),
      objectives('property: timeOfAvailability, value: "09:00"', 'property: timeOfAvailability, value: "10:00"'),
    ],
  },
  "semantic/sla-element": {
    found: [
      dataset("properties: []", "slaProperties: [{ property: latency, value: 1, unit: s, element: b.c }]"),
      dataset("properties: []", "slaDefaultElement: gone"),
    ],
    passed: [
      dataset(
        `physicalName: t, properties: [{ name: b, physicalName: c, ${string} }]`,
        'slaProperties: [{ property: latency, value: 1, unit: s, element: "a, a.b, t.c, b" }]',
      ),
      objectives("property: latency, value: 1, unit: s, element: elsewhere.x"),
    ],
  },
  "semantic/sla-order": {
    found: [objectives('property: endOfSupport, value: "2030-01-02"', 'property: endOfLife, value: "2030-01-01"')],
    passed: [objectives('property: endOfSupport, value: "2030-01-01"', 'property: endOfLife, value: "2030-01-01"')],
  },
  "semantic/end-of-support": {
    found: [objectives('property: endOfSupport, value: "2026-05-31"')],
    passed: [
      objectives('property: endOfSupport, value: "2026-06-01"'),
      headed("active", "deprecated", 'slaProperties: [{ property: endOfSupport, value: "2020-01-01" }]'),
    ],
  },
  "semantic/quality-element": {
    found: [onDataset("metric: duplicateValues, mustBe: 0, arguments: { properties: [gone] }")],
    passed: [onDataset("metric: duplicateValues, mustBe: 0, arguments: { properties: [a] }")],
  },
  "semantic/quality-never": {
    found: [
      quality("metric: nullValues, mustBeLessThan: 0"),
      quality("metric: nullValues, mustBeGreaterThan: 100, unit: percent"),
      quality("metric: nullValues, mustBe: 0.5, unit: rows"),
      onDataset("metric: rowCount, mustBeBetween: [10, 5]"),
      property(`${string}, required: true, quality: [{ metric: nullValues, mustBeGreaterThan: 0 }]`),
      property(`${string}, unique: true, quality: [{ metric: duplicateValues, mustBe: 2 }]`),
    ],
    passed: [
      quality("metric: nullValues, mustBeLessThan: 1, unit: percent"),
      onDataset("metric: rowCount, mustBeBetween: [5, 10]"),
      onDataset("type: sql, query: select -1, mustBeLessThan: 0"),
      property(`${string}, required: true, quality: [{ metric: nullValues, mustBe: 0 }]`),
    ],
  },
  "semantic/quality-always": {
    found: [
      onDataset("metric: rowCount, mustBeGreaterOrEqualTo: 0"),
      quality("metric: nullValues, mustBeLessOrEqualTo: 100, unit: percent"),
    ],
    passed: [
      onDataset("metric: rowCount, mustBeGreaterThan: 0"),
      quality("metric: nullValues, mustBeLessOrEqualTo: 100, unit: rows"),
    ],
  },
  "semantic/quality-conflict": {
    found: [quality("metric: nullValues, mustBe: 0", "metric: nullValues, mustBeGreaterThan: 5")],
    passed: [
      quality("metric: nullValues, mustBe: 0", "metric: nullValues, mustBeLessThan: 5"),
      quality(
        "metric: nullValues, mustBe: 0",
        "metric: missingValues, mustBeGreaterThan: 5, arguments: { missingValues: [0] }",
      ),
    ],
  },
  "semantic/quality-metric": {
    found: [
      quality("metric: nullValues, mustBe: 0, unit: euros"),
      quality("metric: rowCount, mustBeGreaterThan: 0"),
      onDataset("metric: nullValues, mustBe: 0"),
      onDataset("metric: rowCount, mustBeGreaterThan: 5, unit: percent"),
      quality("metric: invalidValues, mustBe: 0"),
    ],
    passed: [
      quality("metric: invalidValues, mustBe: 0, unit: percent, arguments: { validValues: [1] }"),
      onDataset("metric: rowCount, mustBe: 1"),
    ],
  },
  "semantic/quality-pattern": {
    found: [quality('metric: invalidValues, mustBe: 0, arguments: { pattern: "[a" }')],
    passed: [quality('metric: invalidValues, mustBe: 0, arguments: { pattern: "^[0-9]+$" }')],
  },
  "semantic/topic-name": {
    found: [
      dataset(custom("legacyStreamName", "orders v1")),
      dataset("physicalType: topic, physicalName: a/b", KAFKA),
      [offered("a", `${KAFKA}schema: [{ name: a, ${custom("entity", `"${"x".repeat(240)}"`)} }]`)],
    ],
    passed: [
      dataset(custom("legacyStreamName", "orders.v1")),
      dataset("physicalType: topic, physicalName: orders_v1", KAFKA),
      dataset("physicalType: table, physicalName: a b", KAFKA),
      [offered("a", `${KAFKA}schema: [{ name: a }]`)],
    ],
  },
  "semantic/custom-property": {
    found: [
      dataset(custom("partitions", "0")),
      dataset(custom("replicas", "many")),
      dataset(custom("compatibility", "ALWAYS")),
      dataset(custom("cleanupPolicy", "shred")),
      dataset(custom("deadLetterRetention", "long")),
      contract(`roles: [{ role: r, ${custom("consumers", "everyone")} }]`),
      property(`${string}, ${custom("enum", "x")}`),
    ],
    passed: [
      dataset(custom("partitions", "6")),
      dataset(custom("compatibility", "FULL")),
      dataset(custom("ofOurOwn", "anything")),
    ],
  },
  "semantic/custom-twice": {
    found: [dataset("customProperties: [{ property: x, value: 1 }, { property: x, value: 2 }]")],
    passed: [dataset("customProperties: [{ property: x, value: 1 }, { property: y, value: 1 }]")],
  },
  "semantic/retention": {
    found: [dataset(custom("retention.ms", "1000"), PROMISE), dataset(custom("streamRetention", "6d"), PROMISE)],
    passed: [
      dataset(custom("retention.ms", "-1"), PROMISE),
      dataset(custom("streamRetention", "1w"), PROMISE),
      dataset(custom("retention.ms", "1000")),
    ],
  },
  "semantic/dead-letter-retention": {
    found: [dataset(custom("deadLetterRetention", "6d"), PROMISE)],
    passed: [dataset(custom("deadLetterRetention", "7d"), PROMISE)],
  },
  "semantic/compaction-key": {
    found: [dataset(`${custom("cleanupPolicy", "compact")}, properties: [{ name: a, ${string} }]`)],
    passed: [
      dataset(
        `${custom("cleanupPolicy", "compact")}, properties: [{ name: a, ${string}, primaryKey: true, required: true }]`,
      ),
      dataset(custom("cleanupPolicy", "delete")),
    ],
  },
  "semantic/replicas": {
    found: [dataset("customProperties: [{ property: replicas, value: 2 }, { property: minInsyncReplicas, value: 3 }]")],
    passed: [
      dataset("customProperties: [{ property: replicas, value: 3 }, { property: minInsyncReplicas, value: 2 }]"),
    ],
  },
  "semantic/server-port": {
    found: [server("type: db2, host: h, database: d, port: 70000"), server("type: db2, host: h, database: d, port: 0")],
    passed: [
      server("type: db2, host: h, database: d, port: 5432"),
      server('type: db2, host: h, database: d, port: "<port>"'),
    ],
  },
  "semantic/secret": {
    found: [
      server("type: api, location: https://me:hunter2@example.com/x"),
      server(`type: kafka, host: h, ${custom("password", "hunter2")}`),
    ],
    passed: [
      server("type: api, location: https://example.com/x"),
      server(`type: kafka, host: h, ${custom("password", '"<from the vault>"')}`),
      server(`type: kafka, host: h, ${custom("tokenUrl", "https://example.com")}`),
    ],
  },
  "semantic/owner": { found: [contract("")], passed: [team("{ username: u }"), contract("team: [{ username: u }]")] },
  "semantic/support": {
    found: [contract("")],
    passed: [contract("support: [{ channel: c, url: https://example.com }]")],
  },
  "semantic/description": {
    found: [contract(""), dataset("properties: []", "description: { purpose: p }")],
    passed: [dataset("description: d", "description: { purpose: p }")],
  },
  "semantic/property-description": {
    found: [
      property(string),
      property('logicalType: string, description: " "'),
      property("logicalType: array, description: d, items: { logicalType: object }"),
    ],
    passed: [
      property(`${string}, description: d`),
      property("logicalType: array, description: d, items: { logicalType: string }"),
    ],
  },
  "semantic/personal-data": {
    found: [
      properties(`name: customerEmail, ${string}`),
      properties(`name: birth_date, logicalType: date, classification: public`),
      properties(`name: iban, ${string}`),
      properties(`name: phone_number, ${string}`),
      properties(`name: contact, logicalType: object, properties: [{ name: lastName, ${string} }]`),
      options("string", "format: email"),
    ],
    passed: [
      properties(`name: customerEmail, ${string}, classification: confidential`),
      properties(
        `name: contact, logicalType: object, classification: restricted, properties: [{ name: lastName, ${string} }]`,
      ),
      properties("name: email_count, logicalType: integer"),
      properties("name: has_phone, logicalType: boolean"),
      properties(`name: mailbox_size, ${string}`),
    ],
  },
  "semantic/member-dates": {
    found: [
      team('{ username: u, dateIn: "2026-02-01", dateOut: "2026-01-01" }'),
      team('{ username: u, dateOut: "2026-01-01", replacedByUsername: gone }'),
    ],
    passed: [
      team('{ username: u, dateIn: "2026-01-01", dateOut: "2026-01-01", replacedByUsername: v }, { username: v }'),
    ],
  },
};
