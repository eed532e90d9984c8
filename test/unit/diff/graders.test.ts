/** The table of graders: for each kind of change what it breaks, and the bump that it demands. */
import { describe, expect, test } from "vitest";
import { diff } from "../../../contracts/diff";
import {
  type Contract,
  changed,
  contract,
  custom,
  drop,
  options,
  type Product,
  product,
  property,
  set,
  sla,
  summary,
  unset,
} from "./fixture";

const properties = (data: Contract) => data.schema[0]?.properties ?? [];
const line = (data: Contract) =>
  (property(data, "lines").items as { properties: Record<string, unknown>[] }).properties;
const csv = (data: Contract) => void Object.assign(data.servers[0] ?? {}, { format: "csv" });

type Case = readonly [title: string, mutate: (data: Contract) => void, expected: string];

const PROPERTIES: readonly Case[] = [
  [
    "an optional property comes",
    (data) => properties(data).push({ name: "x", logicalType: "string" }),
    "orders.x: property.added - minor",
  ],
  [
    "a required property comes",
    (data) => properties(data).push({ name: "x", logicalType: "string", required: true }),
    "orders.x: property.added writer major",
  ],
  ["a property goes", (data) => properties(data).splice(2, 1), "orders.amount: property.removed reader+writer major"],
  [
    "a property inside goes",
    (data) => line(data).splice(1, 1),
    "orders.lines[].note: property.removed reader+writer major",
  ],
  [
    "renamed with an alias",
    set("customer", { name: "buyer", customProperties: [{ property: "aliases", value: ["customer"] }] }),
    "orders.buyer: renamed reader major",
  ],
  ["renamed, and nobody says so", set("at", { name: "when" }), "orders.when: property.added - minor"],
  [
    "whole numbers to numbers",
    set("pieces", { logicalType: "number", logicalTypeOptions: {} }),
    "orders.pieces: type reader major",
  ],
  ["numbers to whole numbers", set("amount", { logicalType: "integer" }), "orders.amount: type writer major"],
  ["a wider number", options("pieces", { format: "i64" }), "orders.pieces: type reader major"],
  ["a narrower number", options("pieces", { format: "i16" }), "orders.pieces: bounds.tightened writer major"],
  [
    "a number to text",
    set("amount", { logicalType: "string", logicalTypeOptions: {} }),
    "orders.amount: type reader+writer major",
  ],
  ["text to bytes", options("customer", { format: "binary" }), "orders.customer: type reader+writer major"],
  ["another unit of time", set("at", { physicalType: "timestamp(6)" }), "orders.at: type reader+writer major"],
  [
    "a decimal with other digits",
    (data) => set("amount", { physicalType: "decimal(9,3)" })(data),
    "orders.amount: type reader+writer major",
  ],
  ["another word in the store", set("customer", { physicalType: "varchar(9)" }), "orders.customer: type - patch"],
  ["a list to an object", set("lines", { logicalType: "object" }), "orders.lines: type reader+writer major"],
  [
    "a map's values",
    set("labels", { map: { key: { logicalType: "string" }, value: { logicalType: "string" } } }),
    "orders.labels{}: type reader+writer major",
  ],
  ["optional", set("customer", { required: false }), "orders.customer: nullability reader major"],
  ["required", set("amount", { required: true }), "orders.amount: nullability writer major"],
  ["required is stated", set("at", { required: false }), "orders.at: nullability - patch"],
  [
    "another key",
    (data) => {
      unset("id", "primaryKey")(data);
    },
    "orders.id: key reader+writer major",
  ],
  ["not unique", set("id", { unique: false }), "orders.id: unique reader major"],
  ["unique", set("customer", { unique: true }), "orders.customer: unique writer major"],
  [
    "classified lower",
    set("customer", { classification: "public" }),
    "orders.customer: classification.lowered writer major",
  ],
  ["not classified", unset("customer", "classification"), "orders.customer: classification.lowered writer major"],
  ["classified at last", set("amount", { classification: "internal" }), "orders.amount: classification.stated - minor"],
  [
    "restricted",
    set("customer", { classification: "restricted" }),
    "orders.customer: classification.raised reader major",
  ],
  ["another name in the store", set("id", { physicalName: "ID" }), "orders.id: address reader major"],
  ["encrypted under a name", set("id", { encryptedName: "id_enc" }), "orders.id: encryption reader major"],
  [
    "masked",
    set("at", { customProperties: [{ property: "masking", value: "hash" }] }),
    "orders.at: masking reader major",
  ],
  ["other words", set("id", { description: "Number." }), "orders.id: documentation - patch"],
  ["an unknown field", set("id", { flavour: "sour" }), "orders.id: unknown - patch"],
  [
    "an unknown customProperty",
    set("id", { customProperties: [{ property: "flavour", value: 1 }] }),
    "orders.id: unknown - patch",
  ],
];

