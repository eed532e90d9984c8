/**
 * The whole service: reads the model, finds what it needs, listens, and stops without losing a record.
 */
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import pino, { type DestinationStream, type Logger } from "pino";
import type { DataProduct } from "../../contracts/model";
import { type Check, createApp } from "./app";
import type { Config } from "./config";
import { type Endpoint, endpointsOf, type JsonSchemaOf, ModelError } from "./endpoints";
import { KafkaSender } from "./kafka";
import { Metrics } from "./metrics";
import { loadBundle } from "./policy";
import { RecordQueue, type Sender } from "./queue";
import { lookUpSchemaId } from "./registry";
import { Eventually } from "./retry";

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

  const policy = new Eventually(
    () => loadBundle(config.bundleFile),
    (reason) => log.error({ event: "policy.missing", reason }),
  );
  const schemaIds = schemaIdsOf(endpoints, config.registryUrl, log);
  const topics = [...new Set(endpoints.flatMap(({ intake }) => (intake ? [intake.topic] : [])))];
  const queue = createQueue(config, options.sender?.(topics) ?? kafkaSender(config, product, topics), log);
  let draining = false;
  const checks = checksOf({ policy, schemaIds, queue }, topics.length > 0);
  const ready = () => !draining && checks.every(({ missing }) => missing() === undefined);
  const metrics = new Metrics(labels, { depth: () => queue.depth, ready });

  const app = await createApp({
    ...{ product, endpoints, policy, schemaIds, queue, metrics, log, checks },
    bodyBytes: config.limits.bodyBytes,
    draining: () => draining,
  });
  const needs = topics.length > 0 ? [policy, ...schemaIds.values()] : [];
  await app.listen({ host: config.host, port: config.port });
  for (const need of needs) void need.start();
  const address = app.server.address() as AddressInfo;
  log.info({ event: "listening", host: address.address, port: address.port, endpoints: endpoints.map((e) => e.path) });

  const stop = async (): Promise<void> => {
    draining = true;
    log.info({ event: "stopping", waiting: queue.depth });
    for (const need of needs) need.stop();
    const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
    try {
      await within(app.close(), config.limits.shutdownMs, "requests under way");
      await within(queue.close(), config.limits.shutdownMs, "records under way");
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

function kafkaSender({ kafka, limits }: Config, product: DataProduct, topics: readonly string[]): Sender {
  // A product without streams only describes itself.
  if (topics.length === 0)
    return { send: async () => [], reconnect: async () => undefined, close: async () => undefined };
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
      failed: (records, error) => log.error({ event: "produce.failed", records, reason: error.message }),
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
  readonly policy: Eventually<unknown>;
  readonly schemaIds: SchemaIds;
  readonly queue: RecordQueue;
}

function checksOf({ policy, schemaIds, queue }: Needs, takesRecords: boolean): readonly Check[] {
  if (!takesRecords) return [];
  return [
    { name: "policy bundle", missing: () => policy.missing },
    ...[...schemaIds].map(([subject, id]) => ({ name: `schema id of ${subject}`, missing: () => id.missing })),
    { name: "broker", missing: () => queue.down },
  ];
}

async function within<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
