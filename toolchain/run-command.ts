/** Running other programs for the toolchain. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

/** How a command ended. `output` is both streams in order, its last 64 kB. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line as it comes. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds. @default no limit */
  readonly timeout?: number;
}

const KEEP = 64 * 1024;
const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a command to its end. A command that can't be started ends with code 127. */
export function runCommand(command: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const [file = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stopForwarding = endWithUs(child);
    const timer = options.timeout ? setTimeout(() => child.kill("SIGKILL"), options.timeout) : undefined;
    let output = "";
    let partial = "";
    const take = (data: Buffer) => {
      output = (output + data.toString()).slice(-KEEP);
      const lines = (partial + data.toString()).split("\n");
      partial = lines.pop() ?? "";
      if (options.onLine) lines.forEach(options.onLine);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const end = (code: number) => {
      clearTimeout(timer);
      stopForwarding();
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      end(127);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}

/** A command's standard output, or undefined when it fails or takes longer than five seconds. */
export async function outputOf(file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, [...args], { timeout: 5_000 });
    return stdout || stderr;
  } catch {
    return undefined;
  }
}

/** Takes a build down with us: an orphan compiling for minutes would compete with the next attempt. */
function endWithUs(child: ChildProcess): () => void {
  const kill = () => child.kill("SIGTERM");
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    // With nobody else listening our listener has taken away the default, which is to die.
    if (process.listenerCount(signal) === 1) process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("exit", kill);
  for (const signal of FORWARDED) process.on(signal, onSignal);
  return () => {
    process.removeListener("exit", kill);
    for (const signal of FORWARDED) process.removeListener(signal, onSignal);
  };
}
