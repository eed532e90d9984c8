/** ODCS `servers`: the fields of each type of server, by version of the standard. */
import { z } from "zod";
import {
  anyUri,
  choice,
  integer,
  isMapping,
  list,
  mapping,
  type StandardVersion,
  shapeOf,
  since,
  stableId,
  text,
} from "../fields";
import { custom, role } from "./parts";

const DATABASE = "host! port!:port database!";
const WITH_SCHEMA = `${DATABASE} schema!`;
const HOST_AND_DATABASE = "host! port:port database!";
const DATABASE_ONLY = "host port:port database!";
const FILES = "format:file<310 format>310 encoding>320 delimiter:delimiter<310 delimiter>310";

/** Syntax: `shapeOf` in ../fields.ts. */
const TYPES: Readonly<Record<string, string>> = {
  api: "location!:uri",
  athena: "stagingDir!:uri<320 stagingDir:uri>320 schema! catalog regionName workgroup>320",
  azure: `location!:uri format!:file<310 format!>310 encoding>320 delimiter:delimiter<310 delimiter>310`,
  bigquery: "project! dataset!",
  btrieve: HOST_AND_DATABASE,
  clickhouse: DATABASE,
  cloudsql: WITH_SCHEMA,
  custom:
    "account catalog database dataset delimiter endpointUrl:uri format encoding>320 host location:uri path port:port " +
    "project region regionName schema serviceName stagingDir warehouse stream>310",
  databricks: "host catalog! schema!",
  db2: `${DATABASE} schema`,
  denodo: "host! port!:port database",
  dremio: "host! port!:port schema",
  duckdb: "database! schema:whole<310 schema>310",
  exasol: "host! port:port schema",
  fastobjects: DATABASE_ONLY,
  glue: "account! database! location:uri format encoding>320",
  hana: "host! port:port database schema",
  hive: HOST_AND_DATABASE,
  iceberg: "catalog! catalogUrl!:uri namespace warehouse",
  impala: HOST_AND_DATABASE,
  informix: HOST_AND_DATABASE,
  ingres: HOST_AND_DATABASE,
  kafka: "host! format encoding>320",
  kinesis: "region format encoding>320",
  local: "path! format! encoding>320",
  mysql: DATABASE,
  oracle: "host! port!:port serviceName!",
  poet: DATABASE_ONLY,
  postgres: WITH_SCHEMA,
  postgresql: WITH_SCHEMA,
  presto: "host! catalog schema",
  pubsub: "project!",
  redshift: "host database! schema! region account",
  s3: `location!:uri endpointUrl:uri ${FILES}`,
  sftp: `location!:sftp ${FILES}`,
  snowflake: "host port:port account! database! schema! warehouse",
  sqlserver: "host! port:port database! schema!",
  synapse: DATABASE,
  teradata: "host! port:port database",
  trino: "host! port!:port catalog! schema!",
  vectorwise: HOST_AND_DATABASE,
  versant: DATABASE_ONLY,
  vertica: WITH_SCHEMA,
  zen: HOST_AND_DATABASE,
};

/** Types that the standard's first modelled version doesn't have. */
const SINCE: Readonly<Record<string, StandardVersion>> = {
  ...{ hive: 310, impala: 310, zen: 310 },
  ...{ btrieve: 320, exasol: 320, fastobjects: 320, hana: 320, iceberg: 320, ingres: 320, poet: 320 },
  ...{ teradata: 320, vectorwise: 320, versant: 320 },
};

const ABOUT: Readonly<Record<string, string>> = {
  account: "Account of the cloud or warehouse",
  catalog: "Catalog",
  catalogUrl: "Address of the catalog",
  database: "Database",
  dataset: "Dataset",
  delimiter: "What separates records",
  encoding: "Character encoding",
  endpointUrl: "Address of the service",
  format: "File or record format: avro, json, parquet, …",
  host: "Host",
  location: "Address",
  namespace: "Namespace of the catalog",
  path: "Path of the file",
  port: "Port",
  project: "Project",
  region: "Region",
  regionName: "Region",
  schema: "Schema",
  serviceName: "Name of the service",
  stagingDir: "Where results are staged",
  stream: "Stream",
  warehouse: "Warehouse",
  workgroup: "Workgroup",
};

export interface ServerData {
  readonly [field: string]: unknown;
  readonly server: string;
  readonly type: string;
  readonly format?: string | undefined;
  readonly environment?: string | undefined;
}

export function server(version: StandardVersion): z.ZodType<ServerData> {
  const kinds = (kind: string): z.ZodType => {
    if (kind === "uri") return anyUri();
    if (kind === "sftp") return anyUri().regex(/^sftp:\/\/.*/, { error: "an address like sftp://host/path" });
    if (kind === "port") return version >= 320 ? z.union([integer(), z.string()]) : integer();
    if (kind === "whole") return integer();
    if (kind === "file") return z.enum(["parquet", "delta", "json", "csv"]);
    if (kind === "delimiter") return z.enum(["new_line", "array"]);
    return z.string();
  };
  const types = Object.keys(TYPES).filter((type) => (SINCE[type] ?? 0) <= version);
  const make = (type: string) =>
    mapping(
      version,
      {
        id: since(310, stableId()),
        server: z.string().describe("Name"),
        type: z.enum(types).describe("What kind of server it is"),
        description: text("What it is"),
        environment: text("prod, test, …"),
        roles: list(role(version), "Who may do what there"),
        customProperties: custom(version),
        ...shapeOf(TYPES[type] ?? "", version, { kinds, about: ABOUT }),
      },
      // Of a server whose type isn't known nothing more can be said.
      version >= 310 && type !== "",
    );
  return choice<ServerData>({
    of: (value) => (isMapping(value) && types.includes(value.type as string) ? (value.type as string) : ""),
    variants: [...types, ""],
    make,
  });
}
