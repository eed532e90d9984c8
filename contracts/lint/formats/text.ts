import type { Format } from ".";

/** Rules whose source line is what nobody should see. */
const HIDDEN: ReadonlySet<string> = new Set(["semantic/secret"]);

/** For people: place, rule, message, and the source line with a caret under the place. */
export const text: Format = ({ files, findings }, sources) => {
  const found = new Set(findings.map(({ file }) => file));
  const lines = new Map(
    sources.filter(({ file }) => found.has(file)).map((source) => [source.file, source.text.split(/\r?\n/)]),
  );
  const shown = findings.map(({ file, line, column, severity, rule, message, allowed, fix, edits }) => {
    const source = HIDDEN.has(rule) ? undefined : lines.get(file)?.[line - 1];
    const caret = source === undefined ? [] : [`  ${source}`, `  ${source.slice(0, column - 1).replace(/\S/g, " ")}^`];
    return [
      `${file}:${line}:${column} ${severity} ${rule}: ${message}`,
      ...caret,
      ...(allowed === undefined ? [] : [`  allowed: ${allowed}`]),
      ...(fix === undefined ? [] : [`  fix:     ${fix}${edits ? " (--fix does it)" : ""}`]),
    ].join("\n");
  });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return [...shown, `${files} files, ${errors} errors, ${findings.length - errors} warnings`, ""].join("\n");
};
