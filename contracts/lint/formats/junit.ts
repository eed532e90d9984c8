import type { LintFinding } from "../rule";
import type { Format } from ".";

const escaped = (value: string) =>
  value
    // Characters that XML 1.0 can't carry at all.
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "�")
    .replace(/[&<>"\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const placeOf = ({ file, line, column }: LintFinding) => `${file}:${line}:${column}`;

/** JUnit's XML: a file is a test case, which fails where it has errors; warnings are its output. */
export const junit: Format = ({ findings }, sources) => {
  const byFile = new Map<string, LintFinding[]>(sources.map(({ file }) => [file, []]));
  for (const finding of findings) {
    const known = byFile.get(finding.file);
    if (known) known.push(finding);
    else byFile.set(finding.file, [finding]);
  }
  const cases = [...byFile].map(([file, found]) => {
    const failures = found
      .filter(({ severity }) => severity === "error")
      .map(
        (one) =>
          `    <failure type="${escaped(one.rule)}" message="${escaped(one.message)}">${escaped(placeOf(one))}</failure>`,
      );
    const warnings = found
      .filter(({ severity }) => severity === "warning")
      .map((one) => escaped(`${placeOf(one)} ${one.rule}: ${one.message}`));
    const output = warnings.length === 0 ? [] : [`    <system-out>${warnings.join("\n")}</system-out>`];
    const head = `  <testcase classname="mesh lint" name="${escaped(file)}">`;
    return { lines: [head, ...failures, ...output, "  </testcase>"], isFailed: failures.length > 0 };
  });
  const failed = cases.filter(({ isFailed }) => isFailed).length;
  const suite = `<testsuite name="mesh lint" tests="${cases.length}" failures="${failed}" errors="0">`;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...cases.flatMap((one) => one.lines), "</testsuite>"];
  return `${lines.join("\n")}\n`;
};
