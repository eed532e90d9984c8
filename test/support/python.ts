/**
 * Other formats' own tools that are written in Python, each in a virtual environment of its own in the cache. Made once,
 * from pinned packages (`python/<name>.txt`); where there is no Python or no package index, tests are skipped and say so.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { cacheRoot } from "../../toolchain/cache";
import { withLock } from "../../toolchain/lock";
import { Progress } from "../../toolchain/progress";

/** Environments by their name; each has a file of pins. */
export type Environment = "avro" | "protobuf" | "datahub" | "openlineage" | "precommit" | "datacontract";

export interface Ended {
  readonly code: number;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

/** A virtual environment that is there. */
export interface Python {
  /** Folder of its programs, for what has to run in a certain folder. */
  readonly bin: string;
  /** Runs a program of the environment, `python` included. */
  readonly run: (program: string, args: readonly string[], input?: string) => Promise<Ended>;
}

/** Milliseconds that a test may take which is the first to ask for its environment. */
export const INSTALLING = 300_000;

const OLDEST = [3, 10] as const;
/** The file that tells that an environment is whole. */
const DONE = "complete";
const made = new Map<Environment, Promise<Python | string>>();

/** The environment, made where it isn't there; else the test is skipped with the reason. */
export async function python(name: Environment, test: Pick<TestContext, "skip">): Promise<Python> {
  const wanted = made.get(name) ?? ensure(name);
  made.set(name, wanted);
  const found = await wanted;
  if (typeof found !== "string") return found;
  console.warn(`skipped: ${found}`);
  return test.skip(found);
}

async function ensure(name: Environment): Promise<Python | string> {
  const pins = join(__dirname, "python", `${name}.txt`);
  const hash = createHash("sha256").update(readFileSync(pins)).digest("hex").slice(0, 12);
  const folder = join(cacheRoot(), `venv-${name}-${hash}`);
  const bin = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const environment: Python = { bin, run: (program, args, input) => run(join(bin, program), args, input) };
  if (existsSync(join(folder, DONE))) return environment;
  const version = await run("python3", ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
  const [major = 0, minor = 0] = version.output.trim().split(".").map(Number);
  if (version.code !== 0 || major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return `no python3 of at least ${OLDEST.join(".")} for ${name} (${version.output.trim()})`;
  const progress = new Progress();
  let said = false;
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(join(folder, DONE))) return environment;
      const task = progress.start(`python environment ${name}`, "installing");
      rmSync(folder, { recursive: true, force: true });
      const steps: readonly (readonly [string, readonly string[]])[] = [
        ["python3", ["-m", "venv", folder]],
        // What is imported is compiled then; all of it at once would take as long again.
        [join(bin, "pip"), ["install", "--quiet", "--no-deps", "--no-compile", "--requirement", pins]],
      ];
      for (const [program, args] of steps) {
        const { code, output } = await run(program, args);
        if (code === 0) continue;
        task.end("failed");
        rmSync(folder, { recursive: true, force: true });
        return `the python packages of ${name} can't be installed: ${output.trim().split("\n").at(-1)}`;
      }
      writeFileSync(join(folder, DONE), "");
      task.end("installed");
      return environment;
    },
    {
      onWait: ({ pid }) => {
        if (!said) progress.line(`python environment ${name}: process ${pid} is installing it`);
        said = true;
      },
    },
  );
}

function run(program: string, args: readonly string[], input = ""): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    const add = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on("data", add);
    child.stderr.on("data", add);
    child.on("error", (error) => done({ code: -1, output: error.message }));
    child.on("close", (code) => done({ code: code ?? -1, output }));
    // A program that ends without reading its input closes the pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
