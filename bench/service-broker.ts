/** The broker that both sides of the service benchmark write to. */
import { Admin } from "@platformatic/kafka";

export interface Broker {
  /** Environment of a service that writes to it. */
  readonly env: Record<string, string>;
  createTopics(topics: readonly string[]): Promise<void>;
  /** Records that the topic holds, over all its partitions. */
  recordsIn(topic: string): Promise<number>;
  stop(): Promise<void>;
}

const PARTITIONS = [0, 1, 2];
const LATEST = -1n;

/**
 * A running broker without authentication, named by `KAFKA_BOOTSTRAP` (`host:port`). Its topics are left behind.
 * @throws Error where none is named
 */
export async function startBroker(_folder: string): Promise<Broker> {
  const bootstrap = process.env.KAFKA_BOOTSTRAP;
  if (!bootstrap)
    throw new Error(
      "KAFKA_BOOTSTRAP: given nothing; allowed: host:port of a running broker; fix: start one and set it",
    );
  const admin = new Admin({ clientId: "bench", bootstrapBrokers: [bootstrap] });
  return {
    env: { KAFKA_BOOTSTRAP: bootstrap },
    createTopics: async (topics) => {
      const present = new Set(await admin.listTopics());
      const missing = topics.filter((topic) => !present.has(topic));
      if (missing.length > 0) await admin.createTopics({ topics: missing, partitions: PARTITIONS.length, replicas: 1 });
    },
    recordsIn: async (topic) => {
      const partitions = PARTITIONS.map((partitionIndex) => ({ partitionIndex, timestamp: LATEST }));
      const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
      return (listed?.partitions ?? []).reduce((sum, { offset }) => sum + Number(offset), 0);
    },
    stop: () => admin.close(),
  };
}
