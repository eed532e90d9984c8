import { principalPassword, readRuntime } from "../../embedded";
import { UserError } from "../../toolchain";
import { print } from "../log";
import { meshHome } from "../project";
import { AccessDenied, readTopic } from "../records";

export interface ReadOptions {
  /** Principal of a data product, `<domain>.<product>`. */
  readonly as?: string;
  readonly limit: number;
}

/** Prints the records of an event stream, one JSON document a line, decoded by the schema that each one names. */
export async function read(topic: string, { as, limit }: ReadOptions): Promise<void> {
  const runtime = readRuntime(meshHome());
  if (!runtime?.supervisor) throw new UserError("Nothing runs.", [], ["npx mesh up"]);
  const { bootstrap, username, password } = runtime.kafka;
  const login = as ? { username: as, password: principalPassword(password, as) } : { username, password };
  try {
    const options = { topic, limit, bootstrap, registryUrl: runtime.registry.url, ...login };
    for await (const record of readTopic(options)) print(JSON.stringify(record));
  } catch (error) {
    if (error instanceof Error && /unknown topic/i.test(error.message))
      throw new UserError(`stream: given ${topic}, which the broker does not have.`, [], ["npx mesh status"]);
    if (!(error instanceof AccessDenied)) throw error;
    throw new UserError(`${login.username} may not read ${topic}: ${error.message}.`, [
      "a product may read what it declares as an input port with a role that the producer's contract lists",
    ]);
  }
}
