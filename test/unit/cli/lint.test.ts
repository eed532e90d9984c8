/** `mesh lint` as a user calls it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "../../support/checkout";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-lint-"));
  cpSync(join(ROOT, "domains"), join(folder, "domains"), { recursive: true });
  const file = join(folder, "domains/orders/orders.odcs.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("kind: DataContract", "kind: Contract"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), "lint", ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("mesh lint", () => {
  test("the mesh as it is has no errors", () => {
    const { status, stdout } = lint(["--format", "json"]);
    const { files, findings } = JSON.parse(stdout) as { files: number; findings: { severity: string }[] };
    expect(files).toBe(6);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(status).toBe(0);
  });

  test("a finding names file, line and rule, shows the line with a caret, and ends with 1", () => {
    const { status, stdout } = lint(["domains/orders"]);
    expect(stdout).toMatch(
      /domains\/orders\/orders\.odcs\.yaml:2:\d+ error schema\/value: .*\n {2}kind: Contract\n {2} *\^/,
    );
    expect(status).toBe(1);
  });

  test("a clean file is 0", () => {
    expect(lint(["domains/customers/product.odps.yaml"])).toMatchObject({ status: 0, stderr: "" });
  });

  test("standard input works, and what can't be parsed is 2 without a stack trace", () => {
    const { status, stdout } = lint(["-", "--format", "json"], "kind: [");
    expect((JSON.parse(stdout) as { findings: { file: string }[] }).findings[0]?.file).toBe("<stdin>");
    expect(status).toBe(2);
  });

  test.each(["json", "sarif", "junit", "text"])("what can't be read is a finding, 2, in %s", (format) => {
    writeFileSync(join(folder, "latin.odcs.yaml"), Buffer.from("kind: DataContract\nname: caf\xe9\n", "latin1"));
    const paths = ["nowhere.yaml", "latin.odcs.yaml", "domains/customers"];
    const { status, stdout, stderr } = lint([...paths, "--format", format]);
    const text = stdout.replaceAll("&#39;", "'");
    for (const part of ["nowhere.yaml", "can't be read (ENOENT)", "latin.odcs.yaml", "isn't UTF-8"])
      expect(text).toContain(part);
    expect(stderr).toBe("");
    expect(status).toBe(2);
    if (format !== "json") return;
    const { files, findings } = JSON.parse(stdout) as { files: number; findings: { rule: string; given: string }[] };
    expect(files).toBe(4);
    expect(findings.filter(({ rule }) => rule === "schema/unreadable").map(({ given }) => given)).toEqual([
      "0xe9 at offset 28",
      "nowhere.yaml",
    ]);
  });
});
