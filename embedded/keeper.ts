/** Keeps one process running: started, probed, restarted with growing pauses, stopped in its own time. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../toolchain/errors";
import { forget, identify, remember } from "./orphans";
import { type Probes, watch } from "./probe";

export interface ProcessSpec {
  readonly name: string;
  readonly kind: "part" | "service";
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly probes: Probes;
  /** How long it may take to end before it is killed. */
  readonly graceMs: number;
  /** Where people reach it. */
  readonly endpoints: readonly string[];
  /** Two specs with the same identity are the same process. */
  readonly identity: string;
}

export type State = "starting" | "ready" | "not ready" | "restarting" | "stopped";

export interface Report {
  readonly name: string;
  readonly kind: ProcessSpec["kind"];
  readonly state: State;
  readonly pid: number | null;
  readonly restarts: number;
  readonly endpoints: readonly string[];
  /** Why it isn't ready; empty where it is. */
  readonly detail: string;
  readonly log: string;
}

export interface Folders {
  readonly logs: string;
  /** Where the pids are kept. */
  readonly pids: string;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 15_000;
/** Who ran this long is forgiven its earlier ends. */
const FORGIVEN_MS = 30_000;
/** A log that is larger when its process starts becomes `<log>.1`. */
const LOG_BYTES = 20_000_000;

export class Keeper {
  readonly #folders: Folders;
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #state: State = "starting";
  #detail = "";
  #starts = 0;
  #over: Promise<void> = Promise.resolve();

  constructor(
    readonly spec: ProcessSpec,
    folders: Folders,
  ) {
    this.#folders = folders;
  }

  start(): this {
    this.#over = this.#keep();
    return this;
  }

  /** Ends the process and waits for it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#end();
    await this.#over;
  }

  /** Resolves when it is ready, or has been stopped. */
  async ready(): Promise<void> {
    while (this.#state !== "ready" && this.#state !== "stopped") await sleep(50);
  }

  get report(): Report {
    const { name, kind, endpoints } = this.spec;
    return {
      name,
      kind,
      state: this.#state,
      pid: this.#child?.pid ?? null,
      restarts: Math.max(0, this.#starts - 1),
      endpoints,
      detail: this.#detail,
      log: this.#log,
    };
  }

  get #log(): string {
    return join(this.#folders.logs, `${this.spec.name.replace(/[^\w.-]/g, "_")}.log`);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #keep(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#isStopping) {
      const began = Date.now();
      const how = await this.#once();
      if (this.#isStopping) break;
      if (Date.now() - began > FORGIVEN_MS) pause = FIRST_PAUSE_MS;
      this.#set("restarting", `${how}; see ${this.#log}`);
      await sleep(pause, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
    this.#set("stopped", "");
  }

  /** One life of the process. @returns how it ended */
  async #once(): Promise<string> {
    this.#set("starting", "");
    this.#starts++;
    const { name } = this.spec;
    const over = new AbortController();
    let child: ChildProcess;
    try {
      child = this.#spawn();
    } catch (error) {
      return `could not be started: ${messageOf(error)}`;
    }
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with ${code}`));
    });
    this.#child = child;
    const unkept = this.#remember(child);
    // Stopped between the spawn and here, or not to be found by a later supervisor: nobody else would end it.
    if (this.#isStopping || unkept) this.#end();
    const probing = this.#probe(over.signal);
    const how = await ended;
    over.abort();
    this.#child = undefined;
    forget(this.#folders.pids, name);
    const reason = unkept ?? (await probing);
    return reason ? `${reason} (it was killed)` : how;
  }

  #spawn(): ChildProcess {
    const { command, args, env, cwd, user } = this.spec;
    const output = this.#openLog();
    try {
      return spawn(command, [...args], { env: { ...env }, cwd, stdio: ["ignore", output, output], ...user });
    } finally {
      closeSync(output);
    }
  }

  /** @returns why a later supervisor could not find the process, where that is so: a full disk */
  #remember({ pid }: ChildProcess): string | undefined {
    const identity = pid === undefined ? undefined : identify(pid);
    try {
      if (identity) remember(this.#folders.pids, this.spec.name, identity);
      return undefined;
    } catch (error) {
      return `its pid could not be kept: ${messageOf(error)}`;
    }
  }

  /** @returns why the process was killed, where its probes did that */
  async #probe(over: AbortSignal): Promise<string | undefined> {
    const { startup, readiness, liveness } = this.spec.probes;
    let reason: string | undefined;
    const kill = (problem: string) => {
      reason = problem;
      this.#end();
    };
    const started = new AbortController();
    await watch(startup, AbortSignal.any([over, started.signal]), (problem) => {
      if (problem) kill(`did not start: ${problem}`);
      started.abort();
    });
    if (reason || over.aborted) return reason;
    await Promise.all([
      watch(readiness, over, (problem) => this.#set(problem ? "not ready" : "ready", problem ?? "")),
      watch(liveness, over, (problem) => {
        if (problem) kill(`did not answer any more: ${problem}`);
      }),
    ]);
    return reason;
  }

  #end(): void {
    const child = this.#child;
    if (!child) return;
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), this.spec.graceMs);
    child.once("exit", () => clearTimeout(late));
  }

  #openLog(): number {
    mkdirSync(dirname(this.#log), { recursive: true });
    if ((statSync(this.#log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES)
      renameSync(this.#log, `${this.#log}.1`);
    return openSync(this.#log, "a", 0o600);
  }

  #set(state: State, detail: string): void {
    if (this.#isStopping && state !== "stopped") return;
    this.#state = state;
    this.#detail = detail;
  }
}
