/**
 * Refusals as RFC 9457 problem details (`application/problem+json`).
 */
import { KINDS, type Kind } from "../../contracts/exports/refusals";

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

export { KINDS, type Kind };

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
