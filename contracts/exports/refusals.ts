/** How the API of a data product refuses. Not a format: what the description of the API and the service share. */

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
  "record-refused": {
    status: 422,
    title: "The stream does not take the record",
    fix: "Correct what the detail names; the broker refuses this record for good.",
  },
  "internal-error": { status: 500, title: "Internal error", fix: "Tell the product's support channel." },
  unavailable: {
    status: 503,
    title: "Not available right now",
    fix: "Send the same request again after Retry-After seconds, with the same Idempotency-Key.",
  },
} as const satisfies Record<string, { status: number; title: string; fix: string }>;

export type Kind = keyof typeof KINDS;
