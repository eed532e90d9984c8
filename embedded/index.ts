/** The embedded default: Kafka, schema registry, PostgreSQL and the data products' services as local processes. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../toolchain";
import { withLock } from "../toolchain/lock";
import { type Log, Progress } from "../toolchain/progress";
import { ensureArtifacts } from "./artifacts";
import { type Control, call, supervisorOf } from "./client";
import { needDisk } from "./disk";
import { javaFile } from "./java";
import type { Report } from "./keeper";
import { end, endOrphans, isSame } from "./orphans";
import { choosePorts, type Ports } from "./ports";
import { registryUrl } from "./registry";
import { places, type Runtime, readRuntime, writeRuntime } from "./runtime";
import { sourcesHash } from "./sources";
import type { Status } from "./supervisor";

export { storeImage } from "./images";
export type { Report } from "./keeper";
export { clearLeftovers } from "./leftovers";
export { principalPassword } from "./passwords";
export type { Ports } from "./ports";
export { type Runtime, readRuntime } from "./runtime";

export interface StartOptions {
  /** Folder of everything that it keeps. */
  readonly home: string;
  /** Ids of the data products: each service gets a port. */
  readonly products: readonly string[];
  /** Ports that are wanted. Empty: any that are free. */
  readonly configured?: Partial<Ports>;
  readonly log?: Log;
}

const PARTS = ["postgres", "kafka", "registry"];
const START_MS = 180_000;
const STOP_MS = 60_000;
const POLL_MS = 150;
/** A part that ends this often while it starts won't come. */
const HOPELESS_RESTARTS = 4;

/**
 * Starts what doesn't run, and returns when all of it is ready. A supervisor of older code is replaced; what one that
 * was killed left behind is ended first.
 *
 * @throws UserError with the end of the log of what does not start
 */
