/**
 * The way to Kafka: a sender over @platformatic/kafka.
 *
 * acks=all, without the library's idempotence (concurrent idempotent sends of this client have acknowledged records
 * that were never written, its issue 326) and without its retries: one attempt a batch, so that a record is never
 * written twice or out of order by the service. Partitions are chosen as Java's client chooses them (murmur2 of the
 * key), so that streams with the same key are co-partitioned whoever writes them.
 */
import { murmur2, Producer } from "@platformatic/kafka";
import type { KafkaConfig } from "./config";
import type { OutRecord, Placement, Sender } from "./queue";

const CONNECT_TIMEOUT_MS = 3_000;
/** Leaders are looked up again after an error at once; this is only for partitions added meanwhile. */
const METADATA_MAX_AGE_MS = 60_000;
/** Kafka's wire value for "all in-sync replicas have it". */
const ACKS_ALL = -1;

type BufferProducer = Producer<Buffer, Buffer, Buffer, Buffer>;

export interface SenderOptions {
  readonly kafka: KafkaConfig;
  /** Kafka's client.id: the product's principal. */
  readonly clientId: string;
  readonly topics: readonly string[];
  /** Longest wait for an answer of the broker, milliseconds. */
  readonly timeoutMs: number;
}

/** Partition of a record, as Java's DefaultPartitioner decides for a record with a key. */
export function partitionOf(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

export class KafkaSender implements Sender {
  #producer: BufferProducer | undefined;
  #partitions = new Map<string, number>();
  #partitionsRead = 0;
  #turn = 0;

  constructor(private readonly options: SenderOptions) {}

  async reconnect(): Promise<void> {
    await this.close();
    const producer = this.#create();
    this.#producer = producer;
    await this.#readPartitions(producer);
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    // Its requests in flight end with an error: their callers are told that the outcome is unknown.
    if (producer) await new Promise<void>((resolve) => producer.close(true, () => resolve()));
  }

  async send(records: readonly OutRecord[]): Promise<readonly Placement[]> {
    const producer = this.#producer;
    if (!producer) throw new Error("not connected");
    if (performance.now() - this.#partitionsRead > METADATA_MAX_AGE_MS) await this.#readPartitions(producer);
    this.#turn++;
    const messages = records.map((record) => this.#message(record));
    const { offsets = [] } = await producer.send({ messages, acks: ACKS_ALL });
    const next = new Map<string, bigint>();
    for (const { topic, partition, offset } of offsets) next.set(`${topic}/${partition}`, offset);
    return messages.map(({ topic, partition }) => {
      const offset = next.get(`${topic}/${partition}`);
      if (offset === undefined) return { topic };
      next.set(`${topic}/${partition}`, offset + 1n);
      return { topic, partition, offset: offset.toString() };
    });
  }

  #message(record: OutRecord) {
    const { topic, key, value, headers } = record;
    return { topic, partition: this.#partition(record), value, ...(key && { key }), ...(headers && { headers }) };
  }

  /** Records without a key go, batch by batch, to one partition after the other. */
  #partition({ topic, key }: OutRecord): number {
    const count = this.#partitions.get(topic);
    if (count === undefined) throw new Error(`topic ${topic} is not among the product's streams`);
    return key ? partitionOf(key, count) : this.#turn % count;
  }

  async #readPartitions(producer: BufferProducer): Promise<void> {
    const { topics } = this.options;
    const metadata = await producer.metadata({ topics: [...topics], forceUpdate: true });
    for (const topic of topics) {
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
      if (count === 0) throw new Error(`topic ${topic} does not exist, or ${this.#who()} may not write to it`);
      this.#partitions.set(topic, count);
    }
    this.#partitionsRead = performance.now();
  }

  #who(): string {
    return this.options.kafka.sasl?.username ?? "this client";
  }

  #create(): BufferProducer {
    const { kafka, clientId, timeoutMs } = this.options;
    return new Producer({
      clientId,
      bootstrapBrokers: [...kafka.bootstrap],
      idempotent: false,
      acks: ACKS_ALL,
      retries: 0,
      repeatOnStaleMetadata: false,
      autocreateTopics: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: timeoutMs,
      timeout: timeoutMs,
      metadataMaxAge: METADATA_MAX_AGE_MS * 5,
      strict: false,
      ...(kafka.tls && { tls: {}, tlsServerName: true }),
      ...(kafka.sasl && { sasl: { ...kafka.sasl } }),
    });
  }
}
