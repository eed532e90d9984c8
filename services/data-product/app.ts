/**
 * The HTTP side: routes, refusals, counting. Knows nothing of Kafka.
 */
import { STATUS_CODES } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { type Check, isReady } from "./checks";
import { serveDocuments } from "./documents";
import type { Endpoint } from "./endpoints";
import { inexactNumbers } from "./numbers";
import { PROBLEM_TYPE, Refusal } from "./problem";
import { type IntakeParts, RETRY_AFTER_S, recordHandler } from "./records";

/**
 * `leaving`: told to stop, but not everybody knows yet: answers as before, and says at /readyz that it will go.
 * `draining`: answers what is under way, takes nothing new.
 */
export type State = "running" | "leaving" | "draining";

export interface AppParts extends IntakeParts {
  readonly endpoints: readonly Endpoint[];
  readonly checks: readonly Check[];
  readonly bodyBytes: number;
  readonly state: () => State;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the idle timeout of the usual load balancers (60 s), so that they close first. */
const KEEP_ALIVE_MS = 65_000;
const OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE"] as const;

/** The application; not yet listening. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: parts.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Refused by our own hook while draining, as a problem document.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    frameworkErrors: (error, request, reply) => refuse(parts, error, { request, reply }),
    clientErrorHandler,
  });
  app.removeContentTypeParser("text/plain");
  parseExactly(app);
  app.setErrorHandler((error, request, reply) => refuse(parts, error, { request, reply }));
  app.setNotFoundHandler((request) => {
    throw new Refusal("not-found", `Nothing is at ${request.method} ${pathOf(request)}.`);
  });
  app.addHook("onRequest", (request, reply, next) => {
    const state = parts.state();
    if (state === "running") return next();
    // The next request of this client should come to another process.
    reply.header("connection", "close");
    if (state === "leaving" || request.method !== "POST") return next();
    next(new Refusal("unavailable", "The service is shutting down.", CLOSING));
  });
  app.addHook("onResponse", (request, reply, next) => {
    // Only known routes become labels: paths that clients make up must not grow the metrics.
    const route = request.routeOptions.url ?? "(unknown)";
    parts.metrics.answered(request.method, route, { status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
    next();
  });
  for (const endpoint of parts.endpoints) serveRecords(app, endpoint, parts);
  serveDocuments(app, parts.product, parts.endpoints);
  serveOperations(app, parts);
  await app.ready();
  return app;
}

/** Fastify's own JSON parser, and a note of the numbers that it rounded. */
function parseExactly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.decorateRequest("inexact", null);
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, text, done) => {
    void parse(request, text, (error, body: unknown) => {
      if (error) return done(error);
      request.inexact = inexactNumbers(text, body);
      done(null, body);
    });
  });
}

const CLOSING = { outcome: "not-written", retryAfter: RETRY_AFTER_S } as const;

function serveRecords(app: FastifyInstance, endpoint: Endpoint, parts: AppParts): void {
  const { intake, path, entity } = endpoint;
  if (intake) app.post(path, recordHandler(endpoint, intake, parts));
  const methods = intake ? OTHER_METHODS : ([...OTHER_METHODS, "POST"] as const);
  const allow = intake ? "POST" : "";
  const hint = intake ? `POST writes one record of ${entity}` : `${entity} has no stream: it can't be written here`;
  app.route({
    method: [...methods],
    url: path,
    // Without a parser for this route's methods the body would be refused first, with another reason.
    onRequest: (_request, _reply, next) =>
      next(new Refusal("method-not-allowed", `${hint}; ${path}/schema has its schema.`, { allow })),
    handler: () => undefined,
  });
}

function serveOperations(app: FastifyInstance, { checks, metrics, state }: AppParts): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", (_request, reply) => {
    const results = checks.map(({ name, endpoint, missing, note }) => {
      const reason = missing() ?? note?.();
      return {
        name,
        ...(endpoint && { endpoint }),
        ok: missing() === undefined,
        ...(reason !== undefined && { reason }),
      };
    });
    const running = state() === "running";
    const ready = running && isReady(checks);
    reply.code(ready ? 200 : 503).header("cache-control", "no-store");
    return { ready, ...(!running && { reason: "shutting down" }), checks: results };
  });
  app.get("/metrics", async (_request, reply) => {
    reply.type(metrics.registry.contentType);
    return metrics.registry.metrics();
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function refuse({ log }: AppParts, error: unknown, { request, reply }: Exchange): FastifyReply {
  const refusal = error instanceof Refusal ? error : translate(error);
  if (refusal.status >= 500 && !(error instanceof Refusal)) {
    // Not the message: libraries put the value at fault into it.
    const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: "" };
    const frames = stack?.split("\n").filter((line) => line.startsWith("    at ")) ?? [];
    log.error({
      event: "request.failed",
      request: request.id,
      path: pathOf(request),
      name,
      frames: frames.slice(0, 6),
    });
  }
  const { retryAfter, allow } = refusal.extra;
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  if (allow !== undefined) reply.header("allow", allow);
  return reply
    .code(refusal.status)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(refusal.document(pathOf(request))));
}

/** What Fastify itself refuses, in our words. */
function translate(error: unknown): Refusal {
  const { code = "", statusCode = 500 } = (error ?? {}) as { code?: string; statusCode?: number };
  switch (code) {
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return new Refusal("malformed-json", "The body is empty; allowed is one JSON object.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new Refusal("unsupported-media-type", "Content-Type: allowed is application/json.");
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new Refusal("body-too-large", "The body is larger than the service takes.");
  }
  if (statusCode < 400 || statusCode >= 500) {
    return new Refusal("internal-error", "The record was not taken because of a fault of the service.");
  }
  return new Refusal("malformed-json", "The body can't be read as one JSON object.");
}

function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

/** Requests that are no HTTP never become a request: answered on the socket. */
function clientErrorHandler(error: Error & { code?: string }, socket: import("node:net").Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };
  const status = statuses[error.code ?? ""] ?? 400;
  const title = STATUS_CODES[status] ?? "Bad Request";
  const body = JSON.stringify({ type: "about:blank", title, status, detail: "The request is not valid HTTP." });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    "Connection: close",
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
