/** Composition: whatever the core refuses stays refused, however the domains tighten and whatever rules they add. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { guardrails } from "../../policy-pack/guardrails";
import { domainRules } from "../../policy-pack/lib/domain-rules";
import type { Guardrail, Parameter, Value } from "../../policy-pack/lib/guardrail";
import { applies, judgeResource, judgeStack } from "../../policy-pack/lib/judge";
import { Stage, type Tightenings } from "../../policy-pack/lib/stage";
import { parseTightening } from "../../policy-pack/lib/tighten";
import { drafts, type Key } from "./fixtures/stack";
import { type Case, type Edit, registered, UNKNOWN } from "./support";

const STRICTER = guardrails.filter(({ parameters }) => Object.keys(parameters).length > 0);

/** Any value that a domain may give a parameter. */
function tighter({ direction, default: core }: Parameter): fc.Arbitrary<Value> {
  switch (direction) {
    case "up":
      return fc.double({ min: core, max: core * 10 + 10, noNaN: true });
    case "down":
      return fc.double({ min: -1, max: core, noNaN: true });
    case "subset":
      return fc.subarray([...core]);
    case "superset":
      return fc.array(fc.string(), { maxLength: 3 }).map((more) => [...core, ...more]);
  }
}

const tightenings: fc.Arbitrary<Tightenings> = fc
  .record(
    Object.fromEntries(
      STRICTER.map(({ id, parameters }) => {
        const values = Object.entries(parameters).map(([name, parameter]) => [name, tighter(parameter)] as const);
        return [id, fc.record(Object.fromEntries(values), { requiredKeys: [] })] as const;
      }),
    ),
    { requiredKeys: [] },
  )
  // A key that is left out isn't there: none is undefined.
  .map((orders) => ({ orders }) as Tightenings);

/** The path of every value of every resource of the valid stack. */
const PLACES = Object.entries(drafts()).flatMap(([key, { props }]) =>
  [...paths(props)].map((path) => [key as Key, path] as const),
);

function* paths(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (path.length > 0) yield path;
  if (value === null || typeof value !== "object") return;
  for (const [key, child] of Object.entries(value))
    yield* paths(child, [...path, Array.isArray(value) ? Number(key) : key]);
}

const broken: fc.Arbitrary<Case> = fc
  .tuple(
    fc.constantFrom(...PLACES),
    fc.oneof(
      fc.constantFrom(undefined, UNKNOWN, "", null, true, [], {}),
      fc.integer({ min: -5, max: 5000 }),
      fc.integer({ min: 0, max: 1e11 }).map(String),
      fc.string(),
    ),
    fc.constantFrom("orders-production", "orders-local", "customers-production"),
  )
  .map(([[key, path], value, stack]) => ({ title: "broken", edits: [[key, path, value] as Edit], stack }));

/** What is refused, and where; how the refusal is worded may change with the parameter. */
function refused(rules: readonly Guardrail[], one: Case): Set<string> {
  const stage = new Stage(one.tightenings);
  const resources = registered(one);
  const found = resources.flatMap((args) => {
    const resource = stage.note(args);
    const judging = rules.filter((rule) => applies(rule, args.type));
    return judging.flatMap((rule) => judgeResource(rule, resource, stage.context(rule, args.urn)));
  });
  const stack = stage.stack(resources as unknown as Parameters<Stage["stack"]>[0]);
  const urn = resources[0]?.urn ?? "";
  const whole = rules.flatMap((rule) => judgeStack(rule, stack, stage.context(rule, urn)));
  return new Set([...found, ...whole].map(({ guardrail, urn }) => `${guardrail} ${urn}`));
}

/** A violation whose place in the contract can't be told: it stands all the same. */
const UNKNOWN_PLACE: Case = {
  title: "an unknown place",
  edits: [
    ["product", ["model", "inputPorts", 0, "deadLetters", 0, "source", "file"], UNKNOWN],
    ["inputDeadLetter", ["partitions"], 99],
  ],
};

describe("composition", () => {
  it("what the core refuses stays refused under any tightening", () => {
    fc.assert(
      fc.property(broken, tightenings, (one, stricter) => {
        const before = refused(STRICTER, one);
        const after = refused(STRICTER, { ...one, tightenings: stricter });
        expect([...before].filter((violation) => !after.has(violation))).toEqual([]);
      }),
      { numRuns: 100, examples: [[UNKNOWN_PLACE, { orders: {} }]] },
    );
  });

  it("some of these cases are refused by the core, and some only by a tightening: the property isn't empty", () => {
    const cases = fc.sample(fc.tuple(broken, tightenings), { numRuns: 40, seed: 1 });
    const seen = cases.map(([one, stricter]) => ({
      core: refused(STRICTER, one).size,
      tightened: refused(STRICTER, { ...one, tightenings: stricter }).size,
    }));
    expect(seen.some(({ core }) => core > 0)).toBe(true);
    expect(seen.some(({ core, tightened }) => tightened > core)).toBe(true);
  });

  it("no file can give a parameter a weaker value", () => {
    const parameters = STRICTER.flatMap(({ id, parameters }) =>
      Object.entries(parameters).map(([name, parameter]) => ({ id, name, parameter })),
    );
    const weaker = ({ direction, default: core }: Parameter): fc.Arbitrary<unknown> => {
      switch (direction) {
        case "up":
          return fc.double({ min: -1e9, max: core, maxExcluded: true, noNaN: true });
        case "down":
          return fc.double({ min: core, minExcluded: true, max: 1e12, noNaN: true });
        case "subset":
          return fc
            .string()
            .filter((more) => !core.includes(more))
            .map((more) => [...core, more]);
        case "superset":
          return fc.subarray([...core], { maxLength: core.length - 1 });
      }
    };
    const any = fc
      .constantFrom(...parameters)
      .chain(({ id, name, parameter }) => weaker(parameter).map((value) => ({ tighten: { [id]: { [name]: value } } })));
    fc.assert(
      fc.property(any, (file) => {
        expect(parseTightening("domains/orders/guardrails.yaml", stringify(file), guardrails).ok).toBe(false);
      }),
    );
  });

  it("what a domain adds refuses more, in its own stacks, and takes nothing away", () => {
    const rule = (found: readonly string[], throws: boolean): Partial<Guardrail> => ({
      id: "orders-own",
      level: "mandatory",
      ...{ source: "text", description: "text", rationale: "text", fix: "text", parameters: {} },
      resource: {
        *check() {
          yield* found;
          if (throws) throw new Error("no");
        },
      },
    });
    fc.assert(
      fc.property(broken, fc.array(fc.string()), fc.boolean(), (one, found, throws) => {
        const file = "domains/customers/guardrails/customers-named-readers.ts";
        const load = () => ({ default: { ...rule(found, throws), id: "customers-named-readers" } });
        const additions = { core: guardrails, domains: ["orders", "customers"], declared: [] };
        const added = domainRules(process.cwd(), { ...additions, modules: [{ domain: "customers", file, load }] });
        expect(added.mistakes).toEqual([]);
        const before = refused(STRICTER, one);
        const after = refused([...STRICTER, ...added.rules], one);
        const more = [...after].filter((violation) => !before.has(violation));
        expect([...before].filter((violation) => !after.has(violation))).toEqual([]);
        const speaks = one.stack === "customers-production" && (found.length > 0 || throws);
        expect(more.length > 0).toBe(speaks);
        for (const violation of more) expect(violation).toMatch(/^customers-named-readers /);
      }),
      { numRuns: 30 },
    );
  });
});
