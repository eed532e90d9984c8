/**
 * The guardrails of AWS in a preview with the real engine, SDK and compiled pack. The AWS provider alone is a stand-in
 * (test/support/aws-provider), so what only its own check would say isn't said here.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import type { Checkout } from "../support/checkout";
import { Engines, type Preview } from "../support/engine";
import { CASES } from "./aws-cases";

const STACK = "orders-aws";
const SLOW = 120_000;
let engines: Engines | undefined;

beforeAll(async () => {
  engines = await Engines.start(1, [STACK]);
}, SLOW);

afterAll(() => engines?.remove());

/** A preview of a program of `programs/`, in place of the project's own. */
async function preview(program: string): Promise<Preview> {
  if (!engines) throw new Error("no engine was started");
  return engines.preview(STACK, (checkout: Checkout) => {
    checkout.write("index.ts", `import "./test/preview/programs/${program}";\n`);
    const [aws, native] = ["aws", "aws-native"].map(
      (name) => `- name: ${name}\n      path: ./test/support/aws-provider`,
    );
    checkout.edit("Pulumi.yaml", "- name: mesh", `${aws}\n    ${native}\n    - name: mesh`);
  });
}

test("every guardrail of AWS has a case here", () => {
  const known = new Set(CASES.map(({ guardrail }) => guardrail));
  const missing = guardrails.filter(
    ({ id, section }) => (section === "aws" || /^(msk|db)-/.test(id)) && !known.has(id),
  );
  // db-no-public-grants judges schemas, and has its case with the project's own program.
  expect(missing.map(({ id }) => id)).toEqual(["db-no-public-grants"]);
});

test("what is right passes, though ids and ARNs are unknown", { timeout: SLOW }, async () => {
  const { code, violations, errors, output } = await preview("aws-valid");
  expect({ violations, errors }, output).toEqual({ violations: [], errors: [] });
  expect(output).toMatch(/aws:s3:BucketPublicAccessBlock +archive-block +create/);
  expect(code).toBe(0);
});

test("each resource is refused by its guardrail, in its words, and by no other", { timeout: SLOW }, async () => {
  const { code, violations, errors, output } = await preview("aws-refused");
  const expected = CASES.flatMap(({ guardrail, resources: [first], also = [] }) => [
    `${guardrail} ${first?.name}`,
    ...also.map((pair) => pair.join(" ")),
  ]);
  const said = violations.map(({ guardrail, urn }) => `${guardrail} ${urn.split("::").at(-1)}`);
  expect([...new Set(said)].sort(), output).toEqual(expected.sort());
  for (const { guardrail, message, resources } of CASES) {
    const own = violations.filter((one) => one.guardrail === guardrail && one.urn.endsWith(`::${resources[0]?.name}`));
    expect(own.map((one) => one.message).join("\n")).toMatch(message);
    expect(output).toMatch(new RegExp(`\\[mandatory\\] +${guardrail} `));
  }
  expect(errors).toEqual(["preview failed"]);
  expect(code).toBe(1);
});
