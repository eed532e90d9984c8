/**
 * Refusals as RFC 9457 problem details (`application/problem+json`).
 */

/** One field that is at fault. */
export interface FieldFault {
  /** Name as a person says it, e.g. `address.city`; `(body)` for the whole body. */
  readonly field: string;
  /** JSON Pointer as a URI fragment (RFC 6901 section 6), e.g. `#/address/city`. */
  readonly pointer: string;
  readonly detail: string;
  /** What was sent; left out for fields that may hold personal or otherwise protected values. */
  readonly given?: unknown;
  readonly allowed?: unknown;
}

/** The document. `type` is a relative reference: the service answers it with the kind's description. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly FieldFault[];
  /** Of a denial: the messages of the rules that denied. */
  readonly violations?: readonly { readonly msg: string }[];
  /** Of a 503: whether the record may nevertheless have been written. */
  readonly outcome?: "not-written" | "unknown";
}

/** Every kind of refusal: its status, its title, and what the caller can do about it. */
export const KINDS = {
  "malformed-json": { status: 400, title: "The body is not valid JSON", fix: "Send one JSON object." },
  "bad-header": { status: 400, title: "A request header cannot be used", fix: "See the detail." },
  "policy-denied": {
    status: 403,
    title: "Denied by policy",
    fix: "A runtime rule of the federation or of the domain refuses the record; the rule's message says why.",
  },
  "not-found": { status: 404, title: "Not found", fix: "GET / lists what is here." },
  "method-not-allowed": { status: 405, title: "Method not allowed", fix: "See the Allow header." },
  "body-too-large": { status: 413, title: "The body is too large", fix: "Send a smaller record." },
  "unsupported-media-type": {
    status: 415,
    title: "Unsupported content type",
    fix: "Send Content-Type: application/json.",
  },
  "contract-violation": {
    status: 422,
    title: "The record does not fulfil the contract",
    fix: "Correct each field in `errors`; GET /<entity>/schema has the contract's JSON Schema.",
  },
  "internal-error": { status: 500, title: "Internal error", fix: "Tell the product's support channel." },
  unavailable: {
    status: 503,
    title: "Not available right now",
    fix: "Send the same request again after Retry-After seconds, with the same Idempotency-Key.",
  },
} as const satisfies Record<string, { status: number; title: string; fix: string }>;

export type Kind = keyof typeof KINDS;

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** A refusal on its way to the client; thrown anywhere below a route, turned into a document in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly kind: Kind,
    detail: string,
    readonly extra: Partial<Omit<Problem, "type" | "title" | "status" | "detail">> & RefusalHeaders = {},
  ) {
    super(detail);
    // A refusal is an answer, not a fault of the program: collecting a stack costs more than deciding.
    this.stack = "";
  }

  get status(): number {
    return KINDS[this.kind].status;
  }

  document(instance: string): Problem {
    const { retryAfter: _seconds, allow: _methods, ...rest } = this.extra;
    const { status, title } = KINDS[this.kind];
    return { type: `/problems/${this.kind}`, title, status, detail: this.message, instance, ...rest };
  }
}

interface RefusalHeaders {
  /** Seconds. */
  readonly retryAfter?: number;
  /** Methods, for the Allow header. */
  readonly allow?: string;
}
