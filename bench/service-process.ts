/** Processes of a benchmark: started, waited for, and always ended. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers with 200 when the process is ready. */
  readonly ready: string;
}

export interface Child {
  stop(): Promise<void>;
}

const READY_MS = 30_000;
const SHOWN_BYTES = 4_000;

/** Starts a process and waits until it is ready. @throws Error with the end of its output where it never is. */
export async function launch({ name, command, args, cwd, env, ready }: Launch): Promise<Child> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output = (output + chunk).slice(-SHOWN_BYTES);
    });
  }
  child.on("error", (error) => {
    output += error.message;
  });
  const end = Date.now() + READY_MS;
  for (;;) {
    if (await isOk(ready)) return { stop: () => stop(child) };
    if (child.exitCode !== null || child.pid === undefined || Date.now() > end) {
      await stop(child);
      throw new Error(`${name} did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function isOk(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** Runs a program to its end. @returns its standard output. @throws Error with its output where it fails. */
export function runToEnd(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk;
    });
    child.on("error", (error) => reject(new Error(`${command}: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${(err || out).slice(-SHOWN_BYTES)}`));
    });
  });
}