const BOUNDS: readonly Case[] = [
  ["a longer text", options("customer", { maxLength: 10 }), "orders.customer: bounds.loosened - minor"],
  ["a shorter text", options("customer", { maxLength: 8 }), "orders.customer: bounds.tightened writer major"],
  ["a greater least length", options("customer", { minLength: 2 }), "orders.customer: bounds.tightened writer major"],
  ["a greater minimum", options("amount", { minimum: 1 }), "orders.amount: bounds.tightened writer major"],
  ["a lower minimum", options("amount", { minimum: -1 }), "orders.amount: bounds.loosened - minor"],
  [
    "an exclusive minimum",
    options("amount", { minimum: undefined, exclusiveMinimum: 0 }),
    "orders.amount: bounds.tightened writer major",
  ],
  [
    "an inclusive maximum",
    options("amount", { exclusiveMaximum: undefined, maximum: 100 }),
    "orders.amount: bounds.loosened - minor",
  ],
  ["no maximum", options("amount", { exclusiveMaximum: undefined }), "orders.amount: bounds.loosened - minor"],
  ["a finer step", options("amount", { multipleOf: 0.05 }), "orders.amount: bounds.loosened - minor"],
  ["a coarser step", options("amount", { multipleOf: 1 }), "orders.amount: bounds.tightened writer major"],
  ["another pattern", options("customer", { pattern: "^d" }), "orders.customer: pattern.tightened writer major"],
  ["no pattern", options("customer", { pattern: undefined }), "orders.customer: pattern.loosened - minor"],
  ["fewer items", options("lines", { maxItems: 4 }), "orders.lines: bounds.tightened writer major"],
  ["items that differ", options("lines", { uniqueItems: true }), "orders.lines: bounds.tightened writer major"],
  [
    "a value more",
    set("status", { enum: [{ value: "placed" }, { value: "paid" }, { value: "lost" }] }),
    "orders.status: enum.loosened - minor",
  ],
  ["a value less", set("status", { enum: [{ value: "placed" }] }), "orders.status: enum.tightened writer major"],
  ["any value", unset("status", "enum"), "orders.status: enum.loosened - minor"],
  [
    "a label of a value",
    set("status", { enum: [{ value: "placed", label: "P" }, { value: "paid" }] }),
    "orders.status: enum - patch",
  ],
  [
    "an enum in a customProperty",
    set("customer", { customProperties: [{ property: "enum", value: ["c"] }] }),
    "orders.customer: enum.tightened writer major",
  ],
  ["a form of the text", options("customer", { format: "email" }), "orders.customer: format.tightened writer major"],
];

const STREAMS: readonly Case[] = [
  ["fewer partitions", custom("partitions", 3), "orders: partitions reader+writer major"],
  ["more partitions, with a key", custom("partitions", 12), "orders: partitions reader major"],
  ["compacted", custom("cleanupPolicy", "compact"), "orders: compaction reader major"],
  ["a weaker mode", custom("compatibility", "BACKWARD"), "orders: compatibility.weakened reader major"],
  ["a stronger mode", custom("compatibility", "FULL_TRANSITIVE"), "orders: compatibility.strengthened - minor"],
  ["another direction", custom("compatibility", "FORWARD_TRANSITIVE"), "orders: compatibility.weakened reader major"],
  ["another address and topic", custom("entity", "sales"), "orders: stream.renamed reader+writer major"],
  ["fewer replicas", custom("replicas", 2), "orders: durability - minor"],
  ["the order of properties, by name", (data) => properties(data).reverse(), "orders: order - patch"],
  [
    "a quality rule is dropped",
    (data) => void data.schema[0]?.quality.pop(),
    "orders.library rowCount: quality.dropped reader major",
  ],
  [
    "a quality rule is loosened",
    (data) => void Object.assign(data.schema[0]?.quality[0] ?? {}, { mustBeGreaterThan: 5 }),
    "orders.library rowCount: quality.weakened reader major",
  ],
  [
    "a quality rule is tightened",
    (data) => void Object.assign(data.schema[0]?.quality[0] ?? {}, { mustBeGreaterThan: 20 }),
    "orders.library rowCount: quality.strengthened - minor",
  ],
  [
    "a quality rule comes",
    (data) => void data.schema[0]?.quality.push({ metric: "duplicateValues", mustBe: 0 }),
    "orders.duplicateValues: quality.added - minor",
  ],
  [
    "a property's quality rule is dropped",
    unset("id", "quality"),
    "orders.id.nullValues: quality.dropped reader major",
  ],
  [
    "a relationship goes",
    (data) => void data.schema[0]?.relationships.pop(),
    "orders.customer customers.id: relationship.removed reader major",
  ],
  ["a dataset goes", (data) => void data.schema.pop(), "orders: dataset.removed reader+writer major"],
  [
    "a dataset comes",
    (data) => void data.schema.push({ ...(contract().schema[0] as Contract["schema"][0]), name: "more" }),
    "more: dataset.added - minor",
  ],
];

