/** AsyncAPI: accepted by AsyncAPI's own parser, and says what the contract's streams are. */
import { Parser } from "@asyncapi/parser";
import { type Schema, Type } from "avsc";
import { describe, expect, test } from "vitest";
import type { ContractSource, ProductSource } from "../../../contracts/exports/exporter";
import { contractFrom, contracts, EVERYTHING, exported, head, load, PRODUCTS } from "./exports-support";

const parser = new Parser();
/** What the parser finds; hints that no license and newer versions exist left out. */
async function parse(source: ContractSource | ProductSource) {
  const { document, diagnostics } = await parser.parse(exported("asyncapi", source).text);
  const faults = diagnostics
    .filter(({ severity }) => severity <= 1)
    .map(({ message, path }) => `${path.join(".")}: ${message}`);
  return { document, faults };
}

const withStreams = contracts().filter(({ source }) => source.contract.datasets.some(({ stream }) => stream));

describe.each(withStreams)("$name", ({ source }) => {
  test("is valid, with a channel for each stream", async () => {
    const { document, faults } = await parse(source);
    expect(faults).toEqual([]);
    const topics = source.contract.datasets.flatMap(({ stream }) => stream?.topic ?? []);
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(topics);
    for (const one of document?.messages().all() ?? []) {
      const avro = one.extensions().get("x-avro-schema")?.value() as Schema;
      expect(Type.forSchema(avro).typeName).toBe("record");
    }
  });
});

describe.each(PRODUCTS)("$name", ({ file }) => {
  test("is valid: it sends what it offers, and receives what it reads", async () => {
    const source = load(file);
    const { document, faults } = await parse(source);
    expect(faults).toEqual([]);
    if (source.kind !== "product") throw new Error("no product");
    const { outputPorts, inputPorts } = source.product;
    const topics = (ports: typeof outputPorts | typeof inputPorts) =>
      ports.flatMap(({ contract }) => contract.datasets.flatMap(({ stream }) => stream?.topic ?? []));
    const of = (action: string) =>
      document
        ?.operations()
        .filter((one) => one.action() === action)
        .flatMap((one) =>
          one
            .channels()
            .all()
            .map((c) => c.address()),
        );
    expect(of("send")).toEqual(topics(outputPorts));
    expect(of("receive")).toEqual(topics(inputPorts));
  });
});

test("the stream's promises are in Kafka's bindings", () => {
  const { channels, servers, components } = JSON.parse(exported("asyncapi", contractFrom(EVERYTHING)).text);
  expect(channels.everything.bindings.kafka).toMatchObject({
    partitions: 3,
    topicConfiguration: { "cleanup.policy": ["delete"] },
  });
  expect(servers.stream).toMatchObject({ host: "kafka.example.com:9092", protocol: "kafka" });
  // The key's first part by its position, not by its place in the file.
  expect(components.messages.everything.bindings.kafka.key).toMatchObject({ type: "string" });
});

test("two contracts' servers and channels of one name stay two", () => {
  const [own] = PRODUCTS;
  const source = load(own?.file ?? "");
  if (source.kind !== "product") throw new Error("no product");
  const [port] = source.product.outputPorts;
  const [input] = source.product.inputPorts;
  if (!port || !input) throw new Error("no ports");
  const data = source.contracts.get(input.contract.id);
  const other = { ...data, servers: [{ server: "stream", type: "kafka", host: "other.example.com:9092" }] };
  const datasets = input.contract.datasets.map((one) => ({ ...one, entity: port.contract.datasets[0]?.entity ?? "" }));
  const product = { ...source.product, inputPorts: [{ ...input, contract: { ...input.contract, datasets } }] };
  const contractsOf = new Map(source.contracts).set(input.contract.id, other as never);
  const { servers, channels } = JSON.parse(exported("asyncapi", { ...source, product, contracts: contractsOf }).text);
  expect(Object.keys(servers)).toEqual(["stream", "orders_stream"]);
  expect(Object.keys(channels)).toEqual(["profiles", "orders_profiles"]);
  expect(channels.orders_profiles.servers).toEqual([{ $ref: "#/servers/orders_stream" }]);
});

test("a contract without a stream is refused", () => {
  expect(() => exported("asyncapi", contractFrom(JSON.stringify(head("a"))))).toThrow(
    /a\.odcs\.yaml: there is no event stream to describe; fix: add a server of type kafka/,
  );
});
