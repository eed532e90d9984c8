/**
 * The API of a data product as OpenAPI 3.1, derived from its contracts. The service answers /openapi.json with it, so
 * that nobody describes an API that isn't there.
 */
import type { Contract, DataProduct, Dataset } from "../model";
import { keyParts } from "../record-key";
import { type Exporter, NotExpressible, pretty } from "./exporter";
import { jsonSchema } from "./json-schema";
import { KINDS, type Kind } from "./refusals";

type Json = Readonly<Record<string, unknown>>;

/** Whose API it is: a product, or a contract by itself. */
export type ApiOwner = Pick<DataProduct, "name" | "version" | "description" | "support"> & Pick<Contract, "team">;

/** What can be read and written of a dataset. */
export interface ApiEndpoint {
  /** `/<entity>` */
  readonly path: string;
  readonly entity: string;
  readonly contract: Contract;
  readonly dataset: Dataset;
  readonly schema: object;
  /** Present where records can be posted. */
  readonly intake?: { readonly topic: string };
}

/** Paths that the service needs itself. */
export const OWN_PATHS: ReadonlySet<string> = new Set(["healthz", "readyz", "metrics", "openapi.json", "problems"]);

/** The document; a plain object. */
export function openApi(owner: ApiOwner, endpoints: readonly ApiEndpoint[]): Json {
  const { description, support, team } = owner;
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: {
      title: owner.name,
      version: owner.version,
      ...(description.purpose && { description: description.purpose }),
      ...(team && { contact: { name: team.name, ...(support[0]?.url && { url: support[0].url }) } }),
    },
    tags: endpoints.map(({ entity, dataset }) => ({ name: entity, description: dataset.description ?? entity })),
    paths: Object.assign({}, ...endpoints.map(pathsOf)) as Json,
    components: {
      schemas: {
        ...Object.fromEntries(endpoints.map((endpoint) => [endpoint.entity, embedded(endpoint.schema)])),
        Problem: PROBLEM_SCHEMA,
      },
    },
  };
}

function pathsOf({ path, entity, contract, dataset, intake }: ApiEndpoint): Json {
  const common = { tags: [entity] };
  return {
    ...(intake && { [path]: { post: { ...common, ...postOf(entity, keyParts(dataset), intake.topic) } } }),
    [`${path}/schema`]: {
      get: {
        ...common,
        operationId: `schemaOf_${identifier(entity)}`,
        summary: `JSON Schema of ${entity} ${contract.version}`,
        parameters: [
          { name: "version", in: "query", required: false, schema: { enum: [contract.version, "latest"] } },
          { name: "If-None-Match", in: "header", required: false, schema: { type: "string" } },
        ],
        responses: {
          200: { description: "The schema", content: { "application/schema+json": { schema: { type: "object" } } } },
          304: { description: "Unchanged" },
          ...refusals("not-found"),
        },
      },
    },
  };
}

function postOf(entity: string, key: readonly string[], topic: string): Json {
  return {
    operationId: `post_${identifier(entity)}`,
    summary: `Writes one record to ${topic}`,
    description:
      "The runtime rules decide first (403), then the contract (422). 201 means that the broker has the record with " +
      "acks=all. After a 503 send the same request again with the same Idempotency-Key: consumers tell a repeated " +
      "record by it.",
    parameters: [
      {
        name: "Idempotency-Key",
        in: "header",
        required: false,
        description: "Travels with the record as the Kafka header idempotency-key",
        schema: { type: "string", pattern: IDEMPOTENCY_KEY.source },
      },
    ],
    requestBody: {
      required: true,
      content: { "application/json": { schema: { $ref: `#/components/schemas/${entity}` } } },
    },
    responses: {
      201: {
        description: "The broker has the record",
        content: {
          "application/json": {
            schema: {
              type: "object",
              required: ["status", "topic", ...key],
              properties: {
                status: { const: "queued" },
                ...Object.fromEntries(key.map((name) => [name, {}])),
                topic: { type: "string" },
                partition: { type: "integer" },
                offset: { type: "integer" },
              },
            },
          },
        },
      },
      ...refusals(
        "malformed-json",
        "policy-denied",
        "body-too-large",
        "unsupported-media-type",
        "contract-violation",
        "unavailable",
      ),
    },
  };
}

/** What an Idempotency-Key may look like: 1 to 200 visible ASCII characters. */
export const IDEMPOTENCY_KEY = /^[!-~]{1,200}$/;

function refusals(...kinds: readonly Kind[]): Json {
  const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  return Object.fromEntries(
    kinds.map((kind) => [
      KINDS[kind].status,
      {
        description: KINDS[kind].title,
        content,
        ...(kind === "unavailable" && {
          headers: { "Retry-After": { description: "Seconds", schema: { type: "integer" } } },
        }),
      },
    ]),
  );
}

/** Within the document the dialect is already said, and a foreign `$id` would move the base of references. */
function embedded(schema: object): Json {
  const { $schema: _dialect, $id: _id, version: _version, ...rest } = schema as Record<string, unknown>;
  return rest;
}

function identifier(entity: string): string {
  return entity.replace(/\W/g, "_");
}

const PROBLEM_SCHEMA = {
  description: "Problem details, RFC 9457",
  type: "object",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["field", "pointer", "detail"],
        properties: {
          field: { type: "string" },
          pointer: { type: "string" },
          detail: { type: "string" },
          given: {},
          allowed: {},
        },
      },
    },
    violations: {
      type: "array",
      items: { type: "object", required: ["msg"], properties: { msg: { type: "string" } } },
    },
    outcome: { enum: ["not-written", "unknown"] },
  },
} as const;

/** The API of each contract, in the order of a product's ports; a contract that two ports offer is served once. */
function endpointsOf(contracts: readonly Contract[]): ApiEndpoint[] {
  const endpoints = new Map<string, ApiEndpoint>();
  for (const contract of new Set(contracts))
    for (const dataset of contract.datasets) {
      const { entity, stream, source } = dataset;
      const path = `/${entity}`;
      const other = endpoints.get(entity)?.contract.id ?? (OWN_PATHS.has(entity) ? "the service" : undefined);
      if (other !== undefined)
        throw new NotExpressible(source, `the path ${path} is taken by ${other}`, {
          given: entity,
          fix: "give the dataset another customProperty entity",
        });
      const schema = jsonSchema(contract, dataset);
      const intake = stream ? { intake: { topic: stream.topic } } : {};
      endpoints.set(entity, { path, entity, contract, dataset, schema, ...intake });
    }
  return [...endpoints.values()];
}

export const openapi: Exporter = {
  contract: ({ contract }) => ({ text: pretty(openApi(contract, endpointsOf([contract]))) }),
  product: ({ product }) => ({
    text: pretty(openApi(product, endpointsOf(product.outputPorts.map(({ contract }) => contract)))),
  }),
};
