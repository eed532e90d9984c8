/**
 * POST /<entity>: one record from a request to the broker.
 *
 * The order is policy, contract, broker: rules like "Missing 'currency' field" speak about what the contract may refuse
 * too, and a denial has to be recorded even when the record is malformed. Nothing is answered with 201 that the broker
 * has not acknowledged with acks=all.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "pino";
import { IDEMPOTENCY_KEY } from "../../contracts/exports/openapi";
import type { DataProduct } from "../../contracts/model";
import type { Endpoint, Intake } from "./endpoints";
import type { Metrics } from "./metrics";
import type { Policy } from "./policy";
import { Refusal } from "./problem";
import { NotAcknowledged, type OutRecord, type Placement, type RecordQueue } from "./queue";
import type { Eventually } from "./retry";
import { encodingFault, redact } from "./validation";
import { NotEncodable } from "./wire";

export const RETRY_AFTER_S = 1;
const SUMMARISED = 3;
const IDEMPOTENCY_HEADER = Buffer.from("idempotency-key");

export interface IntakeParts {
  readonly product: DataProduct;
  readonly policy: Eventually<Policy>;
  /** By subject. */
  readonly schemaIds: ReadonlyMap<string, Eventually<number>>;
  readonly queue: RecordQueue;
  readonly metrics: Metrics;
  readonly log: Logger;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

/** The handler of an endpoint's records. */
export function recordHandler(endpoint: Endpoint, intake: Intake, parts: IntakeParts): Handler {
  const decide = decider(endpoint, parts);
  const schemaIdOf = parts.schemaIds.get(intake.subject.subject);
  const { key } = endpoint.dataset;
  const keyName = key === undefined ? "" : `${JSON.stringify(key)}:`;

  return async (request, reply) => {
    const { body } = request;
    decide(request, body);
    const faults = intake.validate(body);
    if (faults.length > 0) {
      throw new Refusal("contract-violation", summary(faults.map(({ field, detail }) => `${field} ${detail}`)), {
        errors: faults,
      });
    }
    const schemaId = schemaIdOf?.value;
    if (schemaId === undefined) {
      throw unavailable(`The stream's schema id is not known yet: ${schemaIdOf?.missing}.`, "not-written");
    }
    const keyValue = key === undefined ? undefined : (body as Readonly<Record<string, unknown>>)[key];
    const record = {
      topic: intake.topic,
      key: keyOf(keyValue),
      value: encode(intake, schemaId, body),
      ...headersOf(request),
    };
    const placement = await write(parts, record);
    reply.code(201).type("application/json; charset=utf-8");
    return answer(placement, keyName === "" ? "" : `${keyName}${JSON.stringify(keyValue) ?? "null"},`);
  };
}

function decider({ path, dataset, contract }: Endpoint, { product, policy, metrics, log }: IntakeParts) {
  const about = {
    product: { id: product.id, domain: product.domain, version: product.version },
    contract: { id: contract.id, version: contract.version, status: contract.status },
  };
  return ({ method, id }: FastifyRequest, body: unknown): void => {
    const rules = policy.value;
    if (!rules) throw unavailable(`No policy bundle: ${policy.missing}.`, "not-written");
    let violations: ReturnType<Policy["decide"]>;
    try {
      violations = rules.decide({ method, path, body, ...about });
    } catch (error) {
      metrics.decided(path, "error");
      log.error({ event: "policy.failed", path, request: id, reason: String(error), bundle: rules.revision });
      throw unavailable("The runtime rules could not be evaluated.", "not-written");
    }
    if (violations.length === 0) {
      metrics.decided(path, "allow");
      return;
    }
    metrics.decided(path, "deny");
    const hidden = violations.map(({ msg }) => ({ msg: redact(msg, body, dataset) }));
    const messages = hidden.map(({ msg }) => msg);
    log.warn({ event: "policy.denied", method, path, request: id, messages, bundle: rules.revision });
    throw new Refusal("policy-denied", summary(messages), { violations: hidden });
  };
}

function encode({ encode }: Intake, schemaId: number, body: unknown): Buffer {
  try {
    return encode(schemaId, body);
  } catch (error) {
    if (!(error instanceof NotEncodable)) throw error;
    const fault = encodingFault(error);
    throw new Refusal("contract-violation", `${fault.field} ${fault.detail}`, { errors: [fault] });
  }
}

async function write({ queue, metrics }: IntakeParts, record: OutRecord): Promise<Placement> {
  try {
    const placement = await queue.add(record);
    metrics.acknowledged(record.topic);
    return placement;
  } catch (error) {
    if (!(error instanceof NotAcknowledged)) throw error;
    metrics.unacknowledged(error.reason);
    throw unavailable(error.message, error.outcome);
  }
}

function unavailable(detail: string, outcome: "not-written" | "unknown"): Refusal {
  return new Refusal("unavailable", detail, { outcome, retryAfter: RETRY_AFTER_S });
}

function keyOf(value: unknown): Buffer | undefined {
  if (value === undefined || value === null) return undefined;
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
}

function headersOf({ headers }: FastifyRequest): { headers?: Map<Buffer, Buffer> } {
  const given = headers["idempotency-key"];
  if (given === undefined) return {};
  if (typeof given !== "string" || !IDEMPOTENCY_KEY.test(given)) {
    throw new Refusal("bad-header", "Idempotency-Key: allowed are 1 to 200 visible ASCII characters.");
  }
  return { headers: new Map([[IDEMPOTENCY_HEADER, Buffer.from(given)]]) };
}

/** By hand: three known fields after the article's own two. */
function answer({ topic, partition, offset }: Placement, key: string): string {
  const place = partition === undefined ? "" : `,"partition":${partition},"offset":${offset}`;
  return `{"status":"queued",${key}"topic":${JSON.stringify(topic)}${place}}`;
}

/** The first few in one line; all of them are in the problem's list. */
function summary(messages: readonly string[]): string {
  const more = messages.length - SUMMARISED;
  return messages.slice(0, SUMMARISED).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
