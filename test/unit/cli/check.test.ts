/** `mesh check --stack-export`; what it judges by is proved in test/policy/federation-state.test.ts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { check } from "../../../cli/commands/check";
import { capture } from "./capture";

const folder = mkdtempSync(join(tmpdir(), "mesh-check-"));
const file = join(folder, "state.json");
const seen = capture();
afterAll(() => rmSync(folder, { recursive: true }));

function state(partitions: number): string {
  const urn = (type: string, name: string) => `urn:pulumi:orders-local::data-mesh::${type}::${name}`;
  const inputs = { bootstrapServers: '["127.0.0.1:9092"]' };
  const provider = { urn: urn("pulumi:providers:kafka", "kafka"), type: "pulumi:providers:kafka", id: "1", inputs };
  const topic = {
    urn: urn("kafka:index/topic:Topic", "orders.extra.v1-topic"),
    type: "kafka:index/topic:Topic",
    provider: `${provider.urn}::1`,
    inputs: { name: "orders.extra.v1", partitions, replicationFactor: 1, config: { "retention.ms": "86400000" } },
  };
  return JSON.stringify({ version: 3, deployment: { resources: [provider, topic] } });
}

test("a state that keeps the guardrails is 0, and the report has a preview's form", () => {
  writeFileSync(file, state(3));
  check({ stackExport: file, format: "json" });
  expect(JSON.parse(seen.stdout)).toEqual({
    stacks: [
      {
        stack: "orders-local",
        ok: true,
        changes: { create: 0, update: 0, delete: 0, replace: 0, same: 2 },
        violations: [],
        error: null,
      },
    ],
  });
  expect(seen.code).toBe(0);
});

test("a state that breaks one is 1, with guardrail, URN and message", () => {
  writeFileSync(file, state(99));
  check({ stackExport: file, format: "json" });
  expect(JSON.parse(seen.stdout)).toMatchObject({
    stacks: [
      {
        ok: false,
        violations: [
          {
            guardrail: "stream-partitions",
            urn: "urn:pulumi:orders-local::data-mesh::kafka:index/topic:Topic::orders.extra.v1-topic",
            level: "mandatory",
            message: expect.stringMatching(/partitions is 99, allowed are 1 to 48/),
          },
        ],
      },
    ],
  });
  expect(seen.code).toBe(1);
  seen.clear();
  check({ stackExport: file, format: "text" });
  expect(seen.stdout).toMatch(/^orders-local was refused:\n {2}stream-partitions: orders\.extra\.v1-topic\n/m);
});

test("what is no state is 2, with the command that makes one, and nothing on standard output", () => {
  check({ stackExport: join(folder, "nowhere.json"), format: "json" });
  expect(seen.stderr).toMatch(/ENOENT.*\n.*fix: pulumi stack export/);
  expect({ code: seen.code, stdout: seen.stdout }).toEqual({ code: 2, stdout: "" });
});
