import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readText } from "../../contracts/document";
import { lint as judge, type LintFile, type LintResult } from "../../contracts/lint";
import { unifiedDiff } from "../../contracts/lint/diff";
import { fix } from "../../contracts/lint/fix";
import { FORMATS } from "../../contracts/lint/formats";
import { rulesPage } from "../../contracts/lint/page";
import { writeAtomic } from "../../toolchain/cache";
import { messageOf, UserError } from "../../toolchain/errors";
import type { LintFormat } from "../formats";
import { log } from "../log";
import { ROOT } from "../root";

/** What the two standards' files are called. */
const NAMES = /\.(odps|odcs)\.(ya?ml|json)$/;
/** Findings on which nothing else of a file could be judged. */
const UNREADABLE = /^schema\/(unreadable|syntax|empty)$/;
const STANDARD_INPUT = "-";
const STDIN_NAME = "<stdin>";

export interface LintOptions {
  readonly format: LintFormat;
  /** Judge what is named together, as the whole mesh. */
  readonly mesh?: boolean;
  readonly fix?: boolean;
  readonly dryRun?: boolean;
  /** Warnings are neither shown nor counted. */
  readonly quiet?: boolean;
  readonly maxWarnings: number;
  readonly rules?: boolean;
}

/**
 * Judges contracts and products: files, folders (all of theirs below), or `-` for standard input; the whole mesh where
 * nothing is named. Exit 0 where nothing is found, 1 where something is, 2 where a file can't be read.
 */
export function lint(paths: readonly string[], options: LintOptions): void {
  const { format, dryRun, quiet, maxWarnings, rules } = options;
  if (rules) {
    process.stdout.write(rulesPage());
    return;
  }
  if (dryRun && !options.fix) throw new UserError("--dry-run: allowed with --fix; fix: add --fix");
  const isMesh = options.mesh || paths.length === 0;
  let files = (paths.length === 0 ? [join(ROOT, "domains")] : paths).flatMap(read);
  if (options.fix) {
    const fixed = fixAll(files, dryRun === true);
    // A dry run is about what would change; what can't be fixed is told without it.
    if (dryRun) {
      process.exitCode = fixed.some(({ text }, at) => text !== files[at]?.text) ? 1 : 0;
      return;
    }
    files = fixed;
  }
  const result = judge(files, { mesh: isMesh, today: new Date().toISOString().slice(0, 10) });
  const errors = result.findings.filter(({ severity }) => severity === "error");
  const shown: LintResult = quiet ? { ...result, findings: errors } : result;
  process.stdout.write(FORMATS[format](shown, files));
  const warnings = shown.findings.length - errors.length;
  if (errors.some(({ rule }) => UNREADABLE.test(rule))) process.exitCode = 2;
  else if (errors.length > 0 || warnings > maxWarnings) process.exitCode = 1;
}

function read(path: string): LintFile[] {
  const source = (from: string | 0, file: string): LintFile => ({ file, ...readText(from, file) });
  if (path === STANDARD_INPUT) return [source(0, STDIN_NAME)];
  const named = (name: string) => source(name, relative(process.cwd(), name));
  return filesBelow(resolve(path)).map(named);
}

/** The path itself where it is no folder, or can't be entered: reading it tells why. */
function filesBelow(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => NAMES.test(name) && !name.includes("node_modules"))
      .sort()
      .map((name) => join(path, name));
  } catch {
    return [path];
  }
}

/**
 * The files as they are after what can be fixed; what was is told on standard error. Dry, the changes are shown as a
 * diff on standard output, and no file is written.
 * @throws UserError for standard input, which can't be written to, and for a file that can't
 */
function fixAll(files: readonly LintFile[], isDry: boolean): LintFile[] {
  return files.map((file) => {
    if (file.problem) return file;
    const { text, fixed } = fix(file);
    if (text === file.text) return file;
    if (isDry) {
      process.stdout.write(unifiedDiff(file.file, file.text, text));
      return { ...file, text };
    }
    if (file.file === STDIN_NAME)
      throw new UserError("--fix: given standard input; allowed: files; fix: add --dry-run to see the changes");
    rewrite(file.file, text);
    for (const { line, column, rule, given, fix: done } of fixed)
      log(`${file.file}:${line}:${column} fixed ${rule}: ${done} (was: ${given ?? "nothing"})`);
    return { ...file, text };
  });
}

/** In place, as a whole or not at all; a link stays one, and the file keeps its permissions. */
function rewrite(file: string, text: string): void {
  try {
    const path = realpathSync(resolve(file));
    writeAtomic(path, text, statSync(path).mode & 0o777);
  } catch (error) {
    throw new UserError(`${file}: can't be written: ${messageOf(error)}; fix: make it writable`);
  }
}
