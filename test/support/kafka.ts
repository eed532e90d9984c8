/** Clients of the embedded broker, for tests and benchmarks. */
import { Admin, Consumer } from "@platformatic/kafka";

export interface Login {
  /** `host:port` */
  readonly bootstrap: string;
  readonly username: string;
  readonly password: string;
}

export interface StoredRecord {
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const LATEST = -1n;

function connection({ bootstrap, username, password }: Login) {
  return {
    clientId: "test",
    bootstrapBrokers: [bootstrap],
    sasl: { mechanism: "SCRAM-SHA-512" as const, username, password },
    retries: 1,
  };
}

/** Work of an administrator, who is closed afterwards. */
export async function withAdmin<T>(login: Login, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin(connection(login));
  admin.on("error", () => undefined);
  try {
    return await work(admin);
  } finally {
    await admin.close().catch(() => undefined);
  }
}

/** Records that the topic was ever given, over all its partitions. */
export function recordsIn(login: Login, topic: string): Promise<number> {
  return withAdmin(login, async (admin) => {
    const { topics } = await admin.metadata({ topics: [topic] });
    const count = topics.get(topic)?.partitionsCount ?? 0;
    const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp: LATEST }));
    const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    return (listed?.partitions ?? []).reduce((sum, { offset }) => sum + Number(offset), 0);
  });
}

/** All of them, from the beginning. */
export async function readAll(login: Login, topic: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  const count = await recordsIn(login, topic);
  if (count === 0) return records;
  const consumer = new Consumer({ ...connection(login), groupId: `test-${crypto.randomUUID()}` });
  try {
    for await (const { key, partition, offset, value, headers } of await consumer.consume({
      topics: [topic],
      mode: "earliest",
      autocommit: false,
    })) {
      const texts = [...headers].map(([name, text]) => [name.toString(), text.toString()] as const);
      records.push({
        key: key?.toString() ?? "",
        partition,
        offset: Number(offset),
        value: Buffer.from(value),
        headers: Object.fromEntries(texts),
      });
      if (records.length >= count) break;
    }
  } finally {
    await Promise.resolve(consumer.close(true)).catch(() => undefined);
  }
  return records;
}
