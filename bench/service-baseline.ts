/** The article's own service: its Python environment, made once and kept in the cache, and the process. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheRoot } from "../toolchain";
import { note } from "./figure";
import { type Child, launch, runToEnd } from "./service-process";

const FOLDER = join(__dirname, "baseline");

/** Path of the environment's python. @throws Error where python3 or the package index is missing. */
async function python(): Promise<string> {
  const requirements = join(FOLDER, "requirements.txt");
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const folder = join(cacheRoot(), "venv", `service-${key}`);
  const program = join(folder, "bin/python");
  const done = join(folder, ".complete");
  if (existsSync(done)) return program;
  note("bench: making the baseline's Python environment");
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  // A venv can't be moved, so it is marked when it is complete instead of renamed.
  await runToEnd("python3", ["-m", "venv", folder]);
  await runToEnd(program, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
  await writeFile(`${done}.new`, "");
  await rename(`${done}.new`, done);
  return program;
}

/** The service under uvicorn, one worker, as the article runs it; access log off. */
export async function startBaseline(port: number, env: Record<string, string>): Promise<Child> {
  const args = ["-m", "uvicorn", "orders_service:app", "--host", "127.0.0.1", "--port", String(port)];
  return launch({
    name: "the article's service",
    command: await python(),
    args: [...args, "--no-access-log", "--log-level", "warning"],
    cwd: FOLDER,
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
    ready: `http://127.0.0.1:${port}/orders/schema`,
  });
}
