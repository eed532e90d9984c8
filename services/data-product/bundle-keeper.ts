/**
 * The policy bundle that decides now. Its file is looked at again and again; what is better replaces it between two
 * requests, what is worse (unreadable, changed, unsigned, older) is refused, and the last good one goes on deciding.
 */
import { stat } from "node:fs/promises";
import { BundleError } from "./bundle-signature";
import { loadBundle, type Policy, type Trusted } from "./policy";
import { describe } from "./sender";

export interface KeeperOptions {
  readonly file: string;
  /** @default a bundle isn't verified, and its version is not known */
  readonly trusted?: Trusted;
  /** How often the file is looked at, milliseconds. */
  readonly pollMs: number;
}

export interface KeeperEvents {
  /** Another bundle decides from now on. */
  active?(policy: Policy): void;
  /** Told once for each content of the file and reason. */
  refused?(reason: string): void;
}

export class BundleKeeper {
  #policy: Policy | undefined;
  #reason: string | undefined = "not tried yet";
  #seen = "";
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly options: KeeperOptions,
    private readonly events: KeeperEvents = {},
  ) {}

  get value(): Policy | undefined {
    return this.#policy;
  }

  /** Why nothing decides; `undefined` when something does. */
  get missing(): string | undefined {
    return this.#policy ? undefined : this.#reason;
  }

  /** Why what lies there now is refused while an earlier one decides. */
  get refused(): string | undefined {
    if (!this.#policy || this.#reason === undefined) return undefined;
    return `${this.#reason}; revision ${this.#policy.revision} goes on deciding`;
  }

  /** Looks at once; resolves then, and goes on looking. */
  async start(): Promise<void> {
    await this.#look();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.start(), this.options.pollMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { file } = this.options;
    let seen = "";
    try {
      const { ino, size, mtimeMs } = await stat(file);
      seen = `${ino} ${size} ${mtimeMs}`;
      if (seen === this.#seen) return;
      const policy = await loadBundle(file, this.options.trusted);
      const [now, next] = [this.#policy?.version ?? 0, policy.version ?? 0];
      if (next < now)
        throw new BundleError(`${file} is older than what decides: given version ${next}, allowed ${now}`);
      const isOther = policy.revision !== this.#policy?.revision || next !== now;
      this.#policy = policy;
      this.#reason = undefined;
      if (isOther) this.events.active?.(policy);
    } catch (error) {
      // A file that is gone for a moment is being replaced.
      if (seen === "" && this.#policy) return;
      const code = (error as NodeJS.ErrnoException).code;
      const reason = code ? `${file} cannot be read (${code})` : describe(error);
      if (reason !== this.#reason || seen !== this.#seen) this.events.refused?.(reason);
      this.#reason = reason;
    }
    this.#seen = seen;
  }
}
