/** Something the service needs from outside and keeps asking for until it has it. */
import { describe } from "./sender";

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;

export class Eventually<T> {
  #value: T | undefined;
  #reason = "not tried yet";
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly get: () => Promise<T>,
    private readonly failed: (reason: string) => void = () => undefined,
  ) {}

  get value(): T | undefined {
    return this.#value;
  }

  /** Why there is no value; `undefined` when there is one. */
  get missing(): string | undefined {
    return this.#value === undefined ? this.#reason : undefined;
  }

  /** Tries at once; resolves after the first attempt, goes on in the background with growing pauses. */
  async start(delay = FIRST_RETRY_MS): Promise<void> {
    try {
      this.#value = await this.get();
    } catch (error) {
      const reason = describe(error);
      if (reason !== this.#reason) this.failed(reason);
      this.#reason = reason;
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void this.start(Math.min(delay * 2, LAST_RETRY_MS)), delay);
      this.#timer.unref();
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
