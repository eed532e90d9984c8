/** Processes by pid and birth: a pid alone may be somebody else's by now. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeAtomic } from "../toolchain/cache";
import { isAlive } from "../toolchain/lock";

export interface Identity {
  readonly pid: number;
  /** When it was started, in the machine's own words. */
  readonly birth: string;
}

const PATIENCE_MS = 10_000;

/** @returns undefined where no such process is there */
export function identify(pid: number): Identity | undefined {
  if (!isAlive(pid)) return undefined;
  const birth = birthOf(pid);
  return birth === undefined ? undefined : { pid, birth };
}

export function isSame({ pid, birth }: Identity): boolean {
  return birthOf(pid) === birth;
}

/** A process that has ended but was not yet waited for counts as gone. */
function birthOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      // proc(5): after the name, which may hold blanks, field 3 is the state and field 22 the start time.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Keeps who runs under a name, so that a later supervisor finds it. */
export function remember(folder: string, name: string, identity: Identity): void {
  mkdirSync(folder, { recursive: true });
  writeAtomic(fileOf(folder, name), JSON.stringify(identity), 0o600);
}

export function forget(folder: string, name: string): void {
  rmSync(fileOf(folder, name), { force: true });
}

function fileOf(folder: string, name: string): string {
  return join(folder, `${name.replace(/[^\w.-]/g, "_")}.pid.json`);
}

/** Ends what a supervisor that is gone has left running. @returns their names */
export async function endOrphans(folder: string): Promise<string[]> {
  const files = list(folder);
  const ended = await Promise.all(
    files.map(async (file) => {
      const identity = readIdentity(join(folder, file));
      const was = identity !== undefined && isSame(identity);
      if (was) await end(identity);
      rmSync(join(folder, file), { force: true });
      return was ? file.replace(/\.pid\.json$/, "") : undefined;
    }),
  );
  return ended.filter((name) => name !== undefined);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(".pid.json"));
  } catch {
    return [];
  }
}

function readIdentity(file: string): Identity | undefined {
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, "utf8")) as Partial<Identity>;
    return typeof pid === "number" && typeof birth === "string" ? { pid, birth } : undefined;
  } catch {
    return undefined;
  }
}

/** Asks, then kills. A stopped process (SIGSTOP) hears only the latter. */
export async function end(identity: Identity, patienceMs = PATIENCE_MS): Promise<void> {
  signal(identity, "SIGTERM");
  for (const until = Date.now() + patienceMs; isSame(identity) && Date.now() < until; ) await sleep(50);
  signal(identity, "SIGKILL");
  for (const until = Date.now() + PATIENCE_MS; isSame(identity) && Date.now() < until; ) await sleep(20);
}

function signal(identity: Identity, name: NodeJS.Signals): void {
  if (!isSame(identity)) return;
  try {
    process.kill(identity.pid, name);
  } catch {
    // gone between the two looks
  }
}