const OBJECTIVES: readonly Case[] = [
  ["availability", sla("availability", { value: 99 }), "availability: objective.weakened reader major"],
  ["more availability", sla("availability", { value: 99.99 }), "availability: objective.strengthened - minor"],
  ["latency", sla("latency", { value: 1, unit: "s" }), "latency: objective.weakened reader major"],
  ["freshness in another unit", sla("freshness", { value: 60, unit: "m" }), "freshness: objective - patch"],
  ["freshness", sla("freshness", { value: 61, unit: "m" }), "freshness: objective.weakened reader major"],
  ["retention", sla("retention", { value: 7 }), "retention: objective.weakened reader major"],
  ["support hours", sla("supportHours", { value: "09:00-17:00" }), "supportHours: objective.weakened reader major"],
  ["longer support hours", sla("supportHours", { value: "24x7" }), "supportHours: objective.strengthened - minor"],
  ["the end is nearer", sla("endOfSupport", { value: "2027-12-31" }), "endOfSupport: end.nearer reader major"],
  ["the end is later", sla("endOfSupport", { value: "2029-12-31" }), "endOfSupport: end.later - minor"],
  [
    "what can't be compared",
    sla("retention", { value: 14, unit: "records" }),
    "retention: objective.weakened reader major",
  ],
  ["what we don't know", sla("somethingElse", { value: 2 }), "somethingElse: objective - minor"],
  ["an objective goes", drop("slaProperties", 0), "availability: objective.weakened reader major"],
  ["the end isn't set any more", drop("slaProperties", 5), "endOfSupport: end.later - minor"],
  [
    "an end comes",
    (data) => void data.slaProperties.push({ property: "endOfLife", value: "2030-01-01" }),
    "endOfLife: end.nearer reader major",
  ],
];

const CONTRACTS: readonly Case[] = [
  ["id", (data) => void Object.assign(data, { id: "x" }), ": id reader+writer major"],
  ["domain", (data) => void Object.assign(data, { domain: "x" }), ": domain reader+writer major"],
  ["retired", (data) => void Object.assign(data, { status: "retired" }), ": status.retired reader+writer major"],
  ["deprecated", (data) => void Object.assign(data, { status: "deprecated" }), ": status.deprecated - minor"],
  ["a draft again", (data) => void Object.assign(data, { status: "draft" }), ": status.withdrawn reader major"],
  ["another product", (data) => void Object.assign(data, { dataProduct: "x" }), ": product reader major"],
  [
    "another version of the standard",
    (data) => void Object.assign(data, { apiVersion: "v3.1.0" }),
    ": standard - patch",
  ],
  ["a server goes", drop("servers", 1), "table: server.removed reader major"],
  ["a server comes", (data) => void data.servers.push({ server: "files", type: "s3" }), "files: server.added - minor"],
  ["an address", (data) => void Object.assign(data.servers[1] ?? {}, { host: "x" }), "table: address reader major"],
  [
    "a format",
    (data) => void Object.assign(data.servers[0] ?? {}, { format: "json" }),
    "stream: format reader+writer major",
  ],
  [
    "a kind of server",
    (data) => void Object.assign(data.servers[0] ?? {}, { type: "pubsub" }),
    "stream: server.type reader+writer major",
  ],
  ["a reader's role goes", drop("roles", 0), "reader: role.removed reader major"],
  ["a writer's role goes", drop("roles", 1), "writer: role.removed writer major"],
  [
    "a role for fewer",
    (data) => void Object.assign(data.roles[0] ?? {}, { customProperties: [{ property: "consumers", value: ["a"] }] }),
    "reader: role.narrowed reader major",
  ],
  [
    "a role for more",
    (data) =>
      void Object.assign(data.roles[0] ?? {}, {
        customProperties: [{ property: "consumers", value: ["a", "b", "c"] }],
      }),
    "reader: role.widened - minor",
  ],
  ["a role for all", (data) => void delete data.roles[0]?.customProperties, "reader: role.widened - minor"],
  [
    "a role for some",
    (data) => void Object.assign(data.roles[1] ?? {}, { customProperties: [{ property: "consumers", value: ["a"] }] }),
    "writer: role.narrowed writer major",
  ],
  [
    "a role that writes no more",
    (data) => void Object.assign(data.roles[1] ?? {}, { access: "read" }),
    "writer: role.narrowed writer major",
  ],
  ["the last support channel goes", drop("support", 0), "chat: support.removed reader major"],
  ["a member of the team goes", (data) => void data.team.members.pop(), "bob: team - patch"],
  ["it costs more", (data) => void Object.assign(data.price, { priceAmount: 2 }), "price: price reader major"],
  ["it costs less", (data) => void Object.assign(data.price, { priceAmount: 0 }), "price: price - minor"],
];

