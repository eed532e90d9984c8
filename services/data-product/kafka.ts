/**
 * The way to Kafka: a sender over @platformatic/kafka.
 *
 * acks=all, without the library's idempotence (concurrent idempotent sends of this client have acknowledged records
 * that were never written, its issue 326) and without its retries: one attempt a batch, so that a record is never
 * written twice or out of order by the service. Partitions are chosen as Java's client chooses them (murmur2 of the
 * key), so that streams with the same key are co-partitioned whoever writes them.
 */
import { Admin, ConfigResourceTypes, murmur2, Producer } from "@platformatic/kafka";
import type { KafkaConfig } from "./config";
import { aboutTopic, type Outcome, outcomesOf, type Partition, unanswered } from "./kafka-answers";
import type { Answer, Failure, OutRecord, Sender } from "./sender";

const CONNECT_TIMEOUT_MS = 3_000;
/** Leaders are looked up again after an error at once; this is only for partitions added meanwhile. */
const METADATA_MAX_AGE_MS = 60_000;
/** How often a topic that can't be written to is looked at again. */
const MISSING_RETRY_MS = 250;
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

interface Message {
  readonly topic: string;
  readonly partition: number;
  readonly key?: Buffer;
  readonly value: Buffer;
  readonly headers?: Map<Buffer, Buffer>;
}

