/** What is wrong with a file, where, and how to put it right. Shared by the linter, the previews and the editor. */
export interface Problem {
  /** File, relative to the project's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Like `schema[0].properties[2].classification`; empty for the whole file. */
  readonly path: string;
  /** `schema/…` for the published standards, `semantic/…` for ours, `mesh/…` across products. */
  readonly rule: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The offending value as it was written, shortened. */
  readonly given?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

/**
 * A value, or everything that kept it from being made.
 * `warnings` are problems that stop nothing; errors are never among them.
 */
export type LoadResult<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const LONGEST_GIVEN = 80;

/** A value as a person would write it, on one line and at most 80 characters. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  let text: string | undefined;
  try {
    text = typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    text = undefined; // circular through YAML anchors
  }
  const line = (text ?? String(value)).replace(/\s+/g, " ");
  return line.length > LONGEST_GIVEN ? `${line.slice(0, LONGEST_GIVEN - 1)}…` : line;
}

/** `["schema", 0, "name"]` as `schema[0].name`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? String(part) : `.${String(part)}`;
  }
  return text;
}

/** Problems in the order of files and lines, errors before warnings on one line; exact repeats are left out. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return [...problems]
    .filter((p) => {
      const key = JSON.stringify([p.file, p.line, p.column, p.path, p.rule, p.message]);
      return seen.has(key) ? false : seen.add(key);
    })
    .sort(
      (a, b) =>
        (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.severity === b.severity ? 0 : a.severity === "error" ? -1 : 1),
    );
}

/** Problems as text for a terminal, one paragraph each: place, rule, message, given, allowed, fix. */
export function formatProblems(problems: readonly Problem[]): string {
  return sortProblems(problems)
    .map((p) => {
      const lines = [`${p.file}:${p.line}:${p.column} ${p.severity} ${p.rule}${p.path === "" ? "" : ` at ${p.path}`}`];
      lines.push(`  ${p.message}`);
      if (p.given !== undefined) lines.push(`  given:   ${p.given}`);
      if (p.allowed !== undefined) lines.push(`  allowed: ${p.allowed}`);
      if (p.fix !== undefined) lines.push(`  fix:     ${p.fix}`);
      return lines.join("\n");
    })
    .join("\n");
}
