/** What `mesh new` writes previews as it is, under the real engine and the whole pack. */
import { afterAll, expect, test } from "vitest";
import { Checkout } from "../support/checkout";

const SLOW = 300_000;
const checkout = new Checkout();

afterAll(() => checkout.remove());

test("a new product of a new domain passes every guardrail as it was written", { timeout: SLOW }, async () => {
  const made = await checkout.mesh("new", "returns/order-returns");
  expect(made.code, made.stderr).toBe(0);
  const { code, results } = await checkout.mesh("preview", "returns", "--format", "json");
  expect(results.map(({ stack, ok, violations, error }) => ({ stack, ok, violations, error }))).toEqual([
    { stack: "returns-local", ok: true, violations: [], error: null },
  ]);
  expect(results[0]?.changes.create).toBeGreaterThan(10);
  expect(code).toBe(0);
});
