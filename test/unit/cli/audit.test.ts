/** `mesh audit` over a ledger of refusals and a file of exemptions of its own. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { audit } from "../../../cli/commands/audit";
import { readRefusals, record, refusalsFile } from "../../../cli/refusals";
import { capture } from "./capture";

// Before the command is loaded: it goes by this folder.
const project = vi.hoisted(() => {
  const { mkdirSync, mkdtempSync } = process.getBuiltinModule("node:fs");
  const ROOT = mkdtempSync(`${process.getBuiltinModule("node:os").tmpdir()}/mesh-audit-`);
  for (const folder of ["policy-pack", ".github"]) mkdirSync(`${ROOT}/${folder}`);
  return { ROOT, meshHome: () => `${ROOT}/.mesh` };
});
vi.mock("../../../cli/project", () => project);

const REPOSITORY = resolve(__dirname, "../../..");
for (const folder of ["domains", ".github", "policy-pack/lib"])
  cpSync(join(REPOSITORY, folder), join(project.ROOT, folder), { recursive: true });
const seen = capture();
const day = (days: number) => new Date(Date.now() + days * 86_400_000);
const date = (days: number) => day(days).toISOString().slice(0, 10);
const urn = (stack: string, name: string) => `urn:pulumi:${stack}::data-mesh::kafka:index/topic:Topic::${name}`;

afterAll(() => rmSync(project.ROOT, { recursive: true }));

function exempt(...ends: readonly (readonly [stack: string, expiry: number])[]): void {
  const exemptions = ends.map(([stack, expiry], index) => ({
    guardrail: "stream-partitions",
    urn: urn(stack, `topic-${index}`),
    reason: "More readers than partitions until the release",
    ticket: `MESH-${index}`,
    requester: "a",
    approver: "b",
    start: date(expiry - 30),
    expiry: date(expiry),
  }));
  writeFileSync(join(project.ROOT, "policy-pack/exemptions.yaml"), stringify({ exemptions }));
}

function refused(run: string, stack: string, guardrail: string, daysAgo = 0): void {
  const refusal = { time: day(-daysAgo).toISOString(), run, operation: "preview" as const, stack, guardrail };
  record(project.meshHome(), [
    { ...refusal, urn: urn(stack, "one") },
    { ...refusal, urn: urn(stack, "two") },
  ]);
}

const json = () => {
  seen.clear();
  audit({ expiring: 14, days: 30, format: "json" });
  return JSON.parse(seen.stdout) as { expiring: object[]; repeated: object[] };
};

test("with nothing to talk about, it says so", () => {
  exempt();
  expect(json()).toEqual({ expiring: [], repeated: [] });
  seen.clear();
  audit({ expiring: 14, days: 30, format: "text" });
  expect(seen.stdout).toMatch(/^No exemption is about to expire\.\n\nNo guardrail has refused/);
});

test("lists exemptions that end soon or have ended, the most urgent first, and who has to decide", () => {
  exempt(["orders-local", 40], ["customers-local", 14], ["orders-local", -2]);
  expect(json().expiring).toMatchObject([
    {
      daysLeft: -2,
      domain: "orders",
      ticket: "MESH-2",
      decide: { products: ["m.keller@example.com (order-events)"], guardrail: ["@data-mesh/governance"] },
    },
    { daysLeft: 14, domain: "customers", ticket: "MESH-1" },
  ]);
  exempt();
});

test("lists what a domain was refused for in more than one run, by domain and guardrail", () => {
  refused("1", "orders-local", "stream-partitions", 3);
  refused("2", "orders-production", "stream-partitions");
  refused("3", "orders-local", "stream-name");
  refused("4", "customers-local", "customers-named-readers");
  refused("5", "customers-local", "customers-named-readers");
  refused("6", "inventory-local", "stream-name", 40);
  refused("7", "inventory-local", "stream-name");
  const { repeated } = json();
  expect(repeated).toMatchObject([
    {
      domain: "customers",
      guardrail: "customers-named-readers",
      runs: 2,
      decide: { guardrail: ["@data-mesh/governance"] },
    },
    {
      domain: "orders",
      guardrail: "stream-partitions",
      runs: 2,
      resources: [
        urn("orders-local", "one"),
        urn("orders-local", "two"),
        urn("orders-production", "one"),
        urn("orders-production", "two"),
      ],
      decide: { products: ["m.keller@example.com (order-events)"] },
    },
  ]);
});

test("half a line of a killed process is left out, and said", () => {
  const before = readRefusals(project.meshHome()).refusals.length;
  appendFileSync(refusalsFile(project.meshHome()), '{"time":"2026-\n');
  expect(readRefusals(project.meshHome())).toMatchObject({ unreadable: 1, refusals: { length: before } });
  json();
  expect(seen.stderr).toMatch(/1 lines can't be read/);
});

test("the file doesn't grow without end, and its last part is still read", () => {
  const home = mkdtempSync(join(tmpdir(), "mesh-refusals-"));
  const refusal = { time: day(0).toISOString(), run: "1", operation: "up" as const, stack: "a-local", guardrail: "x" };
  record(home, [{ ...refusal, urn: "u".repeat(5_000_000) }]);
  record(home, [{ ...refusal, urn: "v" }]);
  expect(readFileSync(refusalsFile(home), "utf8").length).toBeLessThan(1000);
  expect(readRefusals(home).refusals).toHaveLength(2);
  rmSync(home, { recursive: true });
});
