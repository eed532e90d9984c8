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
import { keyParts } from "../../contracts/record-key";
import type { BundleKeeper } from "./bundle-keeper";
import type { Endpoint, Intake } from "./endpoints";
import { keyMembers, keyOf } from "./keys";
import type { Metrics } from "./metrics";
import { ExactNumber, type Inexact, isPrintedDouble } from "./numbers";
import type { Policy } from "./policy";
import { type FieldFault, Refusal } from "./problem";
import type { RecordQueue } from "./queue";
import type { Eventually } from "./retry";
import { NotAcknowledged, type OutRecord, type Placement } from "./sender";
import { encodingFault, redact, roundingFault } from "./validation";
import { NotEncodable } from "./wire";

export const RETRY_AFTER_S = 1;
const SUMMARISED = 3;
const IDEMPOTENCY_HEADER = Buffer.from("idempotency-key");

export interface IntakeParts {
  readonly product: DataProduct;
  readonly policy: BundleKeeper;
  /** By subject. */
  readonly schemaIds: ReadonlyMap<string, Eventually<number>>;
  readonly queue: RecordQueue;
  readonly metrics: Metrics;
  readonly log: Logger;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Numbers of the body that JSON.parse rounded. */
    inexact: readonly Inexact[] | null;
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<string>;

/** The handler of an endpoint's records. */
export function recordHandler(endpoint: Endpoint, intake: Intake, parts: IntakeParts): Handler {
  const decide = decider(endpoint, intake, parts);
  const schemaIdOf = parts.schemaIds.get(intake.subject.subject);
  const key = keyParts(endpoint.dataset);
  const shownKey = keyMembers(endpoint.dataset, key);

  return async (request, reply) => {
    const { body, inexact } = request;
    decide(request, body);
    const faults = faultsOf(body, inexact ?? [], { endpoint, intake });
    if (faults.length > 0) {
      throw new Refusal("contract-violation", summary(faults.map(({ field, detail }) => `${field} ${detail}`)), {
        errors: faults,
      });
    }
    const schemaId = schemaIdOf?.value;
    if (schemaId === undefined) {
      throw unavailable(`The stream's schema id is not known yet: ${schemaIdOf?.missing}.`, "not-written");
    }
    const valid = body as Readonly<Record<string, unknown>>;
    const record = {
      topic: intake.topic,
      key: keyOf(key, valid),
      value: encode(intake, schemaId, body),
      ...headersOf(request),
    };
    const placement = await write(parts, record);
    reply.code(201).type("application/json; charset=utf-8");
    return answer(placement, shownKey(valid));
  };
}

interface Place {
  readonly endpoint: Endpoint;
  readonly intake: Intake;
}

/** Of a body without faults, numbers that JSON.parse rounded are put right where the stream keeps all their digits. */
function faultsOf(body: unknown, inexact: readonly Inexact[], { endpoint, intake }: Place): readonly FieldFault[] {
  const faults = intake.validate(body);
  if (inexact.length === 0) return faults;
  const kinds = inexact.map((number) => ({ number, kind: intake.numberAt(number.path) }));
  for (const { number, kind } of kinds) if (kind === "decimal") setAt(body, number);
  const rounded = kinds.filter(
    ({ kind, number }) => kind === "other" || (kind === "float" && !isPrintedDouble(number.literal)),
  );
  return [...faults, ...rounded.map(({ number }) => roundingFault(number, endpoint.dataset))];
}

function setAt(body: unknown, { path, literal }: Inexact): void {
  let parent = body as Record<string, unknown>;
  for (const name of path.slice(0, -1)) parent = parent[name] as Record<string, unknown>;
  parent[path.at(-1) ?? ""] = new ExactNumber(literal);
}

type Messages = readonly { readonly msg: string }[];

function decider({ path, dataset, contract }: Endpoint, { validate }: Intake, parts: IntakeParts) {
  const { product, policy, metrics, log } = parts;
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
    // On the way in there is nobody to hide a field from: a rule that masks denies here.
    const said = (of: typeof violations): Messages => of.map(({ msg }) => ({ msg: redact(msg, body, dataset) }));
    const noted = said(violations.filter(({ mode }) => mode === "log"));
    const denied = said(violations.filter(({ mode }) => mode !== "log"));
    const record = (event: string, found: Messages) => {
      const messages = found.map(({ msg }) => msg);
      log.warn({ event, method, path, request: id, messages, bundle: rules.revision });
      return messages;
    };
    if (noted.length > 0) record("policy.noted", noted);
    metrics.decided(path, denied.length === 0 ? "allow" : "deny");
    if (denied.length === 0) return;
    const messages = record("policy.denied", denied);
    // What the contract finds besides: corrected at once, the record needs no second refusal.
    const errors = validate(body);
    throw new Refusal("policy-denied", summary(messages), { violations: denied, ...(errors.length > 0 && { errors }) });
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
    if (error.reason === "too-large") throw new Refusal("body-too-large", error.message);
    if (error.reason === "invalid") throw new Refusal("record-refused", error.message);
    throw unavailable(error.message, error.outcome);
  }
}

function unavailable(detail: string, outcome: "not-written" | "unknown"): Refusal {
  return new Refusal("unavailable", detail, { outcome, retryAfter: RETRY_AFTER_S });
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
