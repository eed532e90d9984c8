import type { LintFile } from "..";
import { replacementOf } from "../fix";
import type { LintFinding } from "../rule";
import { RULES } from "../rules";
import type { Format } from ".";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const OF_SCHEMAS = "The file isn't what the published schema of its version says.";

/** SARIF 2.1.0 (OASIS), as code scanning tools read it; what `--fix` would do is among each result's `fixes`. */
export const sarif: Format = ({ findings }, sources) => {
  const texts = new Map(sources.map((source) => [source.file, source]));
  const named = new Map(RULES.map((rule) => [rule.id, rule]));
  const ids = [...new Set(findings.map(({ rule }) => rule))].sort();
  const rules = ids.map((id) => {
    const { about = OF_SCHEMAS, severity = "error", fixes } = named.get(id) ?? {};
    const help = fixes === undefined ? {} : { help: { text: `--fix ${fixes}` } };
    return { id, shortDescription: { text: about }, ...help, defaultConfiguration: { level: severity } };
  });
  const results = findings.map((finding) => {
    const { file, line, column, path, rule, severity, message, fix } = finding;
    const source = texts.get(file);
    return {
      ruleId: rule,
      ruleIndex: ids.indexOf(rule),
      level: severity,
      message: { text: fix === undefined ? message : `${message} Fix: ${fix}.` },
      locations: [
        {
          physicalLocation: { ...artifact(file), region: { startLine: line, startColumn: column } },
          ...(path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
        },
      ],
      ...(source && finding.edits ? fixesOf(finding, source) : {}),
    };
  });
  const driver = { name: "mesh lint", rules };
  const runs = [{ tool: { driver }, columnKind: "utf16CodeUnits", results }];
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs }, null, 2)}\n`;
};

const artifact = (file: string) => ({
  artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join("/") },
});

function fixesOf({ file, fix, edits }: LintFinding, { text }: LintFile) {
  const replacement = replacementOf(text, edits ?? []);
  if (!replacement) return {};
  const [start, end] = [placeOf(text, replacement.from), placeOf(text, replacement.to)];
  const deletedRegion = {
    ...{ startLine: start.line, startColumn: start.column },
    ...{ endLine: end.line, endColumn: end.column },
  };
  const replacements = [{ deletedRegion, insertedContent: { text: replacement.text } }];
  return {
    fixes: [{ description: { text: fix ?? "" }, artifactChanges: [{ ...artifact(file), replacements }] }],
  };
}

/** Line and column from 1, of an offset. */
function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
