/**
 * All tests, and one line with the true totals at the end. A run without tests is a failure: it proves nothing.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildAll } from "../cli/build";
import { domainsOf, testFolders } from "../policy-pack/rego/build";
import { ensureToolchain } from "../toolchain";

const ROOT = resolve(__dirname, "..");

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function main(): Promise<number> {
  const toolchain = await ensureToolchain();
  await buildAll(toolchain);
  const folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  try {
    const file = join(folder, "report.json");
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    const args = [
      vitest,
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...process.argv.slice(2),
    ];
    const { status } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, ...toolchain.env },
    });
    // A domain's bundle is the core and its own rules, so each is tested with the core and without the others'.
    const opa = (await domainsOf(ROOT)).map((domain) => {
      const args = ["test", ...testFolders(ROOT, domain), "--format=json"];
      const { stdout, stderr } = spawnSync(toolchain.opa.path, args, { cwd: ROOT, encoding: "utf8" });
      return rego(domain, stdout, stderr);
    });
    return totals(JSON.parse(readFileSync(file, "utf8")) as Report, sum(opa), status ?? 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

function sum(totals: readonly Totals[]): Totals {
  const of = (part: keyof Totals) => totals.reduce((count, one) => count + one[part], 0);
  return { passed: of("passed"), failed: of("failed") };
}

function rego(domain: string, stdout: string, stderr: string): Totals {
  try {
    const results = JSON.parse(stdout) as readonly {
      readonly name: string;
      readonly fail?: boolean;
      readonly error?: unknown;
    }[];
    const failed = results.filter((result) => result.fail || result.error);
    for (const { name } of failed) console.error(`opa test of ${domain}: ${name} failed`);
    console.error(`opa test of ${domain}: ${results.length - failed.length} of ${results.length} passed`);
    return { passed: results.length - failed.length, failed: failed.length };
  } catch {
    console.error(`opa test of ${domain} could not run: ${stderr || stdout}`);
    return { passed: 0, failed: 1 };
  }
}

function totals(report: Report, opa: Totals, status: number): number {
  const skipped = report.numPendingTests + report.numTodoTests;
  for (const { assertionResults } of report.testResults)
    for (const { status, fullName } of assertionResults)
      if (status === "pending" || status === "skipped" || status === "todo") console.error(`skipped: ${fullName}`);
  const passed = report.numPassedTests + opa.passed;
  // A file that could not be loaded has no tests to count; it is one failure.
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + unloaded + opa.failed;
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return status !== 0 || failed > 0 || passed === 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
