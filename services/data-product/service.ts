/**
 * The whole service: reads the model, finds what it needs, listens, and stops without losing a record.
 */
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import pino, { type DestinationStream, type Logger } from "pino";
import type { DataProduct } from "../../contracts/model";
import { createApp, type State } from "./app";
import { BundleKeeper } from "./bundle-keeper";
import { type Check, isReady } from "./checks";
import type { Config } from "./config";
import { type Endpoint, endpointsOf, type JsonSchemaOf, ModelError } from "./endpoints";
import { KafkaSender } from "./kafka";
import { Metrics } from "./metrics";
import { RecordQueue } from "./queue";
import { lookUpSchemaId } from "./registry";
import { Eventually } from "./retry";
import type { Sender } from "./sender";
import { within } from "./within";

/** Stays below the broker's default message.max.bytes (1 MiB) with room for the headers of the batch. */
const BATCH_BYTES = 524_288;
const BATCH_RECORDS = 1_000;
const REQUESTS_IN_FLIGHT = 2;
/** Connections that were busy when the listener closed are closed as soon as they are idle. */
const IDLE_SWEEP_MS = 20;

export interface ServiceOptions {
  readonly jsonSchema: JsonSchemaOf;
  /** @default Kafka, as the configuration says */
  readonly sender?: (topics: readonly string[]) => Sender;
  /** @default standard output */
  readonly output?: DestinationStream;
}

export interface Service {
  /** Where it listens. */
  readonly address: AddressInfo;
  readonly log: Logger;
  /**
   * Stops: no new connections, requests under way are answered, their records flushed.
   *
   * @throws Error when that takes longer than the configured time.
   */
  close(): Promise<void>;
}

/**
 * Starts the service. It listens at once and says at /readyz what is still missing: bundle, schema ids and broker are
 * asked for in the background until they are there.
 *
 * @throws ModelError when the model can't be read or served.
 */
export async function startService(config: Config, options: ServiceOptions): Promise<Service> {
  const product = await readProduct(config.productFile);
  const { jsonSchema } = options;
  const { topic } = config.kafka;
  const endpoints = endpointsOf(product, { jsonSchema, ...(topic !== undefined && { topic }) });
  const labels = { product: product.id, domain: product.domain, version: product.version };
  const log = pino({ level: config.logLevel, base: labels }, options.output ?? pino.destination({ sync: true }));

  const policy = bundleKeeper(config, product.domain, { log, refused: () => metrics.bundleRefused() });
  const schemaIds = schemaIdsOf(endpoints, config.registryUrl, log);
  const topics = [...new Set(endpoints.flatMap(({ intake }) => (intake ? [intake.topic] : [])))];
  const queue = createQueue(config, options.sender?.(topics) ?? kafkaSender(config, product, topics), log);
  let state: State = "running";
  const checks = checksOf({ endpoints, policy, schemaIds, queue });
  const ready = () => state === "running" && isReady(checks);
  const metrics = new Metrics(labels, { depth: () => queue.depth, ready });

  const app = await createApp({
    ...{ product, endpoints, policy, schemaIds, queue, metrics, log, checks },
    bodyBytes: config.limits.bodyBytes,
    state: () => state,
  });
  const needs = topics.length > 0 ? [policy, ...schemaIds.values()] : [];
  await app.listen({ host: config.host, port: config.port });
  for (const need of needs) void need.start();
  const address = app.server.address() as AddressInfo;
  log.info({ event: "listening", host: address.address, port: address.port, endpoints: endpoints.map((e) => e.path) });

  const { drainDelayMs, shutdownMs } = config.limits;
  const stop = async (): Promise<void> => {
    state = "leaving";
    log.info({ event: "stopping", waiting: queue.depth });
    // Whoever sends requests here has to see /readyz first: until then they still come, and are answered.
    await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
    state = "draining";
    for (const need of needs) need.stop();
    const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
    try {
      await within(app.close(), shutdownMs, `requests under way did not end within ${shutdownMs} ms`);
      await within(queue.close(), shutdownMs, `records under way did not end within ${shutdownMs} ms`);
      log.info({ event: "stopped" });
    } finally {
      clearInterval(sweep);
      log.flush();
    }
  };
  let stopped: Promise<void> | undefined;
  return {
    address,
    log,
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function readProduct(file: string): Promise<DataProduct> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new ModelError(`MESH_PRODUCT: ${file} cannot be read (${reason}); mount the product's ConfigMap there`);
  }
  let product: unknown;
  try {
    product = JSON.parse(text);
  } catch {
    throw new ModelError(`MESH_PRODUCT: ${file} is not JSON; allowed is the DataProduct model`);
  }
  const { id, outputPorts } = (product ?? {}) as Partial<DataProduct>;
  if (typeof id !== "string" || !Array.isArray(outputPorts)) {
    throw new ModelError(`MESH_PRODUCT: ${file} is no DataProduct: id or outputPorts is missing`);
  }
  return product as DataProduct;
}

