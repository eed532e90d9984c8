/** A small data product, written out, so that the service's tests need no contract files. */
import type { Contract, DataProduct, Dataset, Property, Stream } from "../../../contracts/model";

const source = { file: "domains/orders/orders.odcs.yaml", path: "schema[0]" };

export function property(name: string, logicalType: Property["logicalType"], more: Partial<Property> = {}): Property {
  return {
    name,
    logicalType,
    required: false,
    requiredStated: true,
    unique: false,
    primaryKey: false,
    classification: "internal",
    options: {},
    examples: [],
    quality: [],
    source,
    ...more,
  };
}

export const AVRO = JSON.stringify({
  type: "record",
  name: "Order",
  namespace: "orders",
  fields: [
    { name: "order_id", type: "string" },
    { name: "customer_id", type: "string" },
    { name: "amount", type: "double" },
    { name: "currency", type: "string" },
    { name: "placed_at", type: ["null", { type: "long", logicalType: "timestamp-millis" }], default: null },
    { name: "note", type: ["null", "string"], default: null },
    { name: "items", type: ["null", "long"], default: null },
  ],
});

export const dataset: Dataset = {
  name: "orders",
  entity: "orders",
  description: "One line per order",
  properties: [
    property("order_id", "string", { required: true, primaryKey: true, options: { minLength: 1, maxLength: 64 } }),
    property("customer_id", "string", { required: true, classification: "restricted", options: { pattern: "^c-" } }),
    property("amount", "number", { required: true, options: { minimum: 0 } }),
    property("currency", "string", { required: true, classification: "public", options: { pattern: "^[A-Z]{3}$" } }),
    property("placed_at", "timestamp"),
    property("note", "string", { classification: "confidential", options: { maxLength: 20 } }),
    property("items", "integer"),
  ],
  quality: [],
  key: "order_id",
  stream: { topic: "orders.v1", legacyName: true, partitions: 3, cleanup: "delete", source },
  subject: {
    subject: "orders.v1-value",
    schemaType: "AVRO",
    schema: AVRO,
    compatibility: "BACKWARD_TRANSITIVE",
    kept: [],
    source,
  },
  source,
};

export const contract: Contract = {
  id: "orders",
  name: "Orders",
  version: "1.2.0",
  status: "active",
  domain: "orders",
  description: { purpose: "Orders as they are placed" },
  servers: [],
  datasets: [dataset],
  roles: [],
  objectives: {},
  support: [],
  tags: [],
  source,
};

export const product: DataProduct = {
  id: "order-events",
  name: "Order events",
  domain: "orders",
  version: "1.2.0",
  status: "active",
  description: { purpose: "Orders as they are placed" },
  support: [],
  tags: [],
  principal: "orders.order-events",
  quota: { producerByteRate: 1, consumerByteRate: 1 },
  outputPorts: [{ name: "orders", version: "1.2.0", contract, source }],
  inputPorts: [],
  source,
};

/** The fixture's product with another contract, of `/returns`. */
export const twoStreams: DataProduct = {
  ...product,
  outputPorts: [
    ...product.outputPorts,
    {
      name: "returns",
      version: "1.2.0",
      source,
      contract: {
        ...contract,
        id: "returns",
        datasets: [
          {
            ...dataset,
            name: "returns",
            entity: "returns",
            stream: { ...(dataset.stream as Stream), topic: "returns.v1" },
          },
        ],
      },
    },
  ],
};

export const order = { order_id: "o-1", customer_id: "c-1", amount: 12.5, currency: "EUR" };

const TYPES: Partial<Record<Property["logicalType"], string>> = { date: "string", timestamp: "string", time: "string" };

/** Stands in for the contracts' own derivation, which has its own tests. */
export function jsonSchema(_contract: Contract, { name, properties }: Dataset): object {
  const schemaOf = (one: Property): object => ({
    type: TYPES[one.logicalType] ?? one.logicalType,
    ...(one.logicalType === "timestamp" && { format: "date-time" }),
    ...one.options,
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: name,
    type: "object",
    properties: Object.fromEntries(properties.map((one) => [one.name, schemaOf(one)])),
    required: properties.filter((one) => one.required).map((one) => one.name),
    additionalProperties: false,
  };
}
