/** Rules that domains add, in the compiled pack under the real engine: each refuses in its own domain's stack. */
import { afterAll, expect, test } from "vitest";
import { Checkout } from "../support/checkout";

const SLOW = 300_000;
const checkout = new Checkout();

afterAll(() => checkout.remove());

test("a domain's rule in Rego and one in TypeScript refuse what the core lets pass", { timeout: SLOW }, async () => {
  const { code, results } = await checkout
    .edit("domains/inventory/product.odps.yaml", "consumerByteRate, value: 4194304", "consumerByteRate, value: 1048576")
    .edit(
      "domains/customers/profiles.odcs.yaml",
      / +customProperties:\n +- \{ property: consumers, value: \[\] \}\n/,
      "",
    )
    .mesh("preview", "inventory", "customers", "--format", "json");
  const refused = results.map(({ stack, violations }) => [stack, violations.map(({ guardrail }) => guardrail)]);
  expect(Object.fromEntries(refused)).toEqual({
    "customers-local": ["customers-named-readers"],
    "inventory-local": ["inventory-replay-quota"],
  });
  expect(code).toBe(1);
});
