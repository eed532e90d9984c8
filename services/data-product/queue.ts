/**
 * Between the requests and the broker: a bounded queue with natural batching.
 *
 * At most `inFlight` requests to the broker at a time; each takes whatever has queued meanwhile. Nobody lingers: a
 * lone record leaves at once, and under load batches grow by themselves.
 *
 * What a caller may rely on:
 * - `add` resolves only after the broker acknowledged the record (the sender asks for acks=all).
 * - A record is sent at most once by this queue: a failed request is never repeated here, so the service itself
 *   neither duplicates nor reorders. A client that repeats after `outcome: "unknown"` may write a record twice.
 * - Records that one client sends one after another (each after the last one's 201) keep their order per key.
 * - Memory is bounded by `records` and `bytes`; beyond, `add` refuses at once.
 */

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

/** One way to a broker. */
export interface Sender {
  /** Writes all records in one go, acks=all; resolves with a placement for each, in order. */
  send(records: readonly OutRecord[]): Promise<readonly Placement[]>;
  /** Resolves when the broker answers and every topic is there; gives up old connections first. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueLimits {
  readonly records: number;
  readonly bytes: number;
  /** Longest wait before a record is sent, milliseconds. */
  readonly waitMs: number;
  /** Longest wait for the sender, milliseconds. */
  readonly sendMs: number;
  /** Largest batch, bytes: has to stay below the broker's message.max.bytes (1 MiB by default). */
  readonly batchBytes: number;
  readonly batchRecords: number;
  readonly inFlight: number;
}

/** Why a record was not acknowledged, and whether it may be on the broker all the same. */
export class NotAcknowledged extends Error {
  override readonly name = "NotAcknowledged";
  constructor(
    readonly reason: "broker-down" | "queue-full" | "timeout" | "closing",
    readonly outcome: "not-written" | "unknown",
    message: string,
  ) {
    super(message);
    this.stack = "";
  }
}

interface Waiting {
  readonly record: OutRecord;
  readonly bytes: number;
  readonly since: number;
  readonly resolve: (placement: Placement) => void;
  readonly reject: (error: NotAcknowledged) => void;
}

/** What an observer is told; called on the hot path, so it has to be cheap. */
export interface QueueEvents {
  sent?(records: number, bytes: number): void;
  failed?(records: number, error: Error): void;
  link?(up: boolean, reason: string): void;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;

export class RecordQueue {
  #waiting: Waiting[] = [];
  #head = 0;
  #bytes = 0;
  #flying = 0;
  #scheduled = false;
  #up = false;
  #reason = "not connected yet";
  #closing = false;
  #reconnecting: Promise<void> | undefined;
  #retry: { timer: NodeJS.Timeout; wake: () => void } | undefined;
  readonly #sweeper: NodeJS.Timeout;
  readonly #idle: (() => void)[] = [];

  constructor(
    private readonly sender: Sender,
    private readonly limits: QueueLimits,
    private readonly events: QueueEvents = {},
  ) {
    this.#sweeper = setInterval(() => this.#expire(), Math.max(10, Math.min(250, limits.waitMs / 4)));
    this.#sweeper.unref();
    this.#recover();
  }

  /** Records waiting or in flight. */
  get depth(): number {
    return this.#waiting.length - this.#head + this.#inFlightRecords;
  }
  #inFlightRecords = 0;

  /** `undefined` when the broker is there, else why not. */
  get down(): string | undefined {
    return this.#up ? undefined : this.#reason;
  }

