/** The event streams of a contract, or of all ports of a product, as AsyncAPI 3.1: what is sent, what is received. */
import type { Contract, Dataset, Description, Property, Stream } from "../model";
import { pascalCase } from "../names";
import { keyParts } from "../record-key";
import { descriptionText, emailOf, objectivesOf } from "./about";
import { avroSchema } from "./avro";
import { type ContractSource, type Exporter, NotExpressible, pretty } from "./exporter";
import { type JsonSchema, jsonSchema } from "./json-schema";
import { kindOf } from "./kinds";

type Json = Readonly<Record<string, unknown>>;
type Action = "send" | "receive";

const VERSION = "3.1.0";
/** Version of AsyncAPI's bindings for Kafka. */
const BINDING = { bindingVersion: "0.5.0" } as const;
/** Authorities that clients can open: `the target's broker` is none. */
const HOST = /^[A-Za-z0-9._-]+(:\d+)?(,[A-Za-z0-9._-]+(:\d+)?)*$/;

interface Owner {
  readonly id: string;
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  readonly description: Description;
  readonly tags: readonly string[];
  readonly team?: Contract["team"];
  readonly support: Contract["support"];
}

/** A contract whose streams are in the document, and what its owner does with them. */
interface Part {
  readonly source: ContractSource;
  readonly action: Action;
}

function document(owner: Owner, parts: readonly Part[], place: Contract["source"]): string {
  const servers = new Map<string, Json>();
  const channels = new Map<string, Json>();
  const operations: Record<string, Json> = {};
  const messages: Record<string, Json> = {};
  for (const { source, action } of parts) {
    const names = kafkaServers(source, servers);
    for (const dataset of source.contract.datasets) {
      const { stream } = dataset;
      if (!stream) continue;
      const key = free(identifier(dataset.entity), channels, identifier(source.contract.id));
      channels.set(key, channel({ key, dataset, stream, servers: names }));
      messages[key] = message(source.contract, dataset);
      operations[`${action}_${key}`] = {
        action,
        channel: { $ref: `#/channels/${key}` },
        summary: `${action === "send" ? "Writes records to" : "Reads records of"} ${stream.topic}`,
        messages: [{ $ref: `#/channels/${key}/messages/${key}` }],
      };
    }
  }
  if (channels.size === 0)
    throw new NotExpressible(place, "there is no event stream to describe", {
      fix: "add a server of type kafka to a contract that has schema",
    });
  return pretty({
    asyncapi: VERSION,
    id: `urn:mesh:${identifier(owner.domain)}:${identifier(owner.id)}`,
    info: info(owner),
    servers: Object.fromEntries(servers),
    channels: Object.fromEntries(channels),
    operations,
    components: { messages },
  });
}

function info({ name, version, description, tags, team, support }: Owner): Json {
  const url = support.find((one) => one.url !== undefined && /^https?:/.test(one.url))?.url;
  const email = emailOf(support);
  const contact = { ...(team?.name && { name: team.name }), ...(url && { url }), ...(email && { email }) };
  const text = descriptionText(description);
  return {
    title: name,
    version,
    ...(text && { description: text }),
    ...(Object.keys(contact).length > 0 && { contact }),
    ...(tags.length > 0 && { tags: [...new Set(tags)].map((tag) => ({ name: tag })) }),
  };
}

/** Adds the contract's brokers; those of two contracts that are the same are one. @returns their names */
function kafkaServers({ contract, data }: ContractSource, servers: Map<string, Json>): string[] {
  return (data.servers ?? [])
    .filter(({ type }) => type === "kafka")
    .map((given) => {
      const made = server(given);
      const name = identifier(given.server);
      const isSame = JSON.stringify(servers.get(name) ?? made) === JSON.stringify(made);
      const key = isSame ? name : free(name, servers, identifier(contract.id));
      servers.set(key, made);
      return key;
    });
}

/** A host that only the target decides is a variable. */
function server({ host, description, environment }: Json): Json {
  const text = String(host ?? "");
  const isKnown = HOST.test(text);
  return {
    host: isKnown ? text : "{broker}",
    protocol: "kafka",
    ...(typeof description === "string" && { description }),
    ...(typeof environment === "string" && { tags: [{ name: `environment:${environment}` }] }),
    ...(!isKnown && { variables: { broker: { description: `Address of the broker${text && `: ${text}`}` } } }),
  };
}

