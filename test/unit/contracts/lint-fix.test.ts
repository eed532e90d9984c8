/** `--fix`: only what is certain, everything else byte for byte; and the pages and forms that tell of it. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { lint } from "../../../contracts/lint";
import { unifiedDiff } from "../../../contracts/lint/diff";
import { fix } from "../../../contracts/lint/fix";
import { rulesPage } from "../../../contracts/lint/page";

const BEFORE = `# About this contract
apiVersion: v3.1.0
kind: DataContract
id: a
version: v1.2   # before the move
status: Active
x-steward: 'someone'

schema:
- name: a
  properties:
      - { name: id, logicalType: string, primaryKey: true } # the key
      - name: part
        # two parts
        primaryKey: true
        logicalType: string
        quality: [ { metric: nullValues, mustBe: 0, unit: "%" } ]
      - {name: contradiction, logicalType: string, primaryKey: true, required: false}
`;
const AFTER = BEFORE.replace("version: v1.2 ", "version: 1.2.0 ")
  .replace("status: Active", "status: active")
  .replace("primaryKey: true } # the key", "primaryKey: true, required: true } # the key")
  .replace(
    '{ metric: nullValues, mustBe: 0, unit: "%" } ]\n',
    '{ metric: nullValues, mustBe: 0, unit: "percent" } ]\n        required: true\n',
  );

describe("fix", () => {
  test("what is certain is written, comments, order and unknown fields stay, and again changes nothing", () => {
    const { text, fixed } = fix({ file: "a.odcs.yaml", text: BEFORE });
    expect(text).toBe(AFTER);
    expect(fixed.map(({ rule, line }) => `${line} ${rule}`)).toEqual([
      "5 semantic/version",
      "6 semantic/status",
      "12 semantic/key-required",
      "13 semantic/key-required",
      "17 semantic/quality-metric",
    ]);
    expect(fix({ file: "a.odcs.yaml", text })).toEqual({ text, fixed: [] });
    // A stated contradiction is left to a person.
    expect(lint([{ file: "a.odcs.yaml", text }]).findings.map(({ rule }) => rule)).toContain("semantic/key-required");
  });

  test("Windows' line ends and JSON stay what they are", () => {
    expect(fix({ file: "a.odcs.yaml", text: BEFORE.replaceAll("\n", "\r\n") }).text).toBe(
      AFTER.replaceAll("\n", "\r\n"),
    );
    const json = '{\n  "apiVersion": "v1.1.0", "kind": "DataProduct", "id": "p",\n\t"version": "1"\n}';
    expect(fix({ file: "p.odps.json", text: json }).text).toBe(json.replace('"1"', '"1.0.0"'));
  });

  test("a port and its contract stay equal", () => {
    const product =
      "apiVersion: v1.1.0\nkind: DataProduct\nid: p\noutputPorts: [{ name: o, contractId: a, version: v1.2 }]\n";
    expect(fix({ file: "p.odps.yaml", text: product }).text).toContain("version: 1.2.0 }");
  });

  test.each([
    ["what can't be parsed", "kind: DataContract\nversion: v1\n\tx: ["],
    ["what the published schema refuses", BEFORE.replace("id: a\n", "")],
    ["what is right", "apiVersion: v1.1.0\nkind: DataProduct\nid: p\nversion: 1.0.0\n"],
    ["a version that means something else", "apiVersion: v1.1.0\nkind: DataProduct\nid: p\nversion: 2026-06\n"],
    ["nothing", ""],
  ])("left alone: %s", (_what, text) => {
    expect(fix({ file: "a.odcs.yaml", text })).toEqual({ text, fixed: [] });
  });

  test("what would change another place too is left alone", () => {
    const anchored = BEFORE.replace("{ name: id,", "&key { name: id,").replace(
      "- {name: contradiction,",
      "- *key\n      - {name: contradiction,",
    );
    const { text } = fix({ file: "a.odcs.yaml", text: anchored });
    expect(text).toContain("primaryKey: true } # the key");
    expect(text).toContain("version: 1.2.0 ");
  });
});

describe("diff", () => {
  const lines = (...numbers: number[]) => numbers.map((number) => `line ${number}\n`).join("");
  const long = Array.from({ length: 40 }, (_, at) => at);
  test.each([
    [BEFORE, AFTER],
    [lines(...long), lines(...long.filter((one) => one !== 3), 99)],
    [lines(...long), lines(100, ...long.slice(0, 20), 101, 102, ...long.slice(21))],
    ["a\nb", "a\nb\n"],
    ["a\r\nb\r\n", "a\r\nc\r\n"],
    ["", "a\n"],
  ])("git applies it: case %#", (before, after) => {
    const folder = mkdtempSync(join(tmpdir(), "mesh-diff-"));
    try {
      writeFileSync(join(folder, "file"), before);
      execFileSync("git", ["apply", "--unidiff-zero", "-"], { cwd: folder, input: unifiedDiff("file", before, after) });
      expect(readFileSync(join(folder, "file"), "utf8")).toBe(after);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("nothing where nothing changed", () => expect(unifiedDiff("file", "a\n", "a\n")).toBe(""));
});

test("the rules' page is what the rules say (regenerate: npx mesh lint --rules > contracts/lint/RULES.md)", () => {
  expect(readFileSync(resolve(__dirname, "../../../contracts/lint/RULES.md"), "utf8")).toBe(rulesPage());
});
