/** Forms that findings are given out in. Each is a pure function of the result and the files' texts. */
import type { Problem } from "../../problem";
import { type LintFile, type LintResult, RULES } from "..";

export type Format = (result: LintResult, files: readonly LintFile[]) => string;

/** For people: place, rule, message, and the source line with a caret under the place. */
const text: Format = ({ files, findings }, sources) => {
  const lines = new Map(sources.map((source) => [source.file, source.text.split(/\r?\n/)]));
  const shown = findings.map(({ file, line, column, severity, rule, message, allowed, fix }) => {
    const source = lines.get(file)?.[line - 1];
    const caret = source === undefined ? [] : [`  ${source}`, `  ${source.slice(0, column - 1).replace(/\S/g, " ")}^`];
    return [
      `${file}:${line}:${column} ${severity} ${rule}: ${message}`,
      ...caret,
      ...(allowed === undefined ? [] : [`  allowed: ${allowed}`]),
      ...(fix === undefined ? [] : [`  fix:     ${fix}`]),
    ].join("\n");
  });
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return [...shown, `${files} files, ${errors} errors, ${findings.length - errors} warnings`, ""].join("\n");
};

const json: Format = ({ files, findings }) => {
  const shown = findings.map(({ file, line, column, path, rule, severity, message, given, allowed, fix }) => ({
    ...{ file, line, column, path, rule, severity, message, given, allowed },
    fix: fix ?? null,
  }));
  return `${JSON.stringify({ files, findings: shown }, null, 2)}\n`;
};

/** SARIF 2.1.0 (OASIS), as code scanning tools read it. */
const sarif: Format = ({ findings }) => {
  const named = new Map<string, string>(RULES.map(({ id, about }) => [id, about]));
  const rules = [...new Set(findings.map(({ rule }) => rule))].map((id) => ({
    id,
    shortDescription: { text: named.get(id) ?? "The file isn't what the published schema of its version says." },
  }));
  const results = findings.map(({ file, line, column, rule, severity, message, fix }) => ({
    ruleId: rule,
    level: severity,
    message: { text: fix === undefined ? message : `${message} Fix: ${fix}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  }));
  const $schema = "https://json.schemastore.org/sarif-2.1.0.json";
  const runs = [{ tool: { driver: { name: "mesh lint", rules } }, columnKind: "utf16CodeUnits", results }];
  return `${JSON.stringify({ $schema, version: "2.1.0", runs }, null, 2)}\n`;
};

const escaped = (value: string) =>
  value
    // Characters that XML 1.0 can't carry at all.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "�")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** JUnit's XML: a file is a test case, which fails where it has errors. */
const junit: Format = ({ findings }, sources) => {
  const byFile = new Map<string, Problem[]>();
  for (const finding of findings) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
  const cases = sources.map(({ file }) => {
    const found = byFile.get(file) ?? [];
    const failures = found
      .filter(({ severity }) => severity === "error")
      .map(
        ({ line, column, rule, message }) =>
          `    <failure type="${escaped(rule)}" message="${escaped(message)}">${escaped(`${file}:${line}:${column}`)}</failure>`,
      );
    return {
      xml: [`  <testcase classname="mesh lint" name="${escaped(file)}">`, ...failures, "  </testcase>"],
      failures,
    };
  });
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const head = `<testsuite name="mesh lint" tests="${cases.length}" failures="${failed}">`;
  return `${['<?xml version="1.0" encoding="UTF-8"?>', head, ...cases.flatMap(({ xml }) => xml), "</testsuite>"].join("\n")}\n`;
};

export const FORMATS: Readonly<Record<"text" | "json" | "sarif" | "junit", Format>> = { text, json, sarif, junit };