describe.each([
  ["properties", PROPERTIES],
  ["allowed values", BOUNDS],
  ["datasets and streams", STREAMS],
  ["objectives", OBJECTIVES],
  ["the contract", CONTRACTS],
])("%s", (_title, cases) => {
  test.each(cases)("%s", (_what, mutate, expected) => {
    expect(summary(changed(mutate))).toContain(expected);
  });
});

test("a property that keeps its id is the same under a new name", () => {
  const [before, after] = [contract() as Contract, contract() as Contract];
  set("at", { id: "p1" })(before);
  set("at", { id: "p1", name: "when" })(after);
  expect(summary(diff("contract", before, after))).toEqual(["orders.when: renamed reader+writer major"]);
});

test("each of these changes is the only one that is told of, where one field changes", () => {
  const [, rename] = PROPERTIES.find(([title]) => title === "renamed with an alias") ?? [];
  expect(rename && summary(changed(rename))).toEqual([
    "orders.buyer: renamed reader major",
    "orders.buyer: alias.added - minor",
  ]);
  for (const [title, mutate, expected] of [...BOUNDS, ...OBJECTIVES])
    expect(summary(changed(mutate)), title).toEqual([expected]);
});

test("where a value is known by its place, order breaks both, and a property at the end doesn't", () => {
  const delimited = (mutate: (data: Contract) => void) => {
    const [before, after] = [contract() as Contract, contract() as Contract];
    csv(before);
    csv(after);
    mutate(after);
    return summary(diff("contract", before, after));
  };
  expect(delimited((data) => properties(data).reverse())).toEqual(["orders: order reader+writer major"]);
  const added = { name: "x", logicalType: "string" };
  expect(delimited((data) => properties(data).push(added))).toEqual(["orders.x: property.added - minor"]);
  expect(delimited((data) => properties(data).unshift(added))).toContain("orders: order reader+writer major");
});

test("the owner: another member, another role, another team", () => {
  const owner = (mutate: (team: Contract["team"]) => void) => summary(changed(({ team }) => mutate(team)));
  expect(owner(({ members }) => void Object.assign(members[0] ?? {}, { username: "eve" }))).toEqual([
    "eve: owner - minor",
    "ann: owner - minor",
  ]);
  expect(owner((team) => void Object.assign(team, { name: "Sales" }))).toEqual(["team: owner - minor"]);
  const before = { ...contract(), team: contract().team.members };
  expect(summary(diff("contract", before, contract()))).toEqual(["team: owner - minor"]);
});

test.each<[title: string, mutate: (data: Product) => void, expected: string]>([
  ["a port goes", (data) => void data.outputPorts.pop(), "out: port.removed reader+writer major"],
  ["a port comes", (data) => void data.outputPorts.push({ name: "x" }), "x: port.added - minor"],
  [
    "a port offers a major version",
    (data) => void Object.assign(data.outputPorts[0] ?? {}, { version: "2.0.0" }),
    "out: port.version reader major",
  ],
  [
    "a port offers a minor version",
    (data) => void Object.assign(data.outputPorts[0] ?? {}, { version: "1.3.0" }),
    "out: port.version - minor",
  ],
  [
    "a port offers another contract",
    (data) => void Object.assign(data.outputPorts[0] ?? {}, { contractId: "x" }),
    "out: port.contract reader+writer major",
  ],
  [
    "a port reads another version",
    (data) => void Object.assign(data.inputPorts[0] ?? {}, { version: "1.1.0" }),
    "in: input - minor",
  ],
  ["a port to manage it goes", (data) => void data.managementPorts.pop(), "control: port.removed reader major"],
  ["a quota", (data) => void Object.assign(data.customProperties[0] ?? {}, { value: 50 }), ": quota - minor"],
  ["retired", (data) => void Object.assign(data, { status: "retired" }), ": status.retired reader+writer major"],
  ["the domain", (data) => void Object.assign(data, { domain: "x" }), ": domain reader+writer major"],
])("a product: %s", (_title, mutate, expected) => {
  const after = product() as Product;
  mutate(after);
  expect(summary(diff("product", product(), after))).toEqual([expected]);
});

test("a change has its place, in the new file, and both values", () => {
  const [change] = changed(options("amount", { minimum: 1 })).changes;
  expect(change).toMatchObject({
    path: "schema[0].properties[2].logicalTypeOptions.minimum",
    element: "orders.amount",
    dataset: "orders",
    before: 0,
    after: 1,
    fix: "leave the bound as it was",
  });
});
