import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isMapping } from "./fields";
import { type Problem, pathText, shown } from "./problem";
import { type PlaceOf, placesOf, readPlain } from "./reader";
import { readComplete } from "./reader/complete";

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

/** Ten times the largest contracts that people write; reading more would stall every preview. */
const LARGEST_FILE = 3 * 1024 * 1024;
/** Of one rule in one file. Nobody reads on, and the others most likely have the same cause. */
const MOST_FINDINGS = 1000;

export interface ReadResult {
  /** Absent where nothing more can be judged. */
  readonly document?: SourceDocument;
  readonly problems: readonly Problem[];
}

/** Reads one file. A file that can't be read or parsed gives its problems, never an exception. */
export function readDocument(root: string, file: string): ReadResult {
  const { text, problem } = readText(join(root, file), file);
  return problem ? { problems: [problem] } : parseText(text, file);
}

/** A text; or none, and why. */
export interface TextResult {
  readonly text: string;
  readonly problem?: Problem;
}

function unreadable(file: string, finding: Omit<Finding, "rule">): TextResult {
  const at = { line: 1, column: 1, path: "" };
  return { text: "", problem: make(file, at, { rule: "schema/unreadable", ...finding }) };
}

/** The text of a file, or of standard input (`0`). `file` is for messages. */
export function readText(from: string | 0, file: string): TextResult {
  try {
    const { size } = from === 0 ? { size: 0 } : statSync(from);
    return size > LARGEST_FILE ? unreadable(file, tooLarge(`${size} bytes`)) : textOf(readFileSync(from), file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    const allowed = "a file, a folder, or - for standard input";
    const fix = "check that it exists and can be read";
    return unreadable(file, { message: `The file can't be read (${reason}).`, given: file, allowed, fix });
  }
}

export function textOf(bytes: Buffer, file: string): TextResult {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const at = firstBadByte(bytes);
    const given = `0x${bytes.toString("hex", at, at + 1)} at offset ${at}`;
    return unreadable(file, {
      message: "The file isn't UTF-8 text.",
      given,
      allowed: "UTF-8",
      fix: "save the file as UTF-8",
    });
  }
}

const tooLarge = (given: string) => ({
  message: "The file is too large for a contract.",
  given,
  allowed: `${LARGEST_FILE} bytes`,
  fix: "split it into contracts of their own",
});

/** The same for each that comes after: repeats are left out where findings are sorted. */
const many = ({ rule, severity = "error" }: Finding): Finding => ({
  rule,
  severity,
  message: `The file has more than ${MOST_FINDINGS} findings of this rule; the others aren't shown.`,
  fix: "correct the first ones, and lint again",
});

/** Offset of the first byte that no longer is UTF-8. */
function firstBadByte(bytes: Buffer): number {
  const text = bytes.toString("utf8");
  let offset = 0;
  for (let from = 0; ; ) {
    const at = text.indexOf(REPLACEMENT, from);
    offset += Buffer.byteLength(text.slice(from, at));
    // The sign that stands for what can't be decoded may be in the text itself.
    if (at < 0 || bytes.toString("latin1", offset, offset + 3) !== REPLACEMENT_BYTES) return offset;
    offset += REPLACEMENT_BYTES.length;
    from = at + 1;
  }
}
const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = "\xef\xbf\xbd";

/** Like {@link readDocument}, for text that is already in memory; `file` is only used in messages. */
export function parseText(given: string, file: string): ReadResult {
  // To YAML all line ends are one; a mark at the start would move the first line's columns.
  const text = given.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
  const placeAt = placer(text);
  const top = { line: 1, column: 1, path: "" };
  if (text.length > LARGEST_FILE)
    return { problems: [make(file, top, { rule: "schema/unreadable", ...tooLarge(`${text.length} characters`) })] };
  const plain = readPlain(text);
  const { data, faults, placeOf } = plain ? { data: plain, faults: [], placeOf: undefined } : readComplete(text);
  const problems = faults.map(({ at, ...finding }) => make(file, { ...placeAt(at), path: "" }, finding));
  if (faults.some(({ rule }) => rule === "schema/syntax")) return { problems };
  if (data === null || data === undefined) {
    const fix = "start with apiVersion, kind and id";
    return { problems: [make(file, top, { rule: "schema/empty", message: "The file is empty.", fix })] };
  }
  if (!isMapping(data)) {
    const message = `The file holds ${Array.isArray(data) ? "a list" : `a ${typeof data}`}, not a mapping of fields.`;
    const fix = "start with apiVersion, kind and id";
    return {
      problems: [make(file, top, { rule: "schema/type", message, given: data, allowed: "a mapping", fix })],
    };
  }
  let places = placeOf;
  const told = new Map<string, number>();
  const problem = (path: Path, finding: Finding): Problem => {
    const count = (told.get(finding.rule) ?? 0) + 1;
    told.set(finding.rule, count);
    if (count > MOST_FINDINGS) return make(file, top, many(finding));
    // Most files have nothing to be placed.
    places ??= placesOf(text);
    return make(file, { ...placeAt(nearest(places, path)), path: pathText(path) }, finding);
  };
  return { document: { file, data, problem }, problems };
}

/** The offset of the value at `path`; of a missing value, the key's or list's that should have it. */
function nearest(placeOf: PlaceOf, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const at = placeOf(path.slice(0, length));
    if (at !== undefined) return at;
  }
  return 0;
}

/** Line and column of an offset, both from 1. Lines are looked for when the first is asked for. */
function placer(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (!starts) {
      starts = [0];
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    }
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: Math.min(offset, text.length) - (starts[low] ?? 0) + 1 };
  };
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
