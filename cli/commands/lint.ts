import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readText } from "../../contracts/document";
import { lint as judge, type LintFile } from "../../contracts/lint";
import { FORMATS } from "../../contracts/lint/formats";
import type { LintFormat } from "../formats";
import { ROOT } from "../project";

/** What the two standards' files are called. */
const NAMES = /\.(odps|odcs)\.(ya?ml|json)$/;
/** Findings on which nothing else of a file could be judged. */
const UNREADABLE = /^schema\/(unreadable|syntax|empty)$/;
const STANDARD_INPUT = "-";

/**
 * Judges contracts and products: files, folders (all of theirs below), or `-` for standard input; the whole mesh where
 * nothing is named. Exit 0 where nothing is wrong (warnings are shown), 1 where something is, 2 where a file can't be read.
 */
export function lint(paths: readonly string[], { format }: { readonly format: LintFormat }): void {
  const isMesh = paths.length === 0;
  const files = (isMesh ? [join(ROOT, "domains")] : paths).flatMap(read);
  const result = judge(files, { mesh: isMesh, today: new Date().toISOString().slice(0, 10) });
  process.stdout.write(FORMATS[format](result, files));
  const { findings } = result;
  if (findings.some(({ rule }) => UNREADABLE.test(rule))) process.exitCode = 2;
  else if (findings.some(({ severity }) => severity === "error")) process.exitCode = 1;
}

function read(path: string): LintFile[] {
  const source = (from: string | 0, file: string): LintFile => ({ file, ...readText(from, file) });
  if (path === STANDARD_INPUT) return [source(0, "<stdin>")];
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
