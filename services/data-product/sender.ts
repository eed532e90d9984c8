/** What the queue and a broker's client say to each other. */

export interface OutRecord {
  readonly topic: string;
  readonly key: Buffer | undefined;
  readonly value: Buffer;
  readonly headers?: Map<Buffer, Buffer>;
}

/** Where the broker put a record. `partition` and `offset` are left out where the broker's answer didn't say. */
export interface Placement {
  readonly topic: string;
  readonly partition?: number;
  readonly offset?: string;
}

/**
 * Why a record has no place:
 * - `too-large`, `invalid`: the broker refuses it for good, and has written nothing of what came with it;
 * - `stream`: the broker refuses its topic for now (missing, not allowed, too few replicas), and has written nothing;
 * - `unknown`: the broker itself can't say whether it was written, as when a stream's leader changes meanwhile;
 * - `lost`: the same, because no answer came; the way to the broker has to be made anew.
 */
export interface Failure {
  readonly failed: "too-large" | "invalid" | "stream" | "unknown" | "lost";
  /** The broker's word, without values of the record. */
  readonly reason: string;
  /** True where another record of the same request may be the one at fault. */
  readonly shared: boolean;
  /** Of `too-large`: bytes that the topic takes, where the broker tells. */
  readonly limit?: number;
}

export type Answer = Placement | Failure;

/** One way to a broker. */
export interface Sender {
  /**
   * Writes all records in one go, acks=all; resolves with an answer for each, in order.
   *
   * @throws Error where nothing is known of any of them.
   */
  send(records: readonly OutRecord[]): Promise<readonly Answer[]>;
  /** Resolves when the broker answers; gives up old connections first. */
  reconnect(): Promise<void>;
  /** Why a topic can't be written to while the broker is there; `undefined` when it can. */
  missing(topic: string): string | undefined;
  close(): Promise<void>;
}

/** Why a record was not acknowledged, and whether it may be on the broker all the same. */
export class NotAcknowledged extends Error {
  override readonly name = "NotAcknowledged";
  constructor(
    readonly reason: "broker-down" | "queue-full" | "timeout" | "closing" | Failure["failed"],
    readonly outcome: "not-written" | "unknown",
    message: string,
  ) {
    super(message);
    this.stack = "";
  }

  /** Of a record that the broker answered for. */
  static of({ topic, key, value }: OutRecord, { failed, reason, limit }: Failure): NotAcknowledged {
    const size = `${value.length + (key?.length ?? 0)} bytes`;
    const most = limit === undefined ? "its max.message.bytes allows" : `its limit of ${limit} bytes`;
    const message =
      failed === "too-large"
        ? `The record takes ${size} in the stream ${topic}, more than ${most}.`
        : `The stream ${topic} does not take the record: ${reason}.`;
    return new NotAcknowledged(failed, failed === "unknown" ? "unknown" : "not-written", message);
  }
}

/** The innermost message of an error: the outer ones only say that something failed. */
export function describe(error: unknown): string {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    if (!(inner instanceof Error)) break;
    current = inner;
  }
  const message = current instanceof Error ? current.message : String(current);
  return message.trim().replace(/\.$/, "");
}
