/** One builder at a time per cache; a dead one doesn't block the next. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Who holds the lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
}

/** Times in milliseconds; tests shorten them. */
export interface LockTimes {
  /** How often the holder shows that it lives. */
  readonly beat: number;
  /** Without a beat for this long the holder is dead, whatever its pid says. */
  readonly dead: number;
  /** How often a waiter looks. */
  readonly poll: number;
}

const TIMES: LockTimes = { beat: 5_000, dead: 60_000, poll: 500 };

/**
 * Runs `work` while holding the lock file. `onWait` is told about the holder
 * at every look, so that the wait can be shown.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: { readonly onWait?: (holder: Holder) => void; readonly times?: LockTimes } = {},
): Promise<T> {
  const times = options.times ?? TIMES;
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date().toISOString() } satisfies Holder);
  mkdirSync(dirname(path), { recursive: true });
  while (!take(path, mine)) {
    const held = read(path);
    if (held === undefined) continue; // released between the two looks
    if (isDead(path, held, times)) {
      remove(path, held);
      continue;
    }
    options.onWait?.(parse(held));
    await sleep(times.poll);
  }
  const heart = setInterval(() => beat(path), times.beat);
  const release = () => {
    clearInterval(heart);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  // Also when the process ends in the middle: the next one then needn't wait for the pulse to run out.
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function take(path: string, content: string): boolean {
  // A link is made whole or not at all; a file that is created and then
  // written could be seen empty.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, content);
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parse(content: string): Holder {
  try {
    return JSON.parse(content) as Holder;
  } catch {
    return { pid: 0, host: "unknown", since: new Date(0).toISOString() };
  }
}

function isDead(path: string, content: string, times: LockTimes): boolean {
  const holder = parse(content);
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  try {
    return Date.now() - statSync(path).mtimeMs > times.dead;
  } catch {
    return false;
  }
}

/** Whether a process of this machine exists. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // exists, but is someone else's
  }
}

/** Removes a dead holder's lock; if another waiter was faster and took it anew, gives it back. */
function remove(path: string, dead: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== dead) linkSync(aside, path);
  } catch {
    // somebody else removed it, or has it again: the next look tells
  }
  rmSync(aside, { force: true });
}

function beat(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The lock was taken from us after a long sleep of the machine. Builds end
    // in renames, so two builders waste time but break nothing.
  }
}
