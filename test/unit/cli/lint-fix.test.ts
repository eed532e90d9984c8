/** `mesh lint --fix`, and the options that say what counts. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type LintOptions, lint as run } from "../../../cli/commands/lint";
import { ROOT } from "../../support/checkout";

const TEXT = `apiVersion: v1.1.0 # the standard's
kind: DataProduct
id: p
version: v1
description: { purpose: p }
support: [{ channel: c, url: "https://example.com" }]
team: { name: t }
`;
const FIXED = TEXT.replace("version: v1\n", "version: 1.0.0\n");

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-lint-fix-"));
  file = join(folder, "p.odps.yaml");
});
beforeEach(() => writeFileSync(file, TEXT));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the command is called, in this process: starting it anew takes most of its time. */
function lint(paths: readonly string[], options: Partial<LintOptions> = {}) {
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  try {
    run(paths, { format: "text", maxWarnings: 0, ...options });
    return { status: process.exitCode ?? 0, ...said };
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

function spawned(args: readonly string[], input: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "cli/mesh.cjs"), "lint", ...args], {
    ...{ cwd: folder, input, encoding: "utf8" },
  });
  return { status, stdout, stderr };
}

describe("mesh lint --fix", () => {
  test("writes what is certain, tells it, keeps links and permissions, and leaves nothing behind", () => {
    symlinkSync(file, join(folder, "link.odps.yaml"));
    chmodSync(file, 0o640);
    const { status, stdout, stderr } = lint(["link.odps.yaml"], { fix: true });
    expect(readFileSync(file, "utf8")).toBe(FIXED);
    expect(stderr).toBe("link.odps.yaml:4:1 fixed semantic/product-version: write it like 1.0.0 (was: v1)\n");
    expect(stdout).toBe("1 files, 0 errors, 0 warnings\n");
    expect(status).toBe(0);
    expect(lstatSync(join(folder, "link.odps.yaml")).isSymbolicLink()).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(["link.odps.yaml", "p.odps.yaml"]);
    rmSync(join(folder, "link.odps.yaml"));
  });

  test("--dry-run shows a diff, exits with 1 where there is one, and writes nothing; standard input too", () => {
    const { status, stdout } = lint(["p.odps.yaml"], { fix: true, dryRun: true });
    expect(stdout).toContain("--- a/p.odps.yaml\n+++ b/p.odps.yaml\n@@ -1,7 +1,7 @@\n");
    expect(stdout).toContain("-version: v1\n+version: 1.0.0\n");
    expect(status).toBe(1);
    expect(readFileSync(file, "utf8")).toBe(TEXT);
    expect(spawned(["--fix", "--dry-run", "-"], TEXT).stdout).toContain("+version: 1.0.0");
    writeFileSync(file, FIXED);
    expect(lint(["p.odps.yaml"], { fix: true, dryRun: true })).toMatchObject({ status: 0, stdout: "" });
  });

  test("standard input can't be written to", () => {
    expect(spawned(["--fix", "-"], TEXT)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("add --dry-run"),
    });
  });
});

describe("what counts", () => {
  test("a warning is a finding: exit 1; --max-warnings lets so many pass, --quiet all", () => {
    expect(lint(["p.odps.yaml"])).toMatchObject({ status: 1, stdout: expect.stringContaining("0 errors, 1 warnings") });
    expect(lint(["p.odps.yaml"], { maxWarnings: 1 })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("1 warnings"),
    });
    expect(lint(["p.odps.yaml"], { quiet: true })).toMatchObject({
      status: 0,
      stdout: "1 files, 0 errors, 0 warnings\n",
    });
  });

  test("--mesh judges together what is named", () => {
    writeFileSync(file, `${FIXED}outputPorts: [{ name: o, contractId: gone }]\n`);
    expect(lint(["p.odps.yaml"]).status).toBe(0);
    expect(lint(["."], { mesh: true })).toMatchObject({ status: 1, stdout: expect.stringContaining("mesh/contract") });
  });

  test("--rules prints the page", () => {
    const { status, stdout } = lint([], { rules: true });
    expect(stdout).toBe(readFileSync(join(ROOT, "contracts/lint/RULES.md"), "utf8"));
    expect(status).toBe(0);
  });
});
