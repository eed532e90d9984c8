import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import { type Problem, pathText, shown } from "./problem";

type Path = readonly PropertyKey[];

/** What a problem says beside its place. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
  readonly given?: unknown;
  readonly allowed?: string;
  readonly fix?: string;
  readonly severity?: Problem["severity"];
}

/** One YAML or JSON file: its plain data, and the place of each value in it. */
export interface SourceDocument {
  /** Relative to the project's root. */
  readonly file: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** A problem at the value under `path`, or at the nearest that exists. */
  problem(path: Path, finding: Finding): Problem;
}

/** A file may refer to its anchors this often: more is a "YAML bomb", not a contract. */
const MOST_ALIASES = 100;
/** A contract of 5 MB isn't one; reading it would stall every preview. */
const LARGEST_FILE = 5 * 1024 * 1024;

/** Where the reader got stuck, in words, for the codes of the `yaml` package that people meet. */
const SYNTAX_FIXES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "keep one of the two keys",
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "line the entry up with its neighbours, and close every bracket",
  MULTIPLE_DOCS: "put each document into a file of its own",
  BLOCK_AS_IMPLICIT_KEY: 'put the value into quotes when it contains ": "',
  MISSING_CHAR: "close the quote or bracket",
};

/** Reads one file. A file that can't be read or parsed gives its problems, never an exception. */
export function readDocument(
  root: string,
  file: string,
): { readonly document?: SourceDocument; readonly problems: Problem[] } {
  const at = (line: number, column: number, finding: Finding, path = ""): Problem =>
    make(file, { line, column, path }, finding);
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, file));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    const fix = "check that the file exists and can be read";
    return { problems: [at(1, 1, { rule: "schema/unreadable", message: `The file can't be read (${reason}).`, fix })] };
  }
  if (bytes.length > LARGEST_FILE) {
    const allowed = `${LARGEST_FILE} bytes`;
    const message = "The file is too large for a contract.";
    return { problems: [at(1, 1, { rule: "schema/unreadable", message, given: `${bytes.length} bytes`, allowed })] };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const fix = "save the file as UTF-8";
    return { problems: [at(1, 1, { rule: "schema/unreadable", message: "The file isn't UTF-8 text.", fix })] };
  }
  return parseText(text, file);
}

/** Like {@link readDocument}, for text that is already in memory; `file` is only used in messages. */
export function parseText(
  text: string,
  file: string,
): { readonly document?: SourceDocument; readonly problems: Problem[] } {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(line, 1), column: Math.max(col, 1), path: "" };
  };
  const syntax = (offset: number, finding: Omit<Finding, "rule">) =>
    make(file, place(offset), { rule: "schema/syntax", ...finding });
  const problems = yaml.errors.map((error) => {
    const fix = SYNTAX_FIXES[error.code];
    return syntax(error.pos[0], { message: `${error.message}.`.replace(/\.\.$/, "."), ...(fix ? { fix } : {}) });
  });
  problems.push(...keyProblems(yaml, syntax));
  if (problems.length > 0) return { problems };

  let data: unknown;
  try {
    data = yaml.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const message = `The file's anchors and aliases can't be resolved: ${error instanceof Error ? error.message : error}.`;
    return { problems: [syntax(0, { message, fix: "write the repeated parts out" })] };
  }
  if (data === null || data === undefined) {
    const fix = "start with apiVersion, kind and id";
    return { problems: [make(file, place(0), { rule: "schema/empty", message: "The file is empty.", fix })] };
  }
  if (typeof data !== "object" || Array.isArray(data)) {
    const found = Array.isArray(data) ? "a list" : `a ${typeof data}`;
    const message = `The file holds ${found} where a mapping of fields is needed.`;
    return { problems: [make(file, place(0), { rule: "schema/type", message, given: data, allowed: "a mapping" })] };
  }
  const problem = (path: Path, finding: Finding): Problem =>
    make(file, { ...place(offsetOf(yaml, path)), path: pathText(path) }, finding);
  return { document: { file, data: data as Record<string, unknown>, problem }, problems: [] };
}

/** Keys that JavaScript would take for something else, and keys that aren't text. */
function keyProblems(yaml: Document, syntax: (offset: number, f: Omit<Finding, "rule">) => Problem): Problem[] {
  const problems: Problem[] = [];
  visit(yaml, {
    Pair(_, pair) {
      const key: unknown = pair.key;
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      if (isScalar(key) && key.value === "__proto__") {
        problems.push(syntax(offset, { message: "The key __proto__ isn't allowed.", fix: "rename or remove it" }));
      } else if (isNode(key) && !isScalar(key)) {
        problems.push(syntax(offset, { message: "A key has to be plain text.", fix: "use a plain name as key" }));
      }
    },
  });
  return problems;
}

/** The offset of the value at `path`; of a missing value, the key's or list's that should have it. */
function offsetOf(yaml: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    const last = part.at(-1);
    const parent: unknown =
      length === 0 ? undefined : length === 1 ? yaml.contents : yaml.getIn(part.slice(0, -1), true);
    // A key's own place reads better than its value's: the value of a mapping starts on the next line.
    if (isMap(parent) && typeof last === "string") {
      const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === last);
      if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
      continue;
    }
    const node: unknown = length === 0 ? yaml.contents : yaml.getIn(part, true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return 0;
}

function make(file: string, at: { line: number; column: number; path: string }, finding: Finding): Problem {
  const { rule, message, allowed, fix, severity = "error" } = finding;
  return {
    file,
    ...at,
    rule,
    severity,
    message,
    ...("given" in finding ? { given: shown(finding.given) } : {}),
    ...(allowed === undefined ? {} : { allowed }),
    ...(fix === undefined ? {} : { fix }),
  };
}
