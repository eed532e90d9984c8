import { embeddedStatus, readRuntime } from "../../embedded";
import { type CatalogRow, readCatalog } from "../../provider/catalog";
import { messageOf } from "../../toolchain";
import { type Format, print } from "../log";
import { meshHome } from "../project";
import { table } from "../table";

/** Postgres schema of the platform's catalog, as the local target names it. */
const CATALOG = "mesh_catalog";

/** What runs, and which products the catalog lists. */
export async function status({ format }: { readonly format: Format }): Promise<void> {
  const home = meshHome();
  const { running, supervisor, processes, problems } = await embeddedStatus(home);
  const services = processes.map(({ name, state, pid, endpoints, restarts, detail }) => ({
    name,
    state,
    pid,
    endpoints,
    restarts,
    detail,
  }));
  const catalog = running ? await entries(home) : { products: [], problem: undefined };
  const all = [...problems, ...(catalog.problem ? [catalog.problem] : [])];
  if (format === "json") {
    print(JSON.stringify({ services, products: catalog.products, problems: all }, null, 2));
    return;
  }
  if (!running) {
    print(`Nothing runs in ${home}.\n  Fix: npx mesh up`);
    return;
  }
  print(
    table([
      ["SERVICE", "STATE", "PID", "RESTARTS", "ENDPOINT"],
      ["supervisor", "ready", String(supervisor?.pid ?? ""), "", ""],
      ...services.map(({ name, state, pid, endpoints, restarts }) => [
        name,
        state,
        String(pid ?? ""),
        String(restarts),
        endpoints.join(", "),
      ]),
    ]),
  );
  print(
    `\n${table([
      ["PRODUCT", "DOMAIN", "VERSION", "OWNER", "ENDPOINT"],
      ...catalog.products.map(({ id, domain, version, owner, endpoints }) => [
        id,
        domain,
        version,
        owner,
        endpoints.join(", "),
      ]),
    ])}`,
  );
  for (const { name, detail } of services) if (detail) print(`\n${name}: ${detail}`);
  for (const problem of all) print(`\n${problem}`);
}

interface Listed {
  readonly id: string;
  readonly domain: string;
  readonly version: string;
  readonly owner: string;
  readonly endpoints: readonly string[];
}

async function entries(home: string): Promise<{ readonly products: Listed[]; readonly problem: string | undefined }> {
  const runtime = readRuntime(home);
  if (!runtime) return { products: [], problem: undefined };
  const { host, port, database, user, password } = runtime.postgres;
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`;
  try {
    return { products: (await readCatalog(url, CATALOG)).map(listed), problem: undefined };
  } catch (error) {
    return { products: [], problem: `the catalog can't be read: ${messageOf(error)}` };
  }
}

function listed({ productId, domain, version, record }: CatalogRow): Listed {
  const { owner, outputPorts = [] } = record as {
    readonly owner?: { readonly team?: string };
    readonly outputPorts?: readonly { readonly datasets: readonly { readonly endpoint?: string }[] }[];
  };
  const endpoints = outputPorts.flatMap(({ datasets }) => datasets.flatMap(({ endpoint }) => endpoint ?? []));
  return { id: productId, domain, version, owner: owner?.team ?? "", endpoints };
}
