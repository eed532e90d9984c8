/**
 * Builds each domain's policy bundle: the core's rules, the domain's own and those that its contracts imply, as
 * WebAssembly.
 */
import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, posix, resolve } from "node:path";
import { promisify } from "node:util";
import { loadProducts } from "../../contracts";
import { contractRules } from "./contract-rules";
import type { SigningKey } from "./signing";

const run = promisify(execFile);

const CORE = "policy-pack/rego";
/** What people wrote, for the entrance, which has the contract as JSON Schema; and everything, for all others. */
const ENTRYPOINTS = ["mesh/policies/violation", "mesh/decision/violation", "mesh/decision/mask"];
/** The package of a domain's rules. In any other they could undo what is said there. */
const DOMAIN_PACKAGE = "mesh.policies";
const GENERATED = "policy-pack/bin/rego";

export interface BundleOptions {
  /** The project's root. */
  readonly root: string;
  /** Path of the `opa` program. */
  readonly opa: string;
  /** @default `<root>/policy-pack/bin/bundles` */
  readonly outDir?: string;
  /** What the bundles are signed with. @default they aren't signed */
  readonly signing?: SigningKey;
  /** Version of bundles whose rules changed. @default the time in seconds, and more than the last one's */
  readonly version?: number;
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
export async function buildBundles(options: BundleOptions): Promise<readonly Bundle[]> {
  const { root, opa, outDir } = options;
  const out = outDir ?? join(root, "policy-pack/bin/bundles");
  await mkdir(out, { recursive: true });
  const core = await regoFiles(root, CORE);
  const { size, mtimeMs } = await stat(opa);
  const compiler = `${opa} ${size} ${mtimeMs}`;
  const bundles: Bundle[] = [];
  for (const domain of await domainsOf(root)) {
    const own = await regoFiles(root, `domains/${domain}/rules`);
    for (const file of own) await requirePackage(root, domain, file);
    const rules = [...core, ...own, await generate(root, domain)];
    bundles.push(await buildBundle({ ...options, root: resolve(root), compiler, out, domain, rules }));
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

async function requirePackage(root: string, domain: string, file: string): Promise<void> {
  const given = /^\s*package\s+(\S+)/m.exec(await readFile(join(root, file), "utf8"))?.[1];
  // Without one the compiler says so, with the line.
  if (given === undefined || given === DOMAIN_PACKAGE) return;
  throw new RegoError(`rules of ${domain}: ${file}: package: given ${given}, allowed ${DOMAIN_PACKAGE}`);
}

/** Writes the rules of the contracts that a domain's products offer and read. @returns the file, relative to the root */
async function generate(root: string, domain: string): Promise<string> {
  const loaded = loadProducts(root, domain);
  // A mesh that doesn't load can't be deployed either; whoever tries is told all that is wrong with it.
  const products = loaded.ok ? loaded.value : [];
  const contracts = products.flatMap(({ outputPorts, inputPorts }) =>
    [...outputPorts, ...inputPorts].map(({ contract }) => contract),
  );
  const file = posix.join(GENERATED, domain, "contracts.rego");
  const text = contractRules(contracts);
  const path = join(root, file);
  if (existsSync(path) && (await readFile(path, "utf8")) === text) return file;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.new`;
  await writeFile(temporary, text);
  await rename(temporary, path);
  return file;
}

interface Job extends BundleOptions {
  readonly compiler: string;
  readonly out: string;
  readonly domain: string;
  readonly rules: readonly string[];
}

/** What is kept beside a bundle. */
interface Made {
  readonly key: string;
  readonly sha256: string;
  readonly revision: string;
  readonly version: number;
  /** PEM; what the bundle is to be verified with. */
  readonly publicKey?: string;
}

async function buildBundle(job: Job): Promise<Bundle> {
  const { root, compiler, out, domain, rules, signing } = job;
  const revision = await digestOf(root, rules);
  const key = createHash("sha256")
    .update(`${revision} ${compiler} ${signing?.fingerprint ?? ""}`)
    .digest("hex");
  const file = join(out, `${domain}.tar.gz`);
  const made = await readMade(`${file}.json`);
  if (made?.key === key && (await sha256Of(file)) === made.sha256) {
    return { domain, file, sha256: made.sha256, revision, built: false };
  }
  const now = job.version ?? Math.max(Math.floor(Date.now() / 1_000), (made?.version ?? 0) + 1);
  const version = made?.revision === revision ? made.version : now;
  const stage = join(out, `.${domain}-${randomUUID()}`);
  try {
    const temporary = await compile(job, { stage, revision, version });
    await rename(temporary, file);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  const sha256 = await sha256Of(file);
  if (!sha256) throw new RegoError(`rules of ${domain}: opa wrote no bundle`);
  const about: Made = { key, sha256, revision, version, ...(signing && { publicKey: signing.publicKey }) };
  await writeFile(`${file}.json`, JSON.stringify(about));
  return { domain, file, sha256, revision, built: true };
}

interface Stage {
  /** Folder of its own, which holds the private key for a moment. */
  readonly stage: string;
  readonly revision: string;
  readonly version: number;
}

/** @returns the bundle's file, in the stage. @throws RegoError */
async function compile({ root, opa, domain, rules, signing }: Job, { stage, revision, version }: Stage) {
  await mkdir(stage, { mode: 0o700 });
  // Only a whole folder can be signed; below it the paths are those of the project, which is what opa names.
  for (const rule of rules) {
    const to = join(stage, "bundle", rule);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(root, rule), to);
  }
  const entrypoints = ENTRYPOINTS.flatMap((entrypoint) => ["-e", entrypoint]);
  const args = ["build", "-t", "wasm", ...entrypoints, "--revision", revision, "-o", "../out.tar.gz"];
  if (signing) {
    await writeFile(join(stage, "key.pem"), signing.privateKey, { mode: 0o600 });
    await writeFile(join(stage, "claims.json"), JSON.stringify({ domain, version }));
    args.push("--signing-key", "../key.pem", "--signing-alg", "RS256", "--claims-file", "../claims.json");
  }
  try {
    await run(opa, [...args, "--bundle", "."], { cwd: join(stage, "bundle") });
    return join(stage, "out.tar.gz");
  } catch (error) {
    // opa says what is wrong on standard output.
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    throw new RegoError(`rules of ${domain}: ${(stdout || stderr || message).trim()}`);
  }
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
