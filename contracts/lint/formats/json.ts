import type { Format } from ".";

export const json: Format = ({ files, findings }) => {
  const shown = findings.map(({ file, line, column, path, rule, severity, message, given, allowed, fix, edits }) => ({
    ...{ file, line, column, path, rule, severity, message, given, allowed },
    fix: fix ?? null,
    fixable: edits !== undefined,
  }));
  return `${JSON.stringify({ files, findings: shown }, null, 2)}\n`;
};
