/**
 * Each guardrail refuses in a preview with the real engine, real providers and the compiled pack: exit code 1, its own
 * name and words, and nothing that isn't accounted for. Nothing runs and nothing was ever deployed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { ROOT } from "../support/checkout";
import { Engines, type Preview, type Reported } from "../support/engine";
import { ALIASED, all, type Change, PRODUCTION, production } from "./changes";
import { type GuardrailCase, PREVIEWS } from "./guardrail-cases";

const LOCAL = "orders-local";
const SLOW = 240_000;
/** Previews at once: the machine that CI has gives each a core. */
const AT_ONCE = 2;
let engines: Engines | undefined;

beforeAll(async () => {
  const stacks = new Set([PRODUCTION, ...PREVIEWS.map(({ stack = LOCAL }) => stack)]);
  engines = await Engines.start(AT_ONCE, [...stacks], { [PRODUCTION]: [ALIASED] });
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

/** What a case expects to be said, by whom. */
function expectations({ guardrail, says, also = {} }: GuardrailCase): (readonly [string, RegExp])[] {
  return Object.entries({ [guardrail]: says, ...also }).flatMap(([id, patterns]) =>
    patterns.map((pattern) => [id, pattern] as const),
  );
}

/** Violations that no case expects, and expectations that nothing meets: each violation meets one. */
function unaccounted(violations: readonly Reported[], cases: readonly GuardrailCase[]) {
  const left = [...violations];
  const missing = cases.flatMap(expectations).filter(([id, pattern]) => {
    const at = left.findIndex(({ guardrail, message }) => guardrail === id && pattern.test(message));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing, left };
}

test("every guardrail is refused in some preview, and every case is of a guardrail", () => {
  const proved = new Set(PREVIEWS.flatMap(({ cases }) => cases.map(({ guardrail }) => guardrail)));
  // Those of AWS have theirs in aws.test.ts, where a test compares too.
  const here = guardrails.filter(({ section, id }) => section !== "aws" && !/^(msk|db)-(?!no-public)/.test(id));
  expect([...proved].sort()).toEqual(here.map(({ id }) => id).sort());
});

describe.concurrent("a real preview", () => {
  test("passes in production what is durable and protected: the cases there break that alone", {
    timeout: SLOW,
  }, async () => {
    const { code, violations, errors } = await preview(PRODUCTION, production);
    expect({ code, violations, errors }).toEqual({ code: 0, violations: [], errors: [] });
  });

  for (const { title, stack = LOCAL, valid = () => undefined, cases } of PREVIEWS)
    test(`is refused for ${title}: ${cases.map(({ guardrail }) => guardrail).join(", ")}`, {
      timeout: SLOW,
    }, async () => {
      const change = all(valid, ...cases.map((one) => one.break));
      const { code, output, violations, errors } = await preview(stack, change);
      expect(unaccounted(violations, cases), output).toEqual({ missing: [], left: [] });
      for (const { guardrail } of cases) expect(output).toMatch(new RegExp(`\\[mandatory\\] +${guardrail} `));
      // The policy pack stops it, not a provider or a program that fell over.
      expect(errors).toEqual(["preview failed"]);
      expect(code).toBe(1);
    });
});