/** Partition of a record, as Java's DefaultPartitioner decides for a record with a key. */
export function partitionOf(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

export class KafkaSender implements Sender {
  #producer: BufferProducer | undefined;
  readonly #partitions = new Map<string, number>();
  readonly #missing = new Map<string, string>();
  /** Bytes that a topic takes in one batch; `undefined` where the broker doesn't tell. */
  readonly #limits = new Map<string, Promise<number | undefined>>();
  #partitionsRead = 0;
  #again: NodeJS.Timeout | undefined;
  #turn = 0;

  constructor(private readonly options: SenderOptions) {}

  async reconnect(): Promise<void> {
    await this.close();
    const producer = this.#create();
    this.#producer = producer;
    this.#limits.clear();
    await this.#readPartitions(producer);
  }

  missing(topic: string): string | undefined {
    return this.#missing.get(topic);
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    clearTimeout(this.#again);
    // Its requests in flight end with an error: their callers are told that the outcome is unknown.
    if (producer) await new Promise<void>((resolve) => producer.close(true, () => resolve()));
  }

  async send(records: readonly OutRecord[]): Promise<readonly Answer[]> {
    const producer = this.#producer;
    if (!producer) throw new Error("not connected");
    if (performance.now() - this.#partitionsRead > METADATA_MAX_AGE_MS) await this.#readPartitions(producer);
    this.#turn++;
    const messages = records.map((record) => this.#message(record));
    const known = messages.filter((message) => message !== undefined);
    try {
      const { offsets = [] } = known.length > 0 ? await producer.send({ messages: known, acks: ACKS_ALL }) : {};
      const outcomes = new Map<Partition, Outcome>();
      for (const { topic, partition, offset } of offsets) outcomes.set(`${topic}/${partition}`, offset);
      return this.#answers(records, messages, (partition) => outcomes.get(partition));
    } catch (error) {
      const outcomes = outcomesOf(error);
      if (outcomes.size === 0) throw error;
      const none = unanswered(error);
      const answers = this.#answers(records, messages, (partition) => outcomes.get(partition) ?? none);
      return Promise.all(answers.map((answer, index) => this.#limited(answer, records[index]?.topic ?? "")));
    }
  }

  #answers(
    records: readonly OutRecord[],
    messages: readonly (Message | undefined)[],
    outcomeOf: (partition: Partition) => Outcome | undefined,
  ): Answer[] {
    const counts = new Map<Partition, number>();
    const placeOf = ({ topic, partition }: Message): Partition => `${topic}/${partition}`;
    for (const message of messages) if (message) counts.set(placeOf(message), (counts.get(placeOf(message)) ?? 0) + 1);
    const taken = new Map<Partition, bigint>();
    return records.map(({ topic }, index) => {
      const message = messages[index];
      if (!message) return { failed: "stream", reason: this.#missing.get(topic) ?? "not there", shared: false };
      const place = placeOf(message);
      const outcome = outcomeOf(place);
      if (outcome === undefined) return { topic };
      if (typeof outcome !== "bigint") return this.#failure(topic, outcome, counts.get(place) ?? 1);
      const offset = taken.get(place) ?? outcome;
      taken.set(place, offset + 1n);
      return { topic, partition: message.partition, offset: offset.toString() };
    });
  }

  #failure(topic: string, { failed, reason }: Pick<Failure, "failed" | "reason">, together: number): Failure {
    // Its leader may be another one by now: nothing is sent there before that is known.
    if (failed === "stream" || failed === "unknown") this.#miss(topic, reason);
    return { failed, reason, shared: together > 1 && (failed === "too-large" || failed === "invalid") };
  }

  /** With the topic's limit, where that is what the record is about. */
  async #limited(answer: Answer, topic: string): Promise<Answer> {
    if (!("failed" in answer) || answer.failed !== "too-large" || answer.shared) return answer;
    const known = this.#limits.get(topic) ?? this.#readLimit(topic);
    this.#limits.set(topic, known);
    const limit = await known;
    return limit === undefined ? answer : { ...answer, limit };
  }

  /** Needs the permission to describe the topic's configs; without it the limit stays unknown. */
  async #readLimit(topic: string): Promise<number | undefined> {
    const admin = new Admin(this.#connection());
    try {
      const configurationKeys = ["max.message.bytes"];
      const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configurationKeys };
      const [described] = await admin.describeConfigs({ resources: [resource] });
      const limit = Number(described?.configs.find(({ name }) => name === "max.message.bytes")?.value);
      return Number.isInteger(limit) && limit > 0 ? limit : undefined;
    } catch {
      return undefined;
    } finally {
      await new Promise<void>((resolve) => admin.close(() => resolve()));
    }
  }

  /** `undefined` where the topic isn't there. */
  #message(record: OutRecord): Message | undefined {
    const { topic, key, value, headers } = record;
    const count = this.#partitions.get(topic);
    if (count === undefined) return undefined;
    // Records without a key go, batch by batch, to one partition after the other.
    const partition = key ? partitionOf(key, count) : this.#turn % count;
    return { topic, partition, value, ...(key && { key }), ...(headers && { headers }) };
  }

  /** One topic that can't be written to doesn't keep the others from it. */
  async #readPartitions(producer: BufferProducer): Promise<void> {
    const { topics } = this.options;
    const read = async (some: readonly string[]) => {
      const metadata = await producer.metadata({ topics: [...some], forceUpdate: true });
      for (const topic of some) this.#learn(topic, metadata.topics.get(topic)?.partitionsCount ?? 0);
    };
    try {
      await read(topics);
    } catch (error) {
      // The broker answers for all of them at once: only one by one it says which it is about.
      if (aboutTopic(error) === undefined) throw error;
      for (const topic of topics) {
        await read([topic]).catch((error: unknown) => {
          const word = aboutTopic(error);
          if (word === undefined) throw error;
          this.#miss(topic, word);
        });
      }
    }
    this.#partitionsRead = performance.now();
  }

  #learn(topic: string, count: number): void {
    if (count === 0) this.#miss(topic, "it has no partitions");
    else {
      this.#partitions.set(topic, count);
      this.#missing.delete(topic);
    }
  }

  #miss(topic: string, word: string): void {
    const isGone = word.startsWith("UNKNOWN_TOPIC_OR_PARTITION");
    const why = `topic ${topic} does not exist, or ${this.#who()} may not write to it`;
    this.#missing.set(topic, isGone ? why : `topic ${topic}: ${word}`);
    if (isGone) this.#partitions.delete(topic);
    this.#lookAgain();
  }

  #lookAgain(): void {
    clearTimeout(this.#again);
    const look = async () => {
      const producer = this.#producer;
      // Where the broker itself doesn't answer, the next record finds out.
      if (producer) await this.#readPartitions(producer).catch(() => this.#lookAgain());
    };
    this.#again = setTimeout(() => void look(), MISSING_RETRY_MS);
    this.#again.unref();
  }

  #who(): string {
    return this.options.kafka.sasl?.username ?? "this client";
  }

  #create(): BufferProducer {
    return new Producer({
      ...this.#connection(),
      idempotent: false,
      acks: ACKS_ALL,
      repeatOnStaleMetadata: false,
    });
  }

  #connection() {
    const { kafka, clientId, timeoutMs } = this.options;
    return {
      clientId,
      bootstrapBrokers: [...kafka.bootstrap],
      retries: 0,
      autocreateTopics: false,
      connectTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: timeoutMs,
      timeout: timeoutMs,
      metadataMaxAge: METADATA_MAX_AGE_MS * 5,
      strict: false,
      ...(kafka.tls && { tls: {}, tlsServerName: true }),
      ...(kafka.sasl && { sasl: { ...kafka.sasl } }),
    };
  }
}
