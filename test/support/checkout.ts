import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { StackResult } from "../../cli/stacks";

export const ROOT = resolve(__dirname, "../..");
const LEFT_OUT = /^(node_modules|\.git|\.mesh|coverage)$/;

/** A copy of the project that a test may break, with its own `.mesh`; the installed packages are shared. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "mesh-checkout-"));

  constructor() {
    cpSync(ROOT, this.root, { recursive: true, filter: (path) => !LEFT_OUT.test(path.slice(ROOT.length + 1)) });
    symlinkSync(join(ROOT, "node_modules"), join(this.root, "node_modules"));
  }

  /** Replaces text in a file. Fails where there is nothing to replace: a test must break what it means to break. */
  edit(file: string, from: string | RegExp, to: string): this {
    const path = join(this.root, file);
    const before = readFileSync(path, "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, after);
    return this;
  }

  /** Runs `mesh … --format json`, with nothing of another mesh in its environment. */
  async mesh(...args: string[]): Promise<{ code: number; results: StackResult[]; stderr: string; stdout: string }> {
    const { MESH_HOME: _home, PULUMI_BACKEND_URL: _url, PULUMI_OPTION_POLICY_PACK: _pack, ...env } = process.env;
    const child = spawn(process.execPath, [join(this.root, "cli/mesh.cjs"), ...args], { cwd: this.root, env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const code = await new Promise<number>((done) => child.on("close", (code) => done(code ?? -1)));
    const results = stdout.startsWith("{") ? (JSON.parse(stdout) as { stacks: StackResult[] }).stacks : [];
    return { code, results, stderr, stdout };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
