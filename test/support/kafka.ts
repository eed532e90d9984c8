/** Reads what the embedded broker holds, for tests and benchmarks. */
import { Consumer } from "@platformatic/kafka";
import { connection, type Login, recordsIn, withAdmin } from "../../embedded/admin";

export interface StoredRecord {
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** All of them, from the beginning. */
export async function readAll(login: Login, topic: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  const count = await withAdmin(login, (admin) => recordsIn(admin, topic));
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
