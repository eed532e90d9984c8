/** `mesh guardrails` and `mesh explain` as a user calls them. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ListedGuardrail } from "../../../policy-pack/listing";
import { ROOT } from "../../support/checkout";

function mesh(...args: readonly string[]) {
  const command = [join(ROOT, "cli/mesh.cjs"), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("mesh guardrails", () => {
  test("json: each with its parameters, in documented fields, and the domains' tightenings", () => {
    const { status, stdout } = mesh("guardrails", "--format", "json");
    const all = JSON.parse(stdout) as ListedGuardrail[];
    expect(all.find(({ id }) => id === "stream-retention")).toMatchObject({
      level: "mandatory",
      section: "streams",
      source: expect.stringContaining("Kafka"),
      description: expect.stringContaining("finite time"),
      parameters: [
        {
          name: "maximumDays",
          unit: "days",
          default: 400,
          direction: "down",
          tightenings: [{ domain: "customers", value: 30 }],
        },
        { name: "minimumHours", tightenings: [] },
      ],
    });
    expect(status).toBe(0);
  });

  test("md: the page as it is kept", () => {
    expect(mesh("guardrails", "--format", "md").stdout).toBe(
      readFileSync(join(ROOT, "policy-pack/GUARDRAILS.md"), "utf8"),
    );
  });
});

describe("mesh explain", () => {
  test("says all about one guardrail", () => {
    const { status, stdout } = mesh("explain", "stream-retention");
    expect(stdout).toMatch(
      /^stream-retention \(mandatory, streams\)\n.*\n {2}Why: .*\n {2}Source: .*\n {2}Fix: .*\n {2}Parameter maximumDays: .* 400 days; it may only be lowered; customers: 30\n/,
    );
    expect(status).toBe(0);
  });

  test("an unknown id is 2, with the nearest names and nothing on standard output", () => {
    const { status, stdout, stderr } = mesh("explain", "stream-replica");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^id: given stream-replica, which no guardrail has; the nearest: stream-replication, /);
  });
});