  /**
   * Queues a record.
   *
   * @returns when the broker has acknowledged it.
   * @throws NotAcknowledged (as a rejection) in every other case.
   */
  add(record: OutRecord): Promise<Placement> {
    const bytes = record.value.length + (record.key?.length ?? 0);
    const refusal = this.#refusal(bytes);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, bytes, since: performance.now(), resolve, reject });
      this.#bytes += bytes;
      this.#schedule();
    });
  }

  #refusal(bytes: number): NotAcknowledged | undefined {
    if (this.#closing) return new NotAcknowledged("closing", "not-written", "The service is shutting down.");
    if (!this.#up) {
      return new NotAcknowledged("broker-down", "not-written", `The broker is not available: ${this.#reason}.`);
    }
    if (this.depth >= this.limits.records || this.#bytes + bytes > this.limits.bytes) {
      return new NotAcknowledged("queue-full", "not-written", "Too many records are waiting for the broker.");
    }
    return undefined;
  }

  /** Stops taking records, waits for those it has, and closes the sender. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.depth > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    clearInterval(this.#sweeper);
    if (this.#retry) {
      clearTimeout(this.#retry.timer);
      this.#retry.wake();
    }
    await this.#reconnecting;
    await this.sender.close();
  }

  #schedule(): void {
    if (this.#scheduled || this.#flying >= this.limits.inFlight) return;
    this.#scheduled = true;
    // After the current turn of the event loop: requests that arrived in the same read share a batch.
    setImmediate(() => {
      this.#scheduled = false;
      this.#fly();
    });
  }

  #fly(): void {
    while (this.#up && this.#flying < this.limits.inFlight && this.#head < this.#waiting.length) {
      const batch = this.#take();
      this.#flying++;
      this.#inFlightRecords += batch.length;
      void this.#send(batch);
    }
  }

  #take(): Waiting[] {
    const first = this.#head;
    let bytes = 0;
    let end = first;
    for (; end < this.#waiting.length && end - first < this.limits.batchRecords; end++) {
      const size = this.#waiting[end]?.bytes ?? 0;
      if (end > first && bytes + size > this.limits.batchBytes) break;
      bytes += size;
    }
    const batch = this.#waiting.slice(first, end);
    this.#head = end;
    if (this.#head === this.#waiting.length || this.#head > 4_096) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return batch;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const bytes = batch.reduce((sum, { bytes }) => sum + bytes, 0);
    try {
      const placements = await this.#bounded(batch.map(({ record }) => record));
      this.events.sent?.(batch.length, bytes);
      for (let i = 0; i < batch.length; i++) {
        const waiting = batch[i] as Waiting;
        waiting.resolve(placements[i] ?? { topic: waiting.record.topic });
      }
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      this.events.failed?.(batch.length, cause);
      const refusal = new NotAcknowledged("broker-down", "unknown", "The broker did not acknowledge the record.");
      for (const waiting of batch) waiting.reject(refusal);
      this.#goDown(describe(cause));
    } finally {
      this.#flying--;
      this.#inFlightRecords -= batch.length;
      this.#bytes -= bytes;
      this.#fly();
      this.#settle();
    }
  }

  /** The sender's own timeout should come first; this one makes sure that no caller ever waits for ever. */
  async #bounded(records: readonly OutRecord[]): Promise<readonly Placement[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.limits.sendMs} ms`)), this.limits.sendMs);
    });
    try {
      return await Promise.race([this.sender.send(records), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #goDown(reason: string): void {
    this.#reason = reason;
    if (this.#up) {
      this.#up = false;
      this.events.link?.(false, reason);
    }
    this.#refuseWaiting("broker-down", `The broker is not available: ${reason}.`, this.#waiting.length);
    this.#recover();
  }

  #refuseWaiting(why: NotAcknowledged["reason"], message: string, end: number): void {
    for (let i = this.#head; i < end; i++) {
      const waiting = this.#waiting[i] as Waiting;
      this.#bytes -= waiting.bytes;
      waiting.reject(new NotAcknowledged(why, "not-written", message));
    }
    this.#waiting = this.#waiting.slice(end);
    this.#head = 0;
  }

  #expire(): void {
    const oldest = performance.now() - this.limits.waitMs;
    let end = this.#head;
    while (end < this.#waiting.length && (this.#waiting[end] as Waiting).since < oldest) end++;
    if (end > this.#head) this.#refuseWaiting("timeout", "The broker is too slow.", end);
    this.#settle();
  }

  #recover(): void {
    this.#reconnecting ??= this.#reconnect().finally(() => {
      this.#reconnecting = undefined;
    });
  }

  async #reconnect(): Promise<void> {
    for (let delay = FIRST_RETRY_MS; !this.#closing; delay = Math.min(delay * 2, LAST_RETRY_MS)) {
      try {
        await this.sender.reconnect();
        this.#up = true;
        this.events.link?.(true, "");
        return;
      } catch (error) {
        this.#reason = describe(error);
        this.events.link?.(false, this.#reason);
      }
      await new Promise<void>((wake) => {
        this.#retry = { timer: setTimeout(wake, delay), wake };
      });
    }
  }

  #settle(): void {
    if (this.depth > 0) return;
    for (const done of this.#idle.splice(0)) done();
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
