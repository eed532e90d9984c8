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
const property = (more: string) =>
  contract(`schema:\n  - name: a\n    properties:\n      - { name: id, logicalType: string, ${more} }\n`);
const rules = (...files: LintFile[]) =>
  lint(files, { mesh: true, today: "2026-06-01" }).findings.map(({ rule }) => rule);

test("the project's own domains have no error", () => {
  const { files, findings } = lint(FILES, { mesh: true, today: "2026-06-01" });
  expect(files).toBe(FILES.length);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test.each([
  ["semantic/property-name", contract("schema: [{ name: a, properties: [{ name: a-b, logicalType: string }] }]")],
  ["semantic/property-type", contract("schema: [{ name: a, properties: [{ name: b }] }]")],
  ["semantic/pattern", property('logicalTypeOptions: { pattern: "[a" }')],
  ["semantic/bounds", property("logicalTypeOptions: { minLength: 5, maxLength: 2 }")],
  [
    "semantic/physical-type",
    contract("schema: [{ name: a, properties: [{ name: b, logicalType: integer, physicalType: text }] }]"),
  ],
  ["semantic/key-required", property("primaryKey: true")],
  ["semantic/example", property("logicalTypeOptions: { maxLength: 2 }, examples: [abc]")],
  [
    "semantic/personal-data",
    contract("schema: [{ name: a, properties: [{ name: customerEmail, logicalType: string }] }]"),
  ],
  ["semantic/version", { file: "a.odcs.yaml", text: HEAD.replace("1.0.0", "one") }],
  ["semantic/duplicate", contract("roles: [{ role: reader }, { role: reader }]")],
  ["semantic/sla", contract("slaProperties: [{ property: availability, value: 101, unit: percent }]")],
  ["semantic/sla", contract("slaProperties: [{ property: latency, value: 1, unit: rows }]")],
  ["semantic/sla-element", contract("slaProperties: [{ property: latency, value: 1, unit: s, element: b.c }]")],
  ["semantic/relationship", property("relationships: [{ to: a.gone }]")],
  [
    "semantic/quality-element",
    contract(
      "schema: [{ name: a, properties: [{ name: b, logicalType: string }], quality: [{ metric: duplicateValues, mustBe: 0, arguments: { properties: [gone] } }] }]",
    ),
  ],
  ["semantic/end-of-support", contract('slaProperties: [{ property: endOfSupport, value: "2026-01-01" }]')],
  ["semantic/owner", contract("")],
  ["semantic/support", contract("")],
  ["semantic/description", contract("")],
  ["mesh/orphan", contract("")],
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

const product = (id: string, more: string): LintFile => ({
  file: `${id}.odps.yaml`,
  text: `apiVersion: v1.1.0\nkind: DataProduct\nid: ${id}\n${more}`,
});
const named = (id: string): LintFile => ({ file: `${id}.odcs.yaml`, text: HEAD.replace("id: a", `id: ${id}`) });
const topic = (id: string, name: string): LintFile => ({
  file: `${id}.odcs.yaml`,
  text: `${HEAD.replace("id: a", `id: ${id}`)}schema: [{ name: a, customProperties: [{ property: legacyStreamName, value: ${name} }] }]`,
});

test("found across files: a missing contract, one id twice, one topic twice, a circle", () => {
  expect(rules(product("p", "outputPorts: [{ name: o, contractId: gone }]"))).toContain("mesh/contract");
  expect(rules(named("a"), { ...named("a"), file: "b.odcs.yaml" })).toContain("mesh/duplicate");
  expect(rules(topic("a", "orders.v1"), topic("b", "orders_v1"))).toContain("mesh/topic");
  const p = product("p", "outputPorts: [{ name: o, contractId: a }]\ninputPorts: [{ name: i, contractId: b }]");
  const q = product("q", "outputPorts: [{ name: o, contractId: b }]\ninputPorts: [{ name: i, contractId: a }]");
  expect(rules(named("a"), named("b"), p, q)).toContain("mesh/cycle");
  expect(rules(product("p", "outputPorts: [{ name: o }, { name: o }]"))).toEqual(
    expect.arrayContaining(["semantic/port-contract", "semantic/duplicate-port", "semantic/product-owner"]),
  );
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
  expect(FORMATS.junit(result, files)).toContain('<testsuite name="mesh lint" tests="1" failures="1">');
});
