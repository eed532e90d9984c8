/** The aggregate: what of the model becomes which child, in which order, with whose options. */
import { Provider as KafkaProvider } from "@pulumi/kafka/provider";
import { describe, expect, test } from "vitest";
import { DataProduct } from "../../../components/data-product";
import type { Target } from "../../../components/targets";
import type { DataProduct as Model } from "../../../contracts/model";
import { bare, deadLetter, inputDeadLetter, product, stock, stream, subject, table, target } from "./fixture";
import { type Options, register, settledValue, UNKNOWN } from "./support";

const COMPONENT = "DataProduct stock-levels";
const SERVICE = "Service stock-levels";
const STREAMS = ["EventStream inventory.stock.v1", "EventStream inventory.stock-levels.orders.v1.dead-letter"] as const;
const SUBJECT = "SchemaSubject inventory.stock.v1-value";
const [DATABASE, GRANT, ENTRY] = ["Database stock-levels", "AccessGrant stock-levels", "CatalogEntry stock-levels"];
const [SUBJECT_ITSELF, SCHEMA] = ["Subject inventory.stock.v1-value-subject", "DatabaseSchema stock-levels-schema"];
const TOPICS = [
  "Topic inventory.stock.v1-topic",
  "Topic inventory.stock.v1-dead-letter",
  "Topic inventory.stock-levels.orders.v1.dead-letter-topic",
];

const run = (model: Model = product, more: Partial<Target> = {}, options: Options = {}) =>
  register(() => new DataProduct(model.id, { model, target: target(more) }), options);
