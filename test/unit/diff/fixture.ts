/** A contract and a product that have everything which is graded, as their files would say it. */
import { diff } from "../../../contracts/diff";

type Json = Record<string, unknown>;

export const contract = () => ({
  apiVersion: "v3.2.0",
  kind: "DataContract",
  id: "orders",
  name: "Orders",
  version: "1.2.0",
  status: "active",
  domain: "orders",
  dataProduct: "order-events",
  description: { purpose: "Orders." },
  servers: [
    { server: "stream", type: "kafka", host: "kafka:9092", format: "avro", environment: "prod" },
    { server: "table", type: "postgres", host: "db", port: 5432, database: "mesh", schema: "orders" },
  ] as Json[],
  schema: [
    {
      name: "orders",
      customProperties: [
        { property: "partitions", value: 6 },
        { property: "cleanupPolicy", value: "delete" },
        { property: "compatibility", value: "BACKWARD_TRANSITIVE" },
        { property: "entity", value: "orders" },
        { property: "replicas", value: 3 },
      ] as Json[],
      quality: [{ type: "library", metric: "rowCount", mustBeGreaterThan: 10 }] as Json[],
      relationships: [{ from: "customer", to: "customers.id" }] as Json[],
      properties: [
        {
          name: "id",
          logicalType: "string",
          required: true,
          primaryKey: true,
          primaryKeyPosition: 1,
          unique: true,
          classification: "internal",
          quality: [{ metric: "nullValues", mustBe: 0 }],
        },
        {
          name: "customer",
          logicalType: "string",
          required: true,
          classification: "confidential",
          logicalTypeOptions: { minLength: 1, maxLength: 9, pattern: "^c" },
        },
        {
          name: "amount",
          logicalType: "number",
          required: false,
          logicalTypeOptions: { minimum: 0, exclusiveMaximum: 100, multipleOf: 0.1 },
        },
        { name: "pieces", logicalType: "integer", required: true, logicalTypeOptions: { format: "i32" } },
        { name: "status", logicalType: "string", enum: [{ value: "placed" }, { value: "paid" }] },
        { name: "at", logicalType: "timestamp" },
        {
          name: "lines",
          logicalType: "array",
          logicalTypeOptions: { maxItems: 5 },
          items: {
            logicalType: "object",
            properties: [
              { name: "sku", logicalType: "string", required: true },
              { name: "note", logicalType: "string" },
            ],
          },
        },
        {
          name: "labels",
          logicalType: "map",
          map: { key: { logicalType: "string" }, value: { logicalType: "integer" } },
        },
      ] as Json[],
    },
  ],
  team: {
    name: "Orders",
    members: [
      { username: "ann", role: "owner" },
      { username: "bob", role: "steward" },
    ] as Json[],
  },
  support: [{ channel: "chat", url: "https://chat.example.com" }] as Json[],
  roles: [
    { role: "reader", access: "read", customProperties: [{ property: "consumers", value: ["a", "b"] }] },
    { role: "writer", access: "write" },
  ] as Json[],
  price: { priceAmount: 1, priceCurrency: "EUR", priceUnit: "month" } as Json,
  slaProperties: [
    { property: "availability", value: 99.9, unit: "percent" },
    { property: "latency", value: 50, unit: "ms" },
    { property: "freshness", value: 1, unit: "h" },
    { property: "retention", value: 14, unit: "d" },
    { property: "supportHours", value: "08:00-18:00" },
    { property: "endOfSupport", value: "2028-12-31" },
    { property: "somethingElse", value: 1 },
  ] as Json[],
});

export type Contract = ReturnType<typeof contract> & Json;

export const product = () => ({
  apiVersion: "v1.0.0",
  kind: "DataProduct",
  id: "order-events",
  version: "1.2.0",
  status: "active",
  domain: "orders",
  inputPorts: [{ name: "in", version: "1.0.0", contractId: "customers" }] as Json[],
  outputPorts: [{ name: "out", version: "1.2.0", contractId: "orders", type: "stream" }] as Json[],
  managementPorts: [{ name: "control", content: "control", type: "rest" }] as Json[],
  support: [{ channel: "chat", url: "https://chat.example.com" }] as Json[],
  team: { name: "Orders", members: [{ username: "ann", role: "owner" }] as Json[] },
  customProperties: [{ property: "producerByteRate", value: 100 }] as Json[],
});

export type Product = ReturnType<typeof product> & Json;

/** `kind breaks bump` of each change, as `orders.amount: bounds.tightened writer major`. */
export function summary({ changes }: ReturnType<typeof diff>): string[] {
  return changes.map(({ element, kind, breaks, bump }) => `${element}: ${kind} ${breaks.join("+") || "-"} ${bump}`);
}

export function changed(mutate: (after: Contract) => void): ReturnType<typeof diff> {
  const after = contract() as Contract;
  mutate(after);
  return diff("contract", contract(), after);
}

/** A property of the only dataset. */
export function property(data: Contract, name: string): Json {
  const found = data.schema[0]?.properties.find((one) => one.name === name);
  if (!found) throw new Error(`no property ${name}`);
  return found;
}

export const set = (name: string, values: Json) => (data: Contract) => void Object.assign(property(data, name), values);
export const options = (name: string, values: Json) => (data: Contract) =>
  set(name, { logicalTypeOptions: { ...(property(data, name).logicalTypeOptions as Json), ...values } })(data);
export const unset = (name: string, field: string) => (data: Contract) => void delete property(data, name)[field];
export const custom = (name: string, value: unknown) => (data: Contract) => {
  const list = data.schema[0]?.customProperties ?? [];
  const found = list.find((one) => one.property === name);
  if (found) found.value = value;
  else list.push({ property: name, value });
};
export const sla = (name: string, values: Json) => (data: Contract) =>
  void Object.assign(data.slaProperties.find((one) => one.property === name) ?? {}, values);
export const drop = (list: "servers" | "roles" | "support" | "slaProperties", at: number) => (data: Contract) =>
  void data[list].splice(at, 1);
