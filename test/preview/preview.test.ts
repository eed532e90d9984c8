/** Previews with the real engine, providers and policy pack; nothing runs and nothing was ever deployed. */
import { afterEach, expect, test } from "vitest";
import { Checkout } from "../support/checkout";

const CONTRACT = "domains/orders/orders.odcs.yaml";
const PRODUCT = "domains/orders/product.odps.yaml";
const SLOW = 180_000;
let checkout: Checkout | undefined;

afterEach(() => checkout?.remove());

function broken(): Checkout {
  checkout = new Checkout();
  return checkout;
}

test("all four stacks pass the policy pack, and the output says what compatibility was judged by", {
  timeout: SLOW,
}, async () => {
  const { code, results, stderr } = await broken().mesh("preview", "--format", "json");
  expect(stderr).toMatch(
    /warning: nothing runs in .*: addresses come from config .* judged against the versions kept in git/,
  );
  expect(results.map(({ stack, ok, violations, error }) => ({ stack, ok, violations, error }))).toEqual(
    ["platform", "orders", "customers", "inventory"].map((domain) => ({
      stack: `${domain}-local`,
      ok: true,
      violations: [],
      error: null,
    })),
  );
  expect(results.every(({ changes }) => changes.create > 10)).toBe(true);
  expect(code).toBe(0);
});

test("a contract that breaks guardrails is refused, each by its own name", { timeout: SLOW }, async () => {
  const { code, results } = await broken()
    .edit(CONTRACT, / +- \{\s*property: freshness,[^}]*\}\n/, "")
    .edit(CONTRACT, / +- \{\s*property: availability,[^}]*\}\n/, "")
    .edit(CONTRACT, / +- \{\s*property: latency,[^}]*\}\n/, "")
    .edit(CONTRACT, /property: partitions,\s*value: 6\b/, "property: partitions, value: 60")
    .edit(CONTRACT, "        classification: internal\n", "")
    .edit(CONTRACT, "        description: Currency of the amount, ISO 4217.\n", "")
    .edit(CONTRACT, "legacyStreamName, value: orders.v1", "legacyStreamName, value: customers.orders.v1")
    .edit(PRODUCT, / {2}purpose:.*\n/, "")
    .edit(PRODUCT, "role: owner", "role: developer")
    .mesh("preview", "orders", "--format", "json");
  const refused = new Set(results.flatMap(({ violations }) => violations.map(({ guardrail }) => guardrail)));
  for (const guardrail of [
    "contract-freshness",
    "contract-availability",
    "contract-latency",
    "stream-partitions",
    "pii-classified",
    "contract-schema-docs",
    "stream-owner-prefix",
    "product-description",
    "product-owner",
  ])
    expect(refused, guardrail).toContain(guardrail);
  expect(results.flatMap(({ violations }) => violations).every(({ message }) => message.length > 20)).toBe(true);
  expect(code).toBe(1);
});

test("a consumer whose role the producer does not list is refused", { timeout: SLOW }, async () => {
  const { code, results } = await broken()
    .edit("domains/inventory/product.odps.yaml", "value: orders_reader", "value: orders_admin")
    .mesh("preview", "inventory", "--format", "json");
  expect(results[0]?.violations.map(({ guardrail }) => guardrail)).toContain("acl-declared-consumer");
  expect(code).toBe(1);
});

test("a schema that can't read what was kept in git is refused by the provider's check", {
  timeout: SLOW,
}, async () => {
  const { code, results } = await broken()
    .edit(CONTRACT, "logicalType: number\n        physicalType: double", "logicalType: boolean")
    .edit(CONTRACT, "        logicalTypeOptions: { minimum: 0 }\n        examples: [129.9]\n", "")
    .mesh("preview", "orders", "--format", "json");
  expect(results[0]?.error).toMatch(/orders\.v1-value/);
  expect(results[0]?.error).toMatch(/amount/);
  expect(code).toBe(1);
});

test("a file that can't be read stops everything, with file, line and fix, and without a stack trace", {
  timeout: SLOW,
}, async () => {
  const { code, stderr } = await broken()
    .edit(CONTRACT, "version: 1.2.0", "version: one")
    .mesh("preview", "orders", "--format", "json");
  expect(stderr).toMatch(/domains\/orders\/orders\.odcs\.yaml:5:1 error semantic\/version at version/);
  expect(stderr).toMatch(/fix: +write it like 1\.2\.0/);
  expect(stderr).not.toMatch(/^\s+at .*\(/m);
  expect(code).toBe(1);
});
