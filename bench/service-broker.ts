/** A broker of one's own, for the service's benchmark and its ledger test: the embedded default's, in a folder. */
import { destroyEmbedded, embeddedStatus, startEmbedded } from "../embedded";
import { recordsIn, withAdmin } from "../embedded/admin";
import { readAll, type StoredRecord } from "../test/support/kafka";
import { note } from "./figure";

export type { StoredRecord };

export interface Broker {
  /** Environment of a service that writes to it. */
  readonly env: Record<string, string>;
  createTopics(topics: readonly string[], configs?: Readonly<Record<string, string>>): Promise<void>;
  /** Records that the topic holds, over all its partitions. */
  recordsIn(topic: string): Promise<number>;
  read(topic: string): Promise<StoredRecord[]>;
  /** Ends it with SIGKILL; its supervisor starts it again. */
  kill(): Promise<void>;
  /** Stops it and removes its folder. */
  stop(): Promise<void>;
}

const PARTITIONS = 3;

export async function startBroker(home: string): Promise<Broker> {
  const { kafka } = await startEmbedded({ home, products: [], log: note });
  const { bootstrap, username, password } = kafka;
  return {
    env: {
      KAFKA_BOOTSTRAP: bootstrap,
      KAFKA_SECURITY_PROTOCOL: "SASL_PLAINTEXT",
      KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
      KAFKA_USERNAME: username,
      KAFKA_PASSWORD: password,
    },
    createTopics: (topics, settings = {}) =>
      withAdmin(kafka, async (admin) => {
        const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
        await admin.createTopics({ topics: [...topics], partitions: PARTITIONS, replicas: 1, configs });
      }),
    recordsIn: (topic) => withAdmin(kafka, (admin) => recordsIn(admin, topic)),
    read: (topic) => readAll(kafka, topic),
    kill: async () => {
      const { processes } = await embeddedStatus(home);
      const pid = processes.find(({ name }) => name === "kafka")?.pid;
      if (!pid) throw new Error("the broker does not run");
      process.kill(pid, "SIGKILL");
    },
    stop: () => destroyEmbedded(home),
  };
}
