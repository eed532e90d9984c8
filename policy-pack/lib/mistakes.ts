import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod/mini";

/** Something in a file that the pack is governed by, which is wrong: then the pack doesn't start. */
export interface Mistake {
  readonly file: string;
  readonly line?: number;
  /** Path in the file, like `tighten.stream-retention.maximumDays`. */
  readonly field: string;
  readonly given: string;
  readonly allowed: string;
  readonly fix: string;
}

const WHOLE_FILE = "(the whole file)";

/** One YAML file, with the lines of its fields, and the mistakes found in it. */
export class Sheet {
  readonly mistakes: Mistake[] = [];
  readonly content: unknown;
  readonly #document: Document;
  readonly #lines = new LineCounter();

  /** @param name of the file, relative to the project's root */
  constructor(
    readonly name: string,
    text: string,
  ) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true });
    for (const { message, linePos } of this.#document.errors) {
      this.mistakes.push({
        file: name,
        ...(linePos ? { line: linePos[0].line } : {}),
        field: WHOLE_FILE,
        given: message.split("\n", 1)[0] ?? "",
        allowed: "YAML",
        fix: "correct the line",
      });
    }
    this.content = this.mistakes.length > 0 ? undefined : (this.#document.toJS() as unknown);
  }

  mistake(path: readonly (string | number)[], about: Pick<Mistake, "given" | "allowed" | "fix">): void {
    // A field that is missing has no line: then its parent's.
    const places = path.map((_, index) => path.slice(0, path.length - index));
    const line = places.map((place) => this.#lineOf(place)).find((found) => found !== undefined);
    const at = line === undefined ? {} : { line };
    this.mistakes.push({ file: this.name, ...at, field: fieldName(path) || WHOLE_FILE, ...about });
  }

  #lineOf(path: readonly (string | number)[]): number | undefined {
    const node: unknown = this.#document.getIn(path, true);
    const start = (node as { range?: readonly number[] } | undefined)?.range?.[0];
    return start === undefined ? undefined : this.#lines.linePos(start).line;
  }
}

/** What zod found wrong below `path`; `fields` gives the names that an object may have, by its path. */
export function reportIssues(
  sheet: Sheet,
  issues: readonly z.core.$ZodIssue[],
  by: {
    readonly path?: readonly (string | number)[];
    readonly fields: (path: readonly (string | number)[]) => readonly string[];
    readonly fix: string;
  },
): void {
  for (const issue of issues) {
    const path = [...(by.path ?? []), ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
    if (issue.code === "unrecognized_keys") {
      const about = { given: "an unknown field", allowed: by.fields(path).join(", "), fix: by.fix };
      for (const key of issue.keys) sheet.mistake([...path, key], about);
      continue;
    }
    const given = path.reduce<unknown>((value, key) => (value as Fields | undefined)?.[key], sheet.content);
    const allowed = issue.code === "invalid_type" && issue.message === "Invalid input" ? issue.expected : issue.message;
    sheet.mistake(path, { given: show(given), allowed, fix: by.fix });
  }
}

type Fields = Readonly<Record<string | number, unknown>>;

/** `["exemptions", 0, "urn"]` as `exemptions[0].urn`. */
export function fieldName(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

/** What was given, for a message. */
export function show(given: unknown): string {
  return JSON.stringify(given) ?? "nothing";
}

/** One line a mistake, each with file, field, given, allowed and what to do. */
export function formatMistakes(mistakes: readonly Mistake[]): string {
  return mistakes
    .map(({ file, line, field, given, allowed, fix }) => {
      const at = line === undefined ? file : `${file}:${line}`;
      return `${at}: ${field}: given ${given}, allowed ${allowed}. Fix: ${fix}`;
    })
    .join("\n");
}
