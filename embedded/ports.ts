/** Ports of the embedded default: as configured where they are free, else others; kept from then on. */
import { createServer } from "node:net";
import getPort from "get-port";

const HOST = "127.0.0.1";

export interface Ports {
  readonly kafka: number;
  readonly registry: number;
  readonly postgres: number;
  /** Product id → port. */
  readonly services: Readonly<Record<string, number>>;
}

export interface PortWishes {
  /** As the stack's config says. Empty: any free ones. */
  readonly configured: Partial<Ports>;
  /** Those of the last time: state and clients know them. */
  readonly kept?: Ports | undefined;
  /** Ids of all products. */
  readonly products: readonly string[];
  /** Told where a port that was wanted is taken. */
  readonly onTaken: (what: string, wanted: number, given: number) => void;
}

/** Below the ports that systems give to outgoing connections: those could be taken while a part restarts. */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const CANDIDATES = 50;

export function freePort(exclude: Iterable<number> = []): Promise<number> {
  const port = Array.from({ length: CANDIDATES }, () => LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST)));
  return getPort({ host: HOST, port, exclude });
}

/** get-port counts a port that it has named itself as taken for a while; a wanted one may be asked for again. */
function isFree(port: number, given: ReadonlySet<number>): Promise<boolean> {
  if (given.has(port)) return Promise.resolve(false);
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** Ports that are free now. */
export async function choosePorts({ configured, kept, products, onTaken }: PortWishes): Promise<Ports> {
  const given = new Set<number>();
  const choose = async (what: string, wanted: number | undefined): Promise<number> => {
    const port = wanted !== undefined && (await isFree(wanted, given)) ? wanted : await freePort(given);
    if (wanted !== undefined && port !== wanted) onTaken(what, wanted, port);
    given.add(port);
    return port;
  };
  const kafka = await choose("Kafka", kept?.kafka ?? configured.kafka);
  const registry = await choose("the schema registry", kept?.registry ?? configured.registry);
  const postgres = await choose("PostgreSQL", kept?.postgres ?? configured.postgres);
  const services: Record<string, number> = {};
  // Of products that are gone, too: their stacks may still be there to be destroyed.
  const ids = new Set([...products, ...Object.keys(kept?.services ?? {})]);
  for (const id of ids)
    services[id] = await choose(`the service of ${id}`, kept?.services[id] ?? configured.services?.[id]);
  return { kafka, registry, postgres, services };
}