export async function startEmbedded(options: StartOptions): Promise<Runtime> {
  const { home, log } = options;
  const progress = new Progress(log);
  mkdirSync(home, { recursive: true });
  needDisk(home);
  // Manifests and mounts hold secrets.
  for (const folder of [places(home).run, places(home).manifests]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const waiting = ({ pid }: { pid: number }) => progress.line(`embedded: waiting for process ${pid}, which starts it`);
  return withLock(join(places(home).run, "start.lock"), () => start(options, progress), { onWait: waiting });
}

async function start(options: StartOptions, progress: Progress): Promise<Runtime> {
  const { home, products } = options;
  const control = supervisorOf(home);
  const status = control && (await call(control, "GET /status").catch(() => undefined));
  const known = readRuntime(home);
  if (status?.sources === sourcesHash() && status.failure === null && known) {
    const runtime = products.every((id) => id in known.services) ? known : await withPorts(options, progress, known);
    return ready(home, runtime, progress);
  }
  // Also where no supervisor is left: what it started may still hold the ports.
  await stopEmbedded(home);
  await ensureArtifacts({ log: options.log });
  await javaFile();
  const { supervisor: _gone, ...kept } = known ?? fresh();
  const runtime = await withPorts(options, progress, kept, known === undefined);
  const pid = launch(home);
  await until(
    () => readRuntime(home)?.supervisor?.pid === pid,
    20_000,
    () => {
      throw new UserError("The supervisor did not start.", tail(supervisorLog(home)));
    },
  );
  return ready(home, runtime, progress);
}

function fresh(): Runtime {
  const password = () => randomBytes(24).toString("base64url");
  return {
    version: 1,
    kafka: { bootstrap: "127.0.0.1:1", username: "admin", password: password(), mechanism: "scram-sha512" },
    registry: { url: registryUrl(1) },
    postgres: { host: "127.0.0.1", port: 1, database: "mesh", user: "admin", password: password() },
    services: {},
  };
}

/** Gives every part and every product a port, and writes runtime.json. Running parts keep theirs. */
async function withPorts(
  { home, products, configured = {} }: StartOptions,
  progress: Progress,
  known: Runtime,
  isNew = false,
): Promise<Runtime> {
  const running = known.supervisor !== undefined;
  const kept: Ports = {
    kafka: Number(known.kafka.bootstrap.split(":")[1]),
    registry: Number(new URL(known.registry.url).port),
    postgres: known.postgres.port,
    services: known.services,
  };
  const onTaken = (what: string, wanted: number, given: number) =>
    progress.line(`embedded: port ${wanted} is taken, so ${what} listens on ${given}`);
  const missing = products.filter((id) => !(id in known.services));
  const chosen = await choosePorts({
    configured,
    kept: isNew || running ? undefined : kept,
    products: running ? missing : products,
    onTaken: running ? () => undefined : onTaken,
  });
  const ports = running ? { ...kept, services: { ...kept.services, ...chosen.services } } : chosen;
  const runtime: Runtime = {
    ...known,
    kafka: { ...known.kafka, bootstrap: `127.0.0.1:${ports.kafka}` },
    registry: { url: registryUrl(ports.registry) },
    postgres: { ...known.postgres, port: ports.postgres },
    services: { ...ports.services },
  };
  writeRuntime(home, runtime);
  return runtime;
}

function launch(home: string): number | undefined {
  const root = resolve(__dirname, "..");
  const log = supervisorLog(home);
  mkdirSync(places(home).logs, { recursive: true });
  const output = openSync(log, "a", 0o600);
  const child = spawn(process.execPath, ["-r", require.resolve("tsx/cjs"), join(__dirname, "supervisor.ts"), home], {
    cwd: root,
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  child.unref();
  return child.pid;
}

/** Waits for the parts; services may come later. */
async function ready(home: string, runtime: Runtime, progress: Progress): Promise<Runtime> {
  const isReady = (status: Status) =>
    PARTS.every((name) => status.processes.some((one) => one.name === name && one.state === "ready"));
  await settle(home, isReady, (status) => status.processes.filter(({ kind }) => kind === "part"), progress);
  return readRuntime(home) ?? runtime;
}

/**
 * Waits until every rendered service is ready.
 * @throws UserError with the reason and the end of the log of one that isn't
 */
export async function servicesReady(home: string, log?: Log): Promise<void> {
  const control = supervisorOf(home);
  if (control) await call(control, "POST /reconcile", STOP_MS);
  const isReady = ({ processes, problems }: Status) =>
    problems.length === 0 && processes.every(({ state }) => state === "ready");
  await settle(home, isReady, ({ processes }) => processes, new Progress(log));
}

async function settle(
  home: string,
  isReady: (status: Status) => boolean,
  shown: (status: Status) => readonly Report[],
  progress: Progress,
): Promise<void> {
  let last: Status | undefined;
  let task: ReturnType<Progress["start"]> | undefined;
  const look = async () => {
    const control = supervisorOf(home);
    if (!control) throw new UserError("The supervisor has ended.", tail(supervisorLog(home)), ["npx mesh up"]);
    last = await call(control, "GET /status").catch(() => last);
    if (!last) return false;
    if (last.failure) {
      const reason = last.failure;
      await stopEmbedded(home);
      throw new UserError(reason);
    }
    const hopeless = shown(last).find(({ restarts, state }) => restarts >= HOPELESS_RESTARTS && state !== "ready");
    if (hopeless) return fail(last);
    if (isReady(last)) return true;
    task ??= progress.start("embedded", "starting");
    task.detail(
      shown(last)
        .filter(({ state }) => state !== "ready")
        .map(({ name, state }) => `${name} is ${state}`)
        .join(", "),
    );
    return false;
  };
  try {
    await until(look, START_MS, () => fail(last));
    task?.end("ready");
  } catch (error) {
    task?.end("failed");
    throw error;
  }
}

function fail(status: Status | undefined): never {
  const ill = status?.processes.filter(({ state }) => state !== "ready") ?? [];
  throw new UserError(
    ill.length > 0 ? `${ill.map(({ name }) => name).join(", ")} does not get ready.` : "Not everything gets ready.",
    [
      ...(status?.problems ?? []),
      ...ill.flatMap(({ name, state, detail, log }) => [`${name} is ${state}: ${detail}`, ...tail(log)]),
    ],
    ["npx mesh down && npx mesh up"],
  );
}

export interface EmbeddedStatus {
  readonly running: boolean;
  readonly supervisor: { readonly pid: number } | null;
  readonly processes: readonly Report[];
  readonly problems: readonly string[];
}

/** What runs. */
export async function embeddedStatus(home: string): Promise<EmbeddedStatus> {
  const control = supervisorOf(home);
  if (!control) return { running: false, supervisor: null, processes: [], problems: [] };
  const supervisor = { pid: control.pid };
  try {
    const { processes, problems, failure } = await call(control, "GET /status");
    return { running: true, supervisor, processes, problems: failure ? [failure, ...problems] : problems };
  } catch (error) {
    const problem = `the supervisor (pid ${control.pid}) does not answer: ${messageOf(error)}; fix: npx mesh up`;
    return { running: true, supervisor, processes: [], problems: [problem] };
  }
}

/** Stops everything and keeps the data. @returns false where nothing ran */
export async function stopEmbedded(home: string): Promise<boolean> {
  const control = supervisorOf(home);
  if (control) await stopSupervisor(control);
  const orphans = await endOrphans(places(home).run);
  const runtime = readRuntime(home);
  if (runtime?.supervisor) {
    const { supervisor: _gone, ...rest } = runtime;
    writeRuntime(home, rest);
  }
  return control !== undefined || orphans.length > 0;
}

async function stopSupervisor(control: Control): Promise<void> {
  try {
    await call(control, "GET /status");
    await call(control, "POST /stop", STOP_MS);
    await until(
      () => !isSame(control),
      5_000,
      () => undefined,
    );
  } catch {
    // It hangs: what it has started is ended as orphans.
  }
  await end(control, 1_000);
}

/** Stops everything and removes all that was ever kept, data included. */
export async function destroyEmbedded(home: string): Promise<void> {
  if (readRuntime(home)) await stopEmbedded(home);
  rmSync(home, { recursive: true, force: true });
}

async function until(look: () => boolean | Promise<boolean>, ms: number, late: () => void): Promise<void> {
  for (const end = Date.now() + ms; !(await look()); ) {
    if (Date.now() > end) return late();
    await sleep(POLL_MS);
  }
}

function supervisorLog(home: string): string {
  return join(places(home).logs, "supervisor.log");
}

const TAIL_LINES = 8;

function tail(file: string): string[] {
  try {
    return readFileSync(file, "utf8").trim().split("\n").slice(-TAIL_LINES);
  } catch {
    return [`${file}: empty`];
  }
}
