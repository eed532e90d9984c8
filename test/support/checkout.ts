import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { StackResult } from "../../cli/stacks";

export const ROOT = resolve(__dirname, "../..");
const LEFT_OUT = /^(node_modules|\.git|\.mesh|coverage)$/;

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project that a test may break, with its own `.mesh`; the installed packages are shared. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "mesh-checkout-"));
  /** Files as they were before a test changed them; undefined where there was none. */
  readonly #before = new Map<string, string | undefined>();

  /** @param from the project, or a checkout that is built: its copy is built too, and has the same stacks. */
  constructor(readonly from: string = ROOT) {
    const left = from === ROOT ? LEFT_OUT : /^node_modules$/;
    cpSync(from, this.root, { recursive: true, filter: (path) => !left.test(path.slice(from.length + 1)) });
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** Replaces text in a file. Fails where there is nothing to replace: a test must break what it means to break. */
  edit(file: string, from: string | RegExp, to: string): this {
    const before = readFileSync(join(this.root, file), "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} has no ${from}`);
    return this.write(file, after);
  }

  append(file: string, text: string): this {
    return this.write(file, readFileSync(join(this.root, file), "utf8") + text);
  }

  write(file: string, text: string): this {
    const path = join(this.root, file);
    if (!this.#before.has(file)) this.#before.set(file, existsSync(path) ? readFileSync(path, "utf8") : undefined);
    writeFileSync(path, text);
    return this;
  }

  /** Takes every change back, for the next test. */
  restore(): void {
    for (const [file, text] of this.#before) {
      if (text === undefined) rmSync(join(this.root, file), { force: true });
      else writeFileSync(join(this.root, file), text);
    }
    this.#before.clear();
  }

  /** The environment of this checkout's processes: nothing of another mesh, and ports that nobody has. */
  get env(): NodeJS.ProcessEnv {
    const { MESH_HOME: _home, PULUMI_BACKEND_URL: _url, PULUMI_OPTION_POLICY_PACK: _pack, ...env } = process.env;
    return { ...env, MESH_PORTS: "free" };
  }

  /** Runs `mesh … --format json`. */
  async mesh(...args: string[]): Promise<Ended & { results: StackResult[] }> {
    const { env } = this;
    const command = [process.execPath, join(this.root, "cli/mesh.cjs"), ...args];
    const ended = await this.run(command, env);
    const report = /^\{\s*"stacks"/.test(ended.stdout)
      ? (JSON.parse(ended.stdout) as { stacks: StackResult[] })
      : undefined;
    return { ...ended, results: report?.stacks ?? [] };
  }

  /** Runs a program in this checkout. */
  async run([program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
    const child = spawn(program, args, { cwd: this.root, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const code = await new Promise<number>((done, failed) => {
      child.on("error", failed);
      child.on("close", (code) => done(code ?? -1));
    });
    return { code, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
