/**
 * Builds each domain's policy bundle: the core's rules and the domain's own, as WebAssembly.
 */
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const CORE = "policy-pack/rego";
const ENTRYPOINT = "mesh/policies/violation";

export interface BundleOptions {
  /** The project's root. */
  readonly root: string;
  /** Path of the `opa` program. */
  readonly opa: string;
  /** @default `<root>/policy-pack/bin/bundles` */
  readonly outDir?: string;
}

export interface Bundle {
  readonly domain: string;
  /** Path of the tar.gz. */
  readonly file: string;
  /** Of the tar.gz, hex. */
  readonly sha256: string;
  /** Of the rules' text: the revision in the bundle's manifest, which the service shows and logs. */
  readonly revision: string;
  /** False where the bundle of an earlier run was still right. */
  readonly built: boolean;
}

/** The rules cannot be compiled; the message is opa's, with file and line. */
export class RegoError extends Error {
  override readonly name = "RegoError";
}

/**
 * Builds `<domain>.tar.gz` for every folder in `domains/`. The same rules give the same bytes; bundles whose rules and
 * opa are unchanged are left alone. A domain without rules of its own gets the core's.
 *
 * @returns the bundles, in the order of the domains' names.
 * @throws RegoError where opa refuses the rules.
 */
export async function buildBundles({ root, opa, outDir }: BundleOptions): Promise<readonly Bundle[]> {
  const out = outDir ?? join(root, "policy-pack/bin/bundles");
  await mkdir(out, { recursive: true });
  const core = await regoFiles(root, CORE);
  const { size, mtimeMs } = await stat(opa);
  const compiler = `${opa} ${size} ${mtimeMs}`;
  const bundles: Bundle[] = [];
  for (const domain of await domainsOf(root)) {
    const rules = [...core, ...(await regoFiles(root, `domains/${domain}/rules`))];
    bundles.push(await buildBundle({ root: resolve(root), opa, compiler, out, domain, rules }));
  }
  return bundles;
}

/** What `opa test` needs to see of a domain: the core's rules and tests, and all of the domain's. Relative to the root. */
export function testFolders(root: string, domain: string): readonly string[] {
  return [CORE, `domains/${domain}/rules`, `domains/${domain}/guardrails`].filter((folder) =>
    existsSync(join(root, folder)),
  );
}

/** Names of the folders in `domains/`, sorted. */
export async function domainsOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, "domains"), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

interface Job {
  readonly root: string;
  readonly opa: string;
  readonly compiler: string;
  readonly out: string;
  readonly domain: string;
  readonly rules: readonly string[];
}

interface Made {
  readonly key: string;
  readonly sha256: string;
}

async function buildBundle({ root, opa, compiler, out, domain, rules }: Job): Promise<Bundle> {
  const revision = await digestOf(root, rules);
  const key = createHash("sha256").update(`${revision} ${compiler}`).digest("hex");
  const file = join(out, `${domain}.tar.gz`);
  const made = await readMade(`${file}.json`);
  if (made?.key === key && (await sha256Of(file)) === made.sha256) {
    return { domain, file, sha256: made.sha256, revision, built: false };
  }
  const temporary = join(out, `.${domain}-${randomUUID()}.tar.gz`);
  const args = ["build", "-t", "wasm", "-e", ENTRYPOINT, "--revision", revision, "-o", temporary, ...rules];
  try {
    // Relative paths from the root: opa writes the paths that it is given into the bundle.
    await run(opa, args, { cwd: root });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    // opa says what is wrong on standard output.
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    throw new RegoError(`rules of ${domain}: ${(stdout || stderr || message).trim()}`);
  }
  const sha256 = await sha256Of(file);
  if (!sha256) throw new RegoError(`rules of ${domain}: opa wrote no bundle`);
  await writeFile(`${file}.json`, JSON.stringify({ key, sha256 } satisfies Made));
  return { domain, file, sha256, revision, built: true };
}

/** The rules of a folder, without their tests; relative to the root, sorted. */
async function regoFiles(root: string, folder: string): Promise<readonly string[]> {
  if (!existsSync(join(root, folder))) return [];
  return (await readdir(join(root, folder)))
    .filter((name) => name.endsWith(".rego") && !name.endsWith("_test.rego"))
    .sort()
    .map((name) => posix.join(folder, name));
}

async function digestOf(root: string, files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const text = await readFile(join(root, file));
    hash.update(`${file} ${text.length}\n`).update(text);
  }
  return hash.digest("hex").slice(0, 16);
}

async function readMade(file: string): Promise<Made | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Made;
  } catch {
    return undefined;
  }
}

async function sha256Of(file: string): Promise<string | undefined> {
  try {
    return createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  } catch {
    return undefined;
  }
}
