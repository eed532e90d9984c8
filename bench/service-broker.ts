// scratch version, replaced by embedded
import { Admin } from "@platformatic/kafka";
export interface Broker {
  readonly env: Record<string, string>;
  createTopics(t: readonly string[]): Promise<void>;
  recordsIn(t: string): Promise<number>;
  stop(): Promise<void>;
}
export async function startBroker(_folder: string): Promise<Broker> {
  const admin = new Admin({ clientId: "bench", bootstrapBrokers: ["127.0.0.1:19092"] });
  return {
    env: { KAFKA_BOOTSTRAP: "127.0.0.1:19092" },
    createTopics: async (t) => {
      for (const x of t) await admin.createTopics({ topics: [x], partitions: 3, replicas: 1 }).catch(() => undefined);
    },
    recordsIn: async (t) => {
      const r = await admin.listOffsets({
        topics: [{ name: t, partitions: [0, 1, 2].map((i) => ({ partitionIndex: i, timestamp: -1n })) }],
      });
      return r[0]!.partitions.reduce((s, p) => s + Number(p.offset), 0);
    },
    stop: async () => {
      await admin.close();
    },
  };
}