type SchemaIds = ReadonlyMap<string, Eventually<number>>;

function schemaIdsOf(endpoints: readonly Endpoint[], registryUrl: string, log: Logger): SchemaIds {
  const ids = new Map<string, Eventually<number>>();
  for (const { intake } of endpoints) {
    if (!intake) continue;
    const { subject } = intake;
    const lookUp = () => lookUpSchemaId(registryUrl, subject);
    const missing = (reason: string) => log.warn({ event: "schema.missing", subject: subject.subject, reason });
    ids.set(subject.subject, new Eventually(lookUp, missing));
  }
  return ids;
}

interface Told {
  readonly log: Logger;
  readonly refused: () => void;
}

function bundleKeeper(config: Config, domain: string, { log, refused }: Told): BundleKeeper {
  const { bundleFile, bundleKey: key, bundlePollMs } = config;
  if (!key) log.warn({ event: "policy.unverified", reason: "MESH_BUNDLE_KEY is not set: any bundle is taken" });
  return new BundleKeeper(
    { file: bundleFile, pollMs: bundlePollMs, ...(key && { trusted: { key, domain } }) },
    {
      active: ({ revision, version }) => log.info({ event: "policy.active", revision, version }),
      refused: (reason) => {
        refused();
        log.error({ event: "policy.refused", reason });
      },
    },
  );
}

function kafkaSender({ kafka, limits }: Config, product: DataProduct, topics: readonly string[]): Sender {
  // A product without streams only describes itself.
  if (topics.length === 0) {
    return {
      send: async () => [],
      reconnect: async () => undefined,
      missing: () => undefined,
      close: async () => undefined,
    };
  }
  return new KafkaSender({ kafka, clientId: product.principal, topics, timeoutMs: limits.produceTimeoutMs });
}

function createQueue({ limits }: Config, sender: Sender, log: Logger): RecordQueue {
  let last = "";
  return new RecordQueue(
    sender,
    {
      records: limits.queueRecords,
      bytes: limits.queueBytes,
      waitMs: limits.queueWaitMs,
      // The client's own timeout comes first; this is the net below it.
      sendMs: limits.produceTimeoutMs + 500,
      batchBytes: BATCH_BYTES,
      batchRecords: BATCH_RECORDS,
      inFlight: REQUESTS_IN_FLIGHT,
    },
    {
      failed: (records, reason) => log.error({ event: "produce.failed", records, reason }),
      refused: (topic, reason) => log.warn({ event: "produce.refused", topic, reason }),
      link: (up, reason) => {
        // Each further attempt fails for the same reason: said once.
        if (up) log.info({ event: "broker.up" });
        else if (reason !== last) log.warn({ event: "broker.down", reason });
        last = reason;
      },
    },
  );
}

interface Needs {
  readonly endpoints: readonly Endpoint[];
  readonly policy: BundleKeeper;
  readonly schemaIds: SchemaIds;
  readonly queue: RecordQueue;
}

function checksOf({ endpoints, policy, schemaIds, queue }: Needs): readonly Check[] {
  const intakes = endpoints.flatMap(({ path, intake }) => (intake ? [{ path, ...intake }] : []));
  if (intakes.length === 0) return [];
  return [
    { name: "policy bundle", missing: () => policy.missing, note: () => policy.refused },
    { name: "broker", missing: () => queue.down },
    ...intakes.flatMap(({ path, topic, subject: { subject } }) => [
      { name: `schema id of ${subject}`, endpoint: path, missing: () => schemaIds.get(subject)?.missing },
      { name: `stream ${topic}`, endpoint: path, missing: () => queue.missing(topic) },
    ]),
  ];
}
