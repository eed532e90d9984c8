/** A data product with everything that a product can have, and a target, both written out: no files are read. */
import { Provider as KafkaProvider } from "@pulumi/kafka/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../../../components/targets";
import type { Contract, DataProduct, Dataset, Stream, Subject, Table } from "../../../contracts/model";
import { MeshProvider } from "../../../provider/sdk";

const source = { file: "domains/inventory/stock.odcs.yaml", path: "schema[0]" };

export const stream: Stream = {
  topic: "inventory.stock.v1",
  legacyName: false,
  partitions: 6,
  cleanup: "compact",
  retentionMs: 604_800_000,
  source,
};

export const deadLetter: Stream = {
  topic: "inventory.stock.v1.dead-letter",
  legacyName: false,
  partitions: 1,
  replicas: 5,
  minInsyncReplicas: 4,
  cleanup: "delete",
  source,
};

export const subject: Subject = {
  subject: "inventory.stock.v1-value",
  schemaType: "AVRO",
  schema: '{"type":"record","name":"Stock","fields":[]}',
  compatibility: "FULL_TRANSITIVE",
  kept: [
    { version: "1.0.0", schema: '"string"' },
    { version: "1.1.0", schema: '"long"' },
  ],
  source,
};

export const table: Table = {
  schema: "stock_levels",
  name: "stock",
  columns: [
    { name: "article", type: "text", nullable: false, comment: "Number of the article" },
    { name: "on_hand", type: "bigint", nullable: true },
  ],
  primaryKey: ["article"],
  comment: "Stock of each article",
  source,
};

function dataset(name: string, more: Partial<Dataset>): Dataset {
  return { name, entity: name, properties: [], quality: [], source, ...more };
}

function contract(id: string, domain: string, datasets: readonly Dataset[]): Contract {
  return {
    id,
    name: `Contract of ${id}`,
    version: "1.0.0",
    status: "active",
    domain,
    description: {},
    servers: [],
    datasets,
    roles: [{ role: `${id}_reader`, access: "read", consumers: ["planning"] }],
    objectives: { latency: { value: 50, unit: "ms", ms: 50 }, availability: { value: 99.9, unit: "%" } },
    support: [],
    tags: [],
    source,
  };
}

export const stock = dataset("stock", { key: "article", stream, deadLetter, subject, table });

const orders: Stream = { ...stream, topic: "orders.v1", legacyName: true };
const refunds: Stream = { ...stream, topic: "orders.refunds.v1" };
/** Of what is read, by the reading product. */
export const inputDeadLetter: Stream = { ...deadLetter, topic: "inventory.stock-levels.orders.v1.dead-letter" };

export const product: DataProduct = {
  id: "stock-levels",
  name: "Stock levels",
  domain: "inventory",
  version: "1.4.0+build.7",
  status: "active",
  description: { purpose: "What can be sold now." },
  team: {
    name: "Inventory & logistics",
    members: [],
    owner: { username: "j.duarte@example.com", name: "Joana Duarte", role: "owner" },
  },
  support: [{ channel: "inventory-data", url: "https://example.com/inventory-data" }],
  tags: ["logistics"],
  principal: "inventory.stock-levels",
  quota: { producerByteRate: 2_097_152, consumerByteRate: 4_194_304 },
  outputPorts: [
    {
      name: "stock",
      description: "Stock as it changes",
      version: "1.0.0",
      contract: contract("stock", "inventory", [stock]),
      source,
    },
  ],
  inputPorts: [
    {
      name: "orders",
      version: "1.1.0",
      role: "orders_reader",
      product: { id: "order-events", domain: "orders" },
      // The second has a table only: there is no stream to read.
      contract: contract("orders", "orders", [
        dataset("orders", { stream: orders, deadLetter: { ...deadLetter, topic: "orders.v1.dead-letter" } }),
        dataset("refunds", { stream: refunds }),
        dataset("customers", { table }),
      ]),
      deadLetters: [inputDeadLetter],
      source,
    },
  ],
  source,
};

/** A product that offers nothing as a stream or a table, and reads nothing. */
export const bare: DataProduct = {
  ...product,
  id: "prices",
  principal: "inventory.prices",
  outputPorts: [
    { name: "prices", version: "1.0.0", contract: contract("prices", "inventory", [dataset("prices", {})]), source },
  ],
  inputPorts: [],
};

/** To be called within a program: it registers its providers. */
export function target(more: Partial<Target> = {}): Target {
  return {
    kind: "kubernetes",
    environment: "production",
    throwAway: false,
    providers: {
      kafka: new KafkaProvider("kafka", { bootstrapServers: ["b:9092"] }),
      kubernetes: new KubernetesProvider("kubernetes", {}),
      mesh: new MeshProvider("mesh", {}),
    },
    replicas: 3,
    minInsyncReplicas: 2,
    connection: {
      bootstrap: pulumi.output("b-0.kafka:9092,b-1.kafka:9092,b-2.kafka:9094"),
      securityProtocol: "SASL_SSL",
      saslMechanism: "SCRAM-SHA-512",
      registryUrl: pulumi.output("https://registry.example.com/apis/ccompat/v7"),
    },
    password: (principal) => pulumi.secret(`password of ${principal}`),
    catalog: "mesh_catalog",
    workload: {
      image: `registry.example.com/data-product@sha256:${"0".repeat(64)}`,
      host: "0.0.0.0",
      podReplicas: 3,
      port: (id) => (id === "stock-levels" ? 8101 : 8102),
      endpoint: (model, port) => pulumi.interpolate`https://${model.id}.example.com:${port}`,
    },
    bundleKey: (domain) => `key of ${domain}`,
    bundle: (domain) => Buffer.from(`bundle of ${domain}`).toString("base64"),
    exports: {},
    ...more,
  };
}
