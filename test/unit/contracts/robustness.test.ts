/** Files that are made to hurt a reader: each ends soon, with a message that says what to do. */
import { describe, expect, test } from "vitest";
import { lint } from "../../../contracts/lint";

const HEAD = "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n";
const MOST_MS = 1000;

/** The findings of one file. CPU time is judged: other tests may run beside this one. */
function judged(text: string) {
  const started = process.cpuUsage();
  const { findings } = lint([{ file: "a.odcs.yaml", text }], { mesh: true, today: "2026-06-01" });
  const { user, system } = process.cpuUsage(started);
  expect((user + system) / 1000).toBeLessThan(MOST_MS);
  for (const { message, line, column } of findings) {
    expect(message).not.toMatch(/\n\s+at |undefined|\[object/);
    expect([line, column].every((one) => Number.isInteger(one) && one > 0)).toBe(true);
  }
  return findings;
}

const levels = (count: number, entry: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => entry(at)).join("\n");
const bomb = `x0: &x0 [a]\n${levels(20, (at) => `x${at + 1}: &x${at + 1} [*x${at}, *x${at}, *x${at}]`)}\n`;
const wide = `list: &l\n${"  - { a: 1 }\n".repeat(4000)}${levels(70, (at) => `x${at}: *l`)}\n`;

describe("refused in words", () => {
  test.each<[string, string, { readonly [field: string]: unknown }]>([
    ["a YAML bomb", HEAD + bomb, { rule: "schema/syntax", message: /anchors and aliases/, fix: /write .* out/ }],
    ["aliases of something large", HEAD + wide, { message: /anchors and aliases/, allowed: /^500000 values$/ }],
    [
      "an anchor that holds itself",
      `${HEAD}tags: &a [*a]\n`,
      { rule: "schema/syntax", message: /anchors and aliases/ },
    ],
    ["an alias of nothing", `${HEAD}tags: *a\n`, { rule: "schema/syntax", line: 6, given: "*a" }],
    ["merge keys", `${HEAD}x: &x { name: a }\n<<: *x\n`, { rule: "semantic/merge-key", line: 7 }],
    ["a key twice", `${HEAD}id: b\n`, { line: 6, column: 1, given: "id", fix: /keep one/ }],
    ["a key twice in brackets", `${HEAD}team: { name: a, name: b }\n`, { line: 6, column: 18, fix: /keep one/ }],
    ["a tab", `${HEAD}team:\n\tname: a\n`, { rule: "schema/syntax", line: 7, fix: /spaces/ }],
    ["many documents", `${HEAD}---\n${HEAD}`, { rule: "schema/syntax", line: 6, fix: /file of its own/ }],
    ["deep brackets", `${HEAD}tags: ${"[".repeat(5000)}${"]".repeat(5000)}\n`, { message: /nested too deep/ }],
    [
      "deep, never closed",
      `${HEAD}tags: ${"[".repeat(100_000)}`,
      { message: /nested too deep/, allowed: "100 levels" },
    ],
    ["deep mappings", HEAD + levels(200, (at) => `${" ".repeat(at)}a:`), { message: /nested too deep/ }],
    ["deep lists", `${HEAD}tags:\n  ${"- ".repeat(3000)}a\n`, { message: /nested too deep/ }],
    ["__proto__", `${HEAD}__proto__: { isAdmin: true }\n`, { line: 6, message: /__proto__ isn't allowed/ }],
    ["__proto__ in brackets", `${HEAD}team: { "__proto__": { a: 1 } }\n`, { line: 6, column: 9, fix: /rename/ }],
    ["constructor", `${HEAD}constructor: { prototype: {} }\n`, { rule: "schema/unknown", given: "constructor" }],
    ["toString", `${HEAD}team: { toString: a }\n`, { rule: "schema/unknown", path: "team.toString" }],
    ["hasOwnProperty", `${HEAD}roles: [{ role: a, hasOwnProperty: 1 }]\n`, { rule: "schema/unknown" }],
    ["a prototype's name as version", HEAD.replace("v3.1.0", "constructor"), { rule: "schema/version" }],
    ["a prototype's name as type", `${HEAD}servers: [{ server: a, type: constructor }]\n`, { rule: "schema/value" }],
    ["a mapping as key", `${HEAD}{ a: b }: c\n`, { message: /plain text/ }],
    ["keys that are keys of keys", `${HEAD}name: ${"? ".repeat(90)}a\n`, { rule: "schema/syntax" }],
    ["a list", "- a\n", { rule: "schema/type", allowed: "a mapping" }],
    ["nothing but comments", "# said\n", { rule: "schema/empty" }],
    ["10 MB", `${HEAD}x-long: ${"a".repeat(10 * 2 ** 20)}\n`, { rule: "schema/unreadable", message: /too large/ }],
    ["2 MB that isn't plain", `${HEAD}x: &a b\n${"# said\n".repeat(300_000)}`, { message: /size has to be plain/ }],
    ["binary", "\0\x01\x02\x03", { rule: /^schema\// }],
  ])("%s", (_what, text, expected) => {
    const matching = Object.fromEntries(
      Object.entries(expected).map(([name, one]) => [name, one instanceof RegExp ? expect.stringMatching(one) : one]),
    );
    expect(judged(text)).toContainEqual(expect.objectContaining({ severity: "error", ...matching }));
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

describe("read as what they are", () => {
  const rules = (text: string) => judged(text).map(({ rule, line, column }) => `${rule} ${line}:${column}`);
  const text = `${HEAD}x-unknown: a\ntags: [a, 1]\n`;

  test("a byte-order mark, Windows' line ends, comments at the end and no last line end", () => {
    const plain = rules(text);
    expect(plain).toContain("schema/unknown 6:1");
    expect(plain).toContain("schema/type 7:11");
    for (const other of [`\ufeff${text}`, text.replaceAll("\n", "\r\n"), `${text}# end`, text.trimEnd()])
      expect(rules(other)).toEqual(plain);
  });

  test("anchors and aliases within reason, at their own places", () => {
    expect(rules(`${HEAD}tags: &t [a]\nx-y: *t\n`)).toContain("schema/unknown 7:1");
  });

  test("JSON, and JSON over many lines", () => {
    const data = { apiVersion: "v3.1.0", kind: "DataContract", id: "a", version: "1.0.0", status: "active", x: 1 };
    const line = JSON.stringify(data);
    expect(rules(line)).toContain(`schema/unknown 1:${line.indexOf('"x"') + 1}`);
    expect(rules(JSON.stringify(data, null, 2))).toContain("schema/unknown 7:3");
  });

  const first = (most: number, line: (at: number) => string) => (at: number) => (at < most ? line(at) : "# said\n");
  const inSchema = "schema:\n  - name: a\n    properties:\n";
  test.each<[string, string, (at: number) => string, RegExp]>([
    ["property", inSchema, first(20_000, () => "      - { name: a, x: 1 }\n"), /isn't judged from here/],
    ["type", inSchema, first(4000, (at) => `      - { name: p${at} }\n`), /more than 1000/],
    ["tag", "tags:\n", first(20_000, () => "  - 1\n"), /isn't judged from here/],
    ["entry", "tags:\n", () => "  - 1\n", /out of bounds/],
    ["key", "", (at) => `x${at}: 1\n`, /has to be plain .* no 10000 keys/],
    ["key of 9,000", "", first(9000, (at) => `x${at}: 1\n`), /doesn't name \d+ more/],
  ])("3 MB with something wrong in every %s: the first findings, and that there are more", (_what, head, one, more) => {
    const lines = Array.from({ length: 700_000 }, (_, at) => one(at));
    const text = (HEAD + head + lines.join("")).slice(0, 3 * 2 ** 20);
    const findings = judged(text.slice(0, text.lastIndexOf("\n") + 1));
    expect(findings.length).toBeLessThan(3000);
    expect(findings).toContainEqual(expect.objectContaining({ message: expect.stringMatching(more) }));
  });
});
