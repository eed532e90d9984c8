/** `mesh waiver` on a folder of its own. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { check, list, request } from "../../../cli/commands/waiver";
import { capture } from "./capture";

// Before the command is loaded: it goes by this folder.
const project = vi.hoisted(() => {
  const { mkdirSync, mkdtempSync } = process.getBuiltinModule("node:fs");
  const ROOT = mkdtempSync(`${process.getBuiltinModule("node:os").tmpdir()}/mesh-waiver-`);
  mkdirSync(`${ROOT}/policy-pack`);
  return { ROOT };
});
vi.mock("../../../cli/project", () => project);

const FILE = join(project.ROOT, "policy-pack/exemptions.yaml");
const DAY = 86_400_000;
const URN = "urn:pulumi:orders-local::data-mesh::kafka:index/topic:Topic::orders.v1-topic";
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const REQUEST = {
  guardrail: "stream-partitions",
  urn: URN,
  reason: "More readers than partitions until the release",
  ticket: "MESH-17",
  requester: "m.keller@example.com",
  expiry: inDays(30),
};
const seen = capture();

beforeEach(() => writeFileSync(FILE, "# kept\nexemptions: []\n"));
afterAll(() => rmSync(project.ROOT, { recursive: true }));

const text = () => readFileSync(FILE, "utf8");

test("request appends an entry without an approver, and leaves everything else as it is", () => {
  const before = `# kept
exemptions:
  # why
  - { guardrail: stream-name, urn: "${URN}", reason: 'twenty characters, at least', ticket: A-1,
      requester: a, approver: b, start: 2026-01-01, expiry: 2026-03-01 } # and this
`;
  writeFileSync(FILE, before);
  request(REQUEST);
  expect(seen.stdout).toMatch(/exemptions\[1\] is proposed/);
  const { exemptions } = parse(text()) as { exemptions: Record<string, unknown>[] };
  expect(exemptions[1]).toEqual({ ...REQUEST, start: inDays(0) });
  const kept = text().split("  - guardrail:")[0] ?? "";
  expect(kept.replace(/\s+/g, "")).toBe(before.replace(/\s+/g, ""));
});

test("request writes nothing that would not be valid", () => {
  const bad = { ...REQUEST, expiry: inDays(91), guardrail: "value-known" };
  expect(() => request(bad)).toThrow(
    /guardrail: given "value-known", allowed .*\n.*expiry: .*, allowed at most 90 days/,
  );
  expect(text()).toBe("# kept\nexemptions: []\n");
});

test("list says the state and the days that are left", () => {
  list({ format: "text" });
  expect(seen.stdout).toBe("No exemptions.\n");
  request(REQUEST);
  seen.clear();
  list({ format: "json" });
  expect(JSON.parse(seen.stdout)).toMatchObject([{ state: "proposed", daysLeft: 30, urn: URN }]);
});

test("check ends with 1 until somebody has approved, and with 2 where it is no YAML", () => {
  request(REQUEST);
  seen.clear();
  check({ format: "json" });
  expect(JSON.parse(seen.stdout)).toMatchObject({ problems: [{ field: "exemptions[0].approver", line: 3 }] });
  expect(seen.code).toBe(1);
  seen.clear();
  writeFileSync(FILE, text().replace("requester:", "approver: governance@example.com\n    requester:"));
  check({ format: "text" });
  expect(seen.code).toBe(0);
  writeFileSync(FILE, "exemptions: [");
  check({ format: "text" });
  expect(seen.code).toBe(2);
});

test("as a command, what is missing is said without a stack trace", () => {
  const mesh = resolve(__dirname, "../../../cli/mesh.cjs");
  const { status, stderr } = spawnSync(process.execPath, [mesh, "waiver", "request"], { encoding: "utf8" });
  expect(stderr).toMatch(/required option '--guardrail <id>' not specified/);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(status).toBe(1);
});
