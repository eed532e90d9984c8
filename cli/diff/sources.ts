/** Where `mesh diff` has two versions from: files, standard input, or a commit of git. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { messageOf, UserError } from "../../toolchain/errors";
import { ROOT } from "../project";

/** What can't be read, and what can't be compared: exit 2. */
export class Unreadable extends UserError {}

/** One version of a file. */
export interface Version {
  /** Relative to the working folder; `<stdin>` of standard input. */
  readonly file: string;
  readonly text: string;
}

/** A file's two versions; one is absent where the file came or went. */
export interface Versions {
  readonly before?: Version;
  readonly after?: Version;
}

export const STANDARD_INPUT = "-";
const STANDARDS = /\.(odps|odcs)\.(ya?ml|json)$/;
const LARGEST = 64 * 1024 * 1024;

/** @throws Unreadable */
export function read(path: string): Version {
  try {
    if (path === STANDARD_INPUT) return { file: "<stdin>", text: decode(readFileSync(0)) };
    return { file: relative(process.cwd(), resolve(path)) || path, text: decode(readFileSync(path)) };
  } catch (error) {
    throw new Unreadable(`${path}: can't be read: ${messageOf(error)}; allowed: a file, or - for standard input`);
  }
}

/**
 * Files now and at a commit: one, or all contracts and products below a folder.
 * @throws Unreadable where there is no such file, or no such commit
 */
export function againstCommit(path: string, reference: string): Versions[] {
  const at = resolve(path);
  const isFolder = existsSync(at) && statSync(at).isDirectory();
  const folder = existsSync(isFolder ? at : dirname(at)) ? realpathSync(isFolder ? at : dirname(at)) : undefined;
  if (folder === undefined) throw new Unreadable(`${path}: there is no such file or folder`);
  const git = (...args: readonly string[]) =>
    decode(execFileSync("git", ["-C", folder, ...args], { stdio: ["ignore", "pipe", "pipe"], maxBuffer: LARGEST }));
  let top: string;
  let commit: string;
  try {
    top = git("rev-parse", "--show-toplevel").trim();
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`).trim();
  } catch {
    throw new Unreadable(
      `--against: given ${reference}; allowed: registry, or a branch, tag or commit of the git repository that ${path} is in`,
    );
  }
  const now = isFolder ? below(folder) : existsSync(at) ? [join(folder, basename(at))] : [];
  const spec = isFolder ? folder : join(folder, basename(at));
  const then = git("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", relative(top, spec) || ".")
    .split("\0")
    .filter((name) => name !== "" && (!isFolder || STANDARDS.test(name)))
    .map((name) => join(top, name));
  if (now.length === 0 && then.length === 0)
    throw new Unreadable(
      `${path}: neither there now nor at ${reference}; allowed: contracts and products (*.odcs.yaml, *.odps.yaml)`,
    );
  return [...new Set([...now, ...then])].sort().map((file) => ({
    ...(then.includes(file)
      ? {
          before: {
            file: shownPath(file),
            text: git("show", `${commit}:${relative(top, file).replaceAll("\\", "/")}`),
          },
        }
      : {}),
    ...(now.includes(file) ? { after: read(file) } : {}),
  }));
}

/** Contracts and products below a folder. */
export function below(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => STANDARDS.test(name) && !name.includes("node_modules"))
    .sort()
    .map((name) => join(folder, name));
}

const shownPath = (file: string) => relative(process.cwd(), file);

/** The folder that holds the `domains/` which a file lies in; else the working folder's mesh, else the project's. */
export function meshRoot(file: string | undefined): string {
  const domains = file === undefined ? "" : dirname(dirname(resolve(file)));
  if (basename(domains) === "domains") return dirname(domains);
  return existsSync(join(process.cwd(), "domains")) ? process.cwd() : ROOT;
}

/** @throws TypeError where it isn't UTF-8 */
function decode(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
