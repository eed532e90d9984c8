/** Where a dataset's records lie, under the names that lineage tools and catalogs give to such places. */
import type { Dataset } from "../model";
import type { Odcs } from "../odcs";
import type { ContractSource, ProductSource } from "./exporter";

export interface Place {
  /** As DataHub calls it: `kafka`, `postgres`, … */
  readonly platform: string;
  /** As OpenLineage's naming has it: `kafka://kafka.example.com:9092`. */
  readonly namespace: string;
  /** As both have it: `orders.v1`, `mesh.order_events.orders`. */
  readonly name: string;
  /** Environment of the contract's server, where it names one. */
  readonly environment?: string;
  readonly kind: "topic" | "table" | "file";
}

interface Naming {
  readonly platform: string;
  /** Templates over the server's fields, and `table`, `topic`. */
  readonly namespace: string;
  readonly name: string;
  /** Where the server names none. */
  readonly port?: number;
}

const TABLE = "{database}.{schema}.{table}";
const AT = "{host}:{port}";
const postgres: Naming = { platform: "postgres", namespace: `postgres://${AT}`, name: TABLE, port: 5432 };

/** By the type of an ODCS server. Types that aren't here get a name of the mesh's own. */
const NAMINGS: Readonly<Record<string, Naming>> = {
  bigquery: { platform: "bigquery", namespace: "bigquery", name: "{project}.{dataset}.{table}" },
  databricks: { platform: "databricks", namespace: "databricks://{host}", name: "{catalog}.{schema}.{table}" },
  kafka: { platform: "kafka", namespace: `kafka://${AT}`, name: "{topic}", port: 9092 },
  mysql: { platform: "mysql", namespace: `mysql://${AT}`, name: "{database}.{table}", port: 3306 },
  oracle: { platform: "oracle", namespace: `oracle://${AT}`, name: "{serviceName}.{schema}.{table}", port: 1521 },
  postgres,
  postgresql: postgres,
  redshift: { platform: "redshift", namespace: `redshift://${AT}`, name: TABLE, port: 5439 },
  snowflake: { platform: "snowflake", namespace: "snowflake://{account}", name: TABLE },
  sqlserver: { platform: "mssql", namespace: `mssql://${AT}`, name: TABLE, port: 1433 },
  trino: { platform: "trino", namespace: `trino://${AT}`, name: "{catalog}.{schema}.{table}", port: 8080 },
};

/** Names of hosts; `the target's broker` is none. */
const HOST = /^[A-Za-z0-9.-]+$/;
/** Stands for an address that only the target decides: producer and consumers have to have one name for it. */
const OF_TARGET = "mesh";

/** The places of a dataset, a contract's stream first; at least one. */
export function placesOf(source: ContractSource, dataset: Dataset): readonly Place[] {
  const { contract, data } = source;
  const found = new Map<string, Place>();
  for (const server of data.servers ?? []) {
    const place = placeAt(server, data, dataset);
    if (place && !found.has(`${place.namespace} ${place.name}`)) found.set(`${place.namespace} ${place.name}`, place);
  }
  if (found.size > 0)
    return [...found.values()].sort((a, b) => Number(b.kind === "topic") - Number(a.kind === "topic"));
  const platform = data.servers?.[0]?.type ?? OF_TARGET;
  return [
    { platform, namespace: `${OF_TARGET}://${contract.domain}`, name: `${contract.id}.${dataset.name}`, kind: "table" },
  ];
}

/** What a product reads through its input ports: a dataset's stream, or where it has none, its first place. */
export function inputPlaces({ product, contracts }: ProductSource): Place[] {
  const read = new Map<string, Place>();
  for (const { contract } of product.inputPorts) {
    const data = contracts.get(contract.id);
    for (const dataset of data ? contract.datasets : []) {
      const [place] = data ? placesOf({ kind: "contract", contract, data }, dataset) : [];
      if (place) read.set(`${place.namespace} ${place.name}`, place);
    }
  }
  return [...read.values()];
}

function placeAt(server: NonNullable<Odcs["servers"]>[number], data: Odcs, dataset: Dataset): Place | undefined {
  const more = server.environment === undefined ? {} : { environment: server.environment };
  if (typeof server.location === "string") return fileAt(server.location, server.type, more);
  const naming = NAMINGS[server.type];
  if (!naming) return undefined;
  const [host = "", port] =
    String(server.host ?? "")
      .split(",")[0]
      ?.split(/:(?=\d+$)/) ?? [];
  const object = data.schema?.find(({ name }) => name === dataset.name);
  const table = dataset.table?.name ?? object?.physicalName ?? dataset.name;
  const fields: Readonly<Record<string, unknown>> = {
    ...server,
    host,
    port: port ?? server.port ?? naming.port,
    schema: dataset.table?.schema ?? server.schema,
    topic: dataset.stream?.topic ?? table,
    table,
  };
  const namespace = HOST.test(host)
    ? naming.namespace
    : naming.namespace.replace(AT, OF_TARGET).replace("{host}", OF_TARGET);
  const kind = server.type === "kafka" ? "topic" : "table";
  return {
    platform: naming.platform,
    namespace: fill(namespace, fields),
    name: fill(naming.name, fields),
    kind,
    ...more,
  };
}

/** `s3://bucket/orders/*.parquet` → the bucket, and what is in it. */
function fileAt(location: string, type: string, more: Pick<Place, "environment">): Place | undefined {
  const [, namespace, name] = /^([a-z][a-z0-9+.-]*:\/\/[^/]+)\/(.+)$/i.exec(location) ?? [];
  return namespace === undefined || name === undefined
    ? undefined
    : { platform: type, namespace, name, kind: "file", ...more };
}

/** A part that the server doesn't name is left out with its dot. */
function fill(template: string, fields: Readonly<Record<string, unknown>>): string {
  return template
    .replace(/\{(\w+)\}/g, (_all, field: string) => String(fields[field] ?? ""))
    .replace(/\.{2,}/g, ".")
    .replace(/^\.|\.$/g, "");
}
