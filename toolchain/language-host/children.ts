/** The Node processes this host has started, so that none outlives it. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();

/** How long a child may take to leave by itself before it is killed. */
const PATIENCE_MS = 4_000;

/** Starts the same Node that runs this host. */
export function startNode(args: readonly string[], options: SpawnOptions): ChildProcess {
  return track(spawn(process.execPath, [...args], options));
}

/** Remembers a child until it exits. */
export function track(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Asks a child to leave, and kills it if it does not. */
export function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const killer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    child.once("exit", () => {
      clearTimeout(killer);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** Stops everything that was started. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map(stop));
}

/** Resolves with the exit code; a child killed by a signal counts as 1. */
export function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