/** As it comes out of a file: no object is shared. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe("what the engine is told", () => {
  test.each([[false], [true]])("is the whole model, plain and known; preview: %s", async (preview) => {
    const component = (await run(product, {}, { preview })).one(COMPONENT);
    expect(component.type).toBe("mesh:components:DataProduct");
    expect(component.inputs).toEqual({ model: plain(product), environment: "production", target: "kubernetes" });
    expect(component.secrets).toEqual([]);
    expect(component.outputs).toEqual({
      model: plain(product),
      environment: "production",
      endpoint: "https://stock-levels.example.com:8101",
    });
  });

  test("is in a preview unknown only where only a deployment can tell", async () => {
    const mesh = await run(product, {}, { preview: true });
    const unknown = mesh.all.filter(({ inputs }) => JSON.stringify(inputs).includes(UNKNOWN)).map(({ id }) => id);
    expect(unknown).toEqual([SCHEMA]);
  });
});

test("the children are those of the model", async () => {
  const mesh = await run();
  expect([...mesh.childrenOf(COMPONENT)].sort()).toEqual([GRANT, ENTRY, DATABASE, ...STREAMS, SUBJECT, SERVICE].sort());
  expect(mesh.result.nodes.streams).toHaveLength(2);
});

test("a product without streams, tables and input ports has only access, service and catalog entry", async () => {
  const mesh = await run(bare);
  expect([...mesh.childrenOf("DataProduct prices")].sort()).toEqual([
    "AccessGrant prices",
    "CatalogEntry prices",
    "Service prices",
  ]);
  expect(mesh.ofType("kafka:index/acl:Acl")).toEqual([]);
  expect(mesh.result.nodes).not.toHaveProperty("database");
});

test("streams: the port's topic with its dead letter, and one dead letter for what is read", async () => {
  const mesh = await run();
  const topics = mesh.ofType("Topic").map(({ inputs }) => [inputs.name, inputs.partitions, inputs.replicationFactor]);
  expect(topics.sort()).toEqual([
    [inputDeadLetter.topic, 1, 5],
    [stream.topic, 6, 3],
    [deadLetter.topic, 1, 5],
  ]);
  expect(mesh.input(TOPICS[0] ?? "", "config")).toMatchObject({ "min.insync.replicas": "2" });
});

test("subject and tables are the dataset's", async () => {
  const mesh = await run();
  expect(mesh.input(SUBJECT_ITSELF, "schema")).toBe(subject.schema);
  expect(mesh.input(SCHEMA, "schema")).toBe("stock_levels");
  expect(mesh.input(SCHEMA, "tables")).toMatchObject([{ name: table.name, primaryKey: table.primaryKey }]);
});

test("access: writes its own and its dead letters, reads the declared ports and the dead letters of what it read", async () => {
  const mesh = await run();
  const acls = mesh.ofType("kafka:index/acl:Acl").filter(({ inputs }) => inputs.aclResourceType === "Topic");
  expect(acls.map(({ inputs }) => `${inputs.aclOperation} ${inputs.aclResourceName}`).sort()).toEqual([
    "Read inventory.stock-levels.orders.v1.dead-letter",
    "Read orders.refunds.v1",
    "Read orders.v1",
    "Write inventory.stock-levels.orders.v1.dead-letter",
    "Write inventory.stock.v1",
    "Write inventory.stock.v1.dead-letter",
  ]);
  expect(new Set(acls.map(({ inputs }) => inputs.aclPrincipal))).toEqual(new Set(["User:inventory.stock-levels"]));
  expect(mesh.input("Quota stock-levels-quota", "config")).toEqual({
    producer_byte_rate: "2097152",
    consumer_byte_rate: "4194304",
  });
});

test("the principal's password is the target's, the same for broker and pods, and secret in both", async () => {
  const mesh = await run();
  const [credential, secret] = ["UserScramCredential stock-levels-credential", "Secret stock-levels-secret"];
  expect(mesh.input(credential, "password")).toBe("password of inventory.stock-levels");
  expect(mesh.input(secret, "stringData")).toEqual({ "kafka-password": "password of inventory.stock-levels" });
  expect(mesh.one(credential).secrets).toEqual(["password"]);
  expect(mesh.one(secret).secrets).toHaveLength(1);
  const others = mesh.all.filter(({ id }) => id !== credential && id !== secret);
  expect(JSON.stringify(others)).not.toContain("password of");
});

test("service and catalog entry are the target's: image, port, pods, bundle, catalog, endpoint", async () => {
  const mesh = await run();
  expect(mesh.one(SERVICE).inputs).toEqual({
    product: "stock-levels",
    image: `registry.example.com/data-product@sha256:${"0".repeat(64)}`,
    host: "0.0.0.0",
    port: 8101,
    replicas: 3,
    drainDelayMs: 5_000,
  });
  expect(mesh.input("ConfigMap stock-levels-config", "binaryData")).toEqual({
    "bundle.tar.gz": Buffer.from("bundle of inventory").toString("base64"),
  });
  expect(mesh.input("Deployment stock-levels-deployment", "spec.template.spec.containers.0.env")).toContainEqual({
    name: "MESH_BUNDLE_KEY",
    value: "key of inventory",
  });
  expect(mesh.input("NetworkPolicy stock-levels-network-policy", "spec.egress.1.ports")).toMatchObject([
    { port: 9092 },
    { port: 9094 },
    { port: 443 },
  ]);
  const record = "CatalogRecord stock-levels-record";
  expect(mesh.input(record, "catalog")).toBe("mesh_catalog");
  expect(mesh.input(record, "record.outputPorts.0.datasets.0.endpoint")).toBe(
    "https://stock-levels.example.com:8101/stock",
  );
  expect(await settledValue(mesh.result.endpoint)).toEqual({
    value: "https://stock-levels.example.com:8101",
    secret: false,
  });
});

describe("order", () => {
  const DEPLOYMENT = "Deployment stock-levels-deployment";

  test("pods wait for access, streams and subjects; the catalog for the service; nothing else for anything", async () => {
    const mesh = await run();
    expect(mesh.one(GRANT).dependsOn).toEqual([]);
    expect(mesh.one(SERVICE).dependsOn).toEqual([]);
    const mounted = ["config", "secret", "service-account"].map((part) => `stock-levels-${part}`);
    const ofService = mesh.childrenOf(SERVICE).filter((id) => mounted.some((part) => id.endsWith(part)));
    expect([...mesh.one(DEPLOYMENT).dependsOn].sort()).toEqual(
      [...mesh.childrenOf(GRANT), ...TOPICS, SUBJECT_ITSELF, ...ofService].sort(),
    );
    expect([...mesh.one(ENTRY).dependsOn].sort()).toEqual([...mesh.childrenOf(SERVICE)].sort());
  });

  test("and so nothing of it is registered before what it needs", async () => {
    const mesh = await run();
    const follows = (later: readonly string[], earlier: readonly string[]) => {
      const ready = Math.max(...earlier.map((id) => mesh.position(id)));
      for (const id of later) expect(mesh.position(id), id).toBeGreaterThan(ready);
    };
    follows([DEPLOYMENT], [...mesh.childrenOf(GRANT), ...TOPICS, SUBJECT_ITSELF]);
    follows(mesh.childrenOf(ENTRY), mesh.childrenOf(SERVICE));
  });
});

describe("options", () => {
  const stateful = [...TOPICS, SUBJECT_ITSELF, SCHEMA];

  test.each([
    [false, stateful],
    [true, []],
  ])("throwAway %s: protected and retained are exactly %j", async (throwAway, kept) => {
    const { all } = await run(product, { throwAway });
    const ids = (option: "protect" | "retainOnDelete") =>
      all.filter((resource) => resource[option]).map(({ id }) => id);
    expect([...ids("protect")].sort()).toEqual([...kept].sort());
    expect([...ids("retainOnDelete")].sort()).toEqual([...kept].sort());
  });

  test("every resource has the target's provider, none a default one", async () => {
    const made = (await run()).all.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
    expect(made.length).toBeGreaterThan(20);
    for (const { id, type, provider } of made) {
      const [kind] = type.split(":");
      expect(provider, id).toBe(`${kind} ${kind}`);
    }
  });

  test("the providers are the target's, also where a caller gives others", async () => {
    const mesh = await register(() => {
      const other = new KafkaProvider("other", { bootstrapServers: ["elsewhere:9092"] });
      new DataProduct("stock-levels", { model: product, target: target() }, { providers: [other] });
    });
    expect(mesh.one("Topic inventory.stock.v1-topic").provider).toBe("kafka kafka");
  });
});

describe("one contract behind several ports", () => {
  const [output] = product.outputPorts;
  const [input] = product.inputPorts;
  if (!output || !input) throw new Error("no ports");
  const twice: Model = plain({
    ...product,
    outputPorts: [output, { ...output, name: "stock-api" }],
    inputPorts: [input, { ...input, name: "orders-again" }],
  });

  test("is deployed once, and each port is in the catalog", async () => {
    const [once, mesh] = [await run(), await run(twice)];
    expect([...mesh.ids].sort()).toEqual([...once.ids].sort());
    expect(mesh.input(SCHEMA, "tables")).toHaveLength(1);
    expect(mesh.input("CatalogRecord stock-levels-record", "record.outputPorts")).toHaveLength(2);
    expect(mesh.input(GRANT, "writes")).toEqual(once.input(GRANT, "writes"));
  });

  test("while datasets of several contracts are all deployed", async () => {
    const other = { ...stream, topic: "inventory.counts.v1" };
    const contract = { ...output.contract, id: "counts", datasets: [{ ...stock, name: "counts", stream: other }] };
    const { deadLetter: _, subject: __, table: ___, ...counts } = contract.datasets[0] ?? stock;
    const mesh = await run({
      ...product,
      outputPorts: [output, { ...output, name: "counts", contract: { ...contract, datasets: [counts] } }],
    });
    expect(mesh.ids).toContain("Topic inventory.counts.v1-topic");
    expect(mesh.ids).toContain("Topic inventory.stock.v1-topic");
    expect(mesh.ids).toContain("Acl stock-levels-write-inventory.counts.v1");
  });
});
