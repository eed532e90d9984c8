import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { type LintFile, lint } from "../../../contracts/lint";
import { FORMATS } from "../../../contracts/lint/formats";

const DOMAINS = resolve(__dirname, "../../../domains");
const FILES: readonly LintFile[] = readdirSync(DOMAINS).flatMap((domain) =>
  readdirSync(join(DOMAINS, domain))
    .filter((name) => /\.od[pc]s\.yaml$/.test(name))
    .map((name) => ({
      file: `domains/${domain}/${name}`,
      text: readFileSync(join(DOMAINS, domain, name), "utf8"),
    })),
);
const HEAD = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n";
const contract = (more: string): LintFile => ({ file: "a.odcs.yaml", text: HEAD + more });
const rules = (...files: LintFile[]) =>
  lint(files, { mesh: true, today: "2026-06-01" }).findings.map(({ rule }) => rule);

test("the project's own domains have no error", () => {
  const { files, findings } = lint(FILES, { mesh: true, today: "2026-06-01" });
  expect(files).toBe(FILES.length);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each([
  ["schema/required", { file: "a.odcs.yaml", text: HEAD.replace("status: active\n", "") }],
  ["schema/unknown", contract("x-steward: someone")],
  ["schema/version", { file: "a.odcs.yaml", text: HEAD.replace("v3.1.0", "v2.2.2") }],
  ["schema/syntax", contract("status: draft")],
  ["schema/syntax", contract("tags:\n\t- a")],
  ["schema/syntax", contract("__proto__: { polluted: true }")],
  ["schema/empty", { file: "a.odcs.yaml", text: "" }],
])("found: %s", (rule, file) => {
  expect(rules(file)).toContain(rule);
});

test("a refused version of the standard says how to go on", () => {
  const { findings } = lint([{ file: "a.odcs.yaml", text: HEAD.replace("v3.1.0", "v2.2.2") }]);
  expect(findings).toMatchObject(
    [{ line: 1, rule: "schema/version", given: "v2.2.2", fix: /convert it: https:/ }].map((one) => ({
      ...one,
      fix: expect.stringMatching(one.fix),
    })),
  );
});

test("a byte-order mark and Windows' line ends change nothing", () => {
  const places = (text: string) =>
    lint([{ file: "a.odcs.yaml", text }]).findings.map(({ rule, line }) => `${rule} ${line}`);
  expect(places(`\ufeff${HEAD.replaceAll("\n", "\r\n")}`)).toEqual(places(HEAD));
});

test("a YAML bomb is a finding, and soon", () => {
  const levels = Array.from({ length: 20 }, (_, at) => `x${at + 1}: &x${at + 1} [*x${at}, *x${at}, *x${at}]`);
  const started = Date.now();
  expect(rules(contract(`x0: &x0 [a]\n${levels.join("\n")}`))).toContain("schema/syntax");
  expect(Date.now() - started).toBeLessThan(1000);
});

test("each form: the place in the text, and documents that parse", () => {
  const files = [contract("x-steward: someone")];
  const result = lint(files);
  expect(FORMATS.text(result, files)).toContain("a.odcs.yaml:6:1 error schema/unknown");
  expect(FORMATS.text(result, files)).toContain("  x-steward: someone\n  ^");
  expect(JSON.parse(FORMATS.json(result, files))).toMatchObject({ files: 1, findings: expect.any(Array) });
  expect(JSON.parse(FORMATS.sarif(result, files))).toMatchObject({ version: "2.1.0" });
  expect(FORMATS.junit(result, files)).toContain('<testsuite name="mesh lint" tests="1" failures="1" errors="0">');
});