interface ChannelParts {
  readonly key: string;
  readonly dataset: Dataset;
  readonly stream: Stream;
  readonly servers: readonly string[];
}

function channel({ key, dataset, stream, servers }: ChannelParts): Json {
  const { topic, partitions, replicas, cleanup, retentionMs } = stream;
  const configuration = {
    "cleanup.policy": [cleanup],
    ...(retentionMs === undefined ? {} : { "retention.ms": retentionMs }),
  };
  return {
    address: topic,
    title: dataset.name,
    ...(dataset.description && { description: dataset.description }),
    servers: servers.map((name) => ({ $ref: `#/servers/${name}` })),
    messages: { [key]: { $ref: `#/components/messages/${key}` } },
    bindings: {
      kafka: { topic, partitions, ...(replicas && { replicas }), topicConfiguration: configuration, ...BINDING },
    },
  };
}

/**
 * The payload is the record as JSON Schema, which every tool can read; the bytes on the stream are the Avro schema's,
 * in Confluent's wire format.
 */
function message(contract: Contract, dataset: Dataset): Json {
  const { $schema: _dialect, $id: _id, "x-version": _version, ...payload } = jsonSchema(contract, dataset);
  const isAvro = (dataset.subject?.schemaType ?? "AVRO") === "AVRO";
  const properties = payload.properties as Readonly<Record<string, JsonSchema>>;
  const key = keyOf(dataset, properties);
  const example = exampleOf(dataset.properties);
  return {
    name: pascalCase(dataset.name),
    title: dataset.name,
    ...(dataset.description && { description: dataset.description }),
    contentType: isAvro ? "avro/binary" : "application/json",
    payload,
    ...(example && { examples: [{ payload: example }] }),
    bindings: {
      kafka: {
        ...(key && { key }),
        schemaIdLocation: "payload",
        schemaIdPayloadEncoding: "confluent",
        schemaLookupStrategy: "TopicNameStrategy",
        ...BINDING,
      },
    },
    ...(isAvro && { "x-avro-schema": avroSchema(dataset, contract) }),
    "x-contract": { id: contract.id, version: contract.version, status: contract.status },
    "x-objectives": objectivesOf(contract.objectives),
  };
}

function keyOf(dataset: Dataset, properties: Readonly<Record<string, JsonSchema>>): JsonSchema | undefined {
  const [only, ...more] = keyParts(dataset);
  if (only === undefined || more.length === 0) return properties[only ?? ""];
  const description = `JSON array of the values of ${[only, ...more].join(", ")}, without spaces`;
  return { type: "string", contentMediaType: "application/json", description };
}

/** A whole record, where the contract has examples enough; undefined where a required property has none. */
function exampleOf(properties: readonly Property[]): Json | undefined {
  const record: Record<string, unknown> = {};
  for (const property of properties) {
    const kind = kindOf(property);
    const nested = kind.kind === "record" ? exampleOf(kind.properties) : undefined;
    const [example = nested ?? property.enum?.[0]] = property.examples;
    if (example !== undefined) record[property.name] = example;
    else if (property.required) return undefined;
  }
  return record;
}

/** Names of AsyncAPI's maps. */
function identifier(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, "_") || "_";
}

/** The key, or where another has it already, one with the contract's id before it. */
function free(key: string, taken: ReadonlyMap<string, unknown>, prefix: string): string {
  let found = taken.has(key) ? `${prefix}_${key}` : key;
  while (taken.has(found)) found += "_";
  return found;
}

export const asyncapi: Exporter = {
  contract: (source) => {
    const { contract } = source;
    return { text: document(contract, [{ source, action: "send" }], contract.source) };
  },
  product: ({ product, contracts }) => {
    const part = (contract: Contract, action: Action): Part[] => {
      const data = contracts.get(contract.id);
      return data ? [{ source: { kind: "contract", contract, data }, action }] : [];
    };
    const outputs = [...new Set(product.outputPorts.map(({ contract }) => contract))];
    const inputs = [...new Set(product.inputPorts.map(({ contract }) => contract))];
    const parts = [...outputs.flatMap((one) => part(one, "send")), ...inputs.flatMap((one) => part(one, "receive"))];
    return { text: document(product, parts, product.source) };
  },
};
