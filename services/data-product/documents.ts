/**
 * What can be read: the contract's schema, the API's description, an index, the kinds of problems. All of it is known
 * at start, so each is one buffer with an ETag.
 */
import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { openApi } from "../../contracts/exports/openapi";
import type { DataProduct } from "../../contracts/model";
import type { Endpoint } from "./endpoints";
import { KINDS, Refusal } from "./problem";

const JSON_TYPE = "application/json; charset=utf-8";
const SCHEMA_TYPE = "application/schema+json; charset=utf-8";

export function serveDocuments(app: FastifyInstance, product: DataProduct, endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) serveSchema(app, endpoint);
  serve(app, "/openapi.json", openApi(product, endpoints));
  serve(app, "/", index(product, endpoints));
  for (const [kind, { fix, title, status }] of Object.entries(KINDS)) {
    serve(app, `/problems/${kind}`, { title, status, fix });
  }
}

function serve(app: FastifyInstance, path: string, content: object): void {
  const send = sender(content, JSON_TYPE);
  app.get(path, (request, reply) => send(request, reply));
}

function serveSchema(app: FastifyInstance, { path, schema, contract }: Endpoint): void {
  const send = sender(schema, SCHEMA_TYPE);
  app.get<{ Querystring: { version?: unknown } }>(`${path}/schema`, (request, reply) => {
    const asked = request.query.version;
    if (asked !== undefined && asked !== "latest" && asked !== contract.version) {
      throw new Refusal("not-found", `version: given ${JSON.stringify(asked)}, allowed ${contract.version} or latest.`);
    }
    reply.header("content-version", contract.version);
    return send(request, reply);
  });
}

function sender(content: object, type: string) {
  const body = Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return (request: FastifyRequest, reply: FastifyReply) => {
    reply.header("etag", etag).header("cache-control", "no-cache");
    if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.type(type).send(body);
  };
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly, or `*`. */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

function index(product: DataProduct, endpoints: readonly Endpoint[]): object {
  const { id, name, domain, version, status } = product;
  return {
    product: { id, name, domain, version, status },
    links: [
      ...endpoints.flatMap(({ path, entity, intake, contract }) => [
        ...(intake ? [{ rel: "create", method: "POST", href: path, title: `Write one record of ${entity}` }] : []),
        { rel: "describedby", method: "GET", href: `${path}/schema`, title: `JSON Schema, ${contract.version}` },
      ]),
      { rel: "service-desc", method: "GET", href: "/openapi.json", title: "OpenAPI 3.1" },
      { rel: "health", method: "GET", href: "/healthz", title: "Is the process alive" },
      { rel: "ready", method: "GET", href: "/readyz", title: "Can it take records, and if not, why" },
      { rel: "metrics", method: "GET", href: "/metrics", title: "Prometheus metrics" },
    ],
  };
}
