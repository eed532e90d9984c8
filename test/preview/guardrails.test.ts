/**
 * Each guardrail refuses in a preview with the real engine, real providers and the compiled pack: exit code 1, its own
 * name and words, and nobody else's. Nothing runs and nothing was ever deployed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { ROOT } from "../support/checkout";
import { Engines, type Preview } from "../support/engine";
import { type Change, PRODUCTION, production } from "./changes";
import { CASES } from "./guardrail-cases";

const LOCAL = "orders-local";
const SLOW = 120_000;
/** Previews at once: the machine that CI has gives each a core. */
const AT_ONCE = 2;
let engines: Engines | undefined;

beforeAll(async () => {
  const stacks = new Set([PRODUCTION, ...CASES.map(({ stack = LOCAL }) => stack)]);
  engines = await Engines.start(AT_ONCE, [...stacks]);
}, SLOW);

afterAll(() => engines?.remove());

async function preview(stack: string, change: Change): Promise<Preview> {
  if (!engines) throw new Error("no engine was started");
  return engines.preview(stack, (checkout) => {
    // What a production stack needs is another environment, not another target.
    if (stack === PRODUCTION)
      checkout.write(`Pulumi.${stack}.yaml`, readFileSync(join(ROOT, `Pulumi.${LOCAL}.yaml`), "utf8"));
    change(checkout);
  });
}

test("every guardrail has a case here, and every case a guardrail", () => {
  // Those of AWS have theirs in aws.test.ts, where a test compares too.
  const here = guardrails.filter(({ section, id }) => section !== "aws" && !/^(msk|db)-(?!no-public)/.test(id));
  expect(CASES.map(({ guardrail }) => guardrail).sort()).toEqual(here.map(({ id }) => id).sort());
});

describe.concurrent("a real preview", () => {
  test("passes in production what is durable and protected: the cases there break that alone", {
    timeout: SLOW,
  }, async () => {
    const { code, violations, errors } = await preview(PRODUCTION, production);
    expect({ code, violations, errors }).toEqual({ code: 0, violations: [], errors: [] });
  });

  for (const { guardrail, stack = LOCAL, break: change, message, also = [] } of CASES)
    test(`is refused by ${guardrail}`, { timeout: SLOW }, async () => {
      const { code, output, violations, errors } = await preview(stack, change);
      const refused = [...new Set(violations.map((violation) => violation.guardrail))];
      expect(refused.sort(), output).toEqual([guardrail, ...also].sort());
      const said = violations.filter((violation) => violation.guardrail === guardrail);
      expect(
        said.some((violation) => message.test(violation.message)),
        JSON.stringify(said),
      ).toBe(true);
      expect(output).toMatch(new RegExp(`\\[mandatory\\] +${guardrail} `));
      // The policy pack stops it, not a provider or a program that fell over.
      expect(errors).toEqual(["preview failed"]);
      expect(code).toBe(1);
    });
});
