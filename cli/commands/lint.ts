import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { lint as judge, type LintFile } from "../../contracts/lint";
import { FORMATS } from "../../contracts/lint/formats";
import { messageOf } from "../../toolchain";
import type { LintFormat } from "../formats";
import { log } from "../log";
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
  const unreadable: string[] = [];
  const files = (isMesh ? [join(ROOT, "domains")] : paths).flatMap((path) => {
    try {
      return read(path);
    } catch (error) {
      unreadable.push(
        `${path}: can't be read: ${messageOf(error)}; allowed: a file, a folder, or - for standard input`,
      );
      return [];
    }
  });
  const result = judge(files, { mesh: isMesh, today: new Date().toISOString().slice(0, 10) });
  process.stdout.write(FORMATS[format](result, files));
  for (const line of unreadable) log(line);
  const { findings } = result;
  if (unreadable.length > 0 || findings.some(({ rule }) => UNREADABLE.test(rule))) process.exitCode = 2;
  else if (findings.some(({ severity }) => severity === "error")) process.exitCode = 1;
}

function read(path: string): LintFile[] {
  if (path === STANDARD_INPUT) return [{ file: "<stdin>", text: decode(readFileSync(0)) }];
  const file = resolve(path);
  if (!statSync(file).isDirectory()) return [{ file: relative(process.cwd(), file), text: decode(readFileSync(file)) }];
  return readdirSync(file, { recursive: true, encoding: "utf8" })
    .filter((name) => NAMES.test(name) && !name.includes("node_modules"))
    .sort()
    .map((name) => join(file, name))
    .map((name) => ({ file: relative(process.cwd(), name), text: decode(readFileSync(name)) }));
}

/** @throws TypeError where it isn't UTF-8 */
function decode(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
