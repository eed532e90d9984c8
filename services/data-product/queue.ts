/**
 * Between the requests and the broker: a bounded queue with natural batching.
 *
 * At most `inFlight` requests to the broker at a time; each takes whatever has queued meanwhile. Nobody lingers: a
 * lone record leaves at once, and under load batches grow by themselves.
 *
 * What a caller may rely on:
 * - `add` resolves only after the broker acknowledged the record (the sender asks for acks=all).
 * - A record is written at most once by this queue: what may have been written is never repeated here, so the service
 *   itself neither duplicates nor reorders. A client that repeats after `outcome: "unknown"` may write a record twice.
 *   Only what the broker definitely refused together with others is sent again, in halves, so that the one at fault
 *   fails alone.
 * - Records that one client sends one after another (each after the last one's 201) keep their order per key.
 * - Memory is bounded by `records` and `bytes`; beyond, `add` refuses at once.
 */
import { type Answer, describe, NotAcknowledged, type OutRecord, type Placement, type Sender } from "./sender";
import { within } from "./within";

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
  /** Nobody knows what became of these. */
  failed?(records: number, reason: string): void;
  /** The broker refused one record, for good or for now. */
  refused?(topic: string, reason: string): void;
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

  /** Why a topic can't be written to; `undefined` when it can, or when the broker is away altogether. */
  missing(topic: string): string | undefined {
    return this.#up ? this.sender.missing(topic) : undefined;
  }

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
    const refusal = this.#refusal(record.topic, bytes);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, bytes, since: performance.now(), resolve, reject });
      this.#bytes += bytes;
      this.#schedule();
    });
  }

  #refusal(topic: string, bytes: number): NotAcknowledged | undefined {
    if (this.#closing) return new NotAcknowledged("closing", "not-written", "The service is shutting down.");
    if (!this.#up) return this.#away();
    if (this.depth >= this.limits.records || this.#bytes + bytes > this.limits.bytes) {
      return new NotAcknowledged("queue-full", "not-written", "Too many records are waiting for the broker.");
    }
    const missing = this.sender.missing(topic);
    if (missing) return new NotAcknowledged("stream", "not-written", `The stream is not available: ${missing}.`);
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
    await this.#deliver(batch);
    this.#flying--;
    this.#fly();
    this.#settle();
  }

  /** The record's place in the bounds is free as soon as it has an answer. */
  #release({ bytes }: Waiting): void {
    this.#inFlightRecords--;
    this.#bytes -= bytes;
  }

  /** Settles each record of a batch; what was refused along with others goes out again in halves. */
  async #deliver(batch: readonly Waiting[]): Promise<void> {
    let answers: readonly Answer[];
    try {
      const { sendMs } = this.limits;
      const sent = this.sender.send(batch.map(({ record }) => record));
      // The sender's own timeout should come first; this one makes sure that no caller ever waits for ever.
      answers = await within(sent, sendMs, `no answer within ${sendMs} ms`);
    } catch (error) {
      this.#lose(batch, describe(error));
      return;
    }
    const shared: Waiting[] = [];
    const lost: Waiting[] = [];
    let [written, bytes, reason] = [0, 0, ""];
    for (const [index, waiting] of batch.entries()) {
      const answer = answers[index] ?? { topic: waiting.record.topic };
      if (!("failed" in answer)) {
        written++;
        bytes += waiting.bytes;
        this.#release(waiting);
        waiting.resolve(answer);
      } else if (answer.failed === "lost") {
        reason = answer.reason;
        lost.push(waiting);
      } else if (answer.shared && batch.length > 1) shared.push(waiting);
      else {
        this.events.refused?.(waiting.record.topic, answer.reason);
        this.#reject([waiting], NotAcknowledged.of(waiting.record, answer));
      }
    }
    if (written > 0) this.events.sent?.(written, bytes);
    if (lost.length > 0) this.#lose(lost, reason);
    const middle = Math.ceil(shared.length / 2);
    for (const half of [shared.slice(0, middle), shared.slice(middle)]) {
      // The broker may have gone meanwhile; of these nothing was written.
      if (!this.#up) this.#reject(half, this.#away());
      else if (half.length > 0) await this.#deliver(half);
    }
  }

  #lose(batch: readonly Waiting[], reason: string): void {
    this.events.failed?.(batch.length, reason);
    const refusal = new NotAcknowledged("broker-down", "unknown", "The broker did not acknowledge the record.");
    this.#reject(batch, refusal);
    this.#goDown(reason);
  }

  /** Of records in flight. */
  #reject(batch: readonly Waiting[], refusal: NotAcknowledged): void {
    for (const waiting of batch) {
      this.#release(waiting);
      waiting.reject(refusal);
    }
  }

  #away(): NotAcknowledged {
    return new NotAcknowledged("broker-down", "not-written", `The broker is not available: ${this.#reason}.`);
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
