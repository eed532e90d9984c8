/** An administrator of a broker that asks for SCRAM logins. */
import { Admin } from "@platformatic/kafka";

export interface Login {
  /** `host:port` */
  readonly bootstrap: string;
  readonly username: string;
  readonly password: string;
}

/** What each client of that broker is made with. */
export function connection({ bootstrap, username, password }: Login) {
  return {
    clientId: "mesh",
    bootstrapBrokers: [bootstrap],
    sasl: { mechanism: "SCRAM-SHA-512" as const, username, password },
    retries: 1,
  };
}

/** Work of an administrator, who is closed afterwards. */
export async function withAdmin<T>(login: Login, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Admin(connection(login));
  // Told again by the call that fails; without a listener it would end the process.
  admin.on("error", () => undefined);
  try {
    return await work(admin);
  } finally {
    await admin.close().catch(() => undefined);
  }
}

const LATEST = -1n;
const EARLIEST = -2n;

/** Records that a topic holds now, over all its partitions. */
export async function recordsIn(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.metadata({ topics: [topic] });
  const count = topics.get(topic)?.partitionsCount ?? 0;
  const at = async (timestamp: bigint) => {
    const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
    const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    return (listed?.partitions ?? []).reduce((sum, { offset }) => sum + Number(offset), 0);
  };
  return (await at(LATEST)) - (await at(EARLIEST));
}
