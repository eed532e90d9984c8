import type { PolicyResource } from "@pulumi/policy";
// The SDK's index exports the same function, but loads gRPC with it (pack.test.ts compares the two).
import * as proxy from "@pulumi/policy/proxy";
import { describe, expect, it } from "vitest";
import type { Exemption } from "../../policy-pack/lib/exemptions";
import type { Guardrail } from "../../policy-pack/lib/guardrail";
import { applies, judgeResource, judgeStack, VALUE_KNOWN, type Violation } from "../../policy-pack/lib/judge";
import { Ledger } from "../../policy-pack/lib/ledger";
import { type Registered, Stage, type Tightenings } from "../../policy-pack/lib/stage";
import { TODAY } from "./fixtures/exemption";
import { type Draft, type Drafts, drafts, type Key } from "./fixtures/stack";

const { unknownCheckingProxy, unknownStringValue } = proxy as unknown as {
  unknownCheckingProxy(props: object): Record<string, unknown>;
  unknownStringValue: string;
};

/** What the engine sends for a value that can't be known at preview. */
export const UNKNOWN: string = unknownStringValue;

/** Which resource of the stack, which property of it, and its new value; `undefined` takes it out. */
export type Edit = readonly [resource: Key, path: readonly (string | number)[], value: unknown];

/** The valid stack with one thing changed. */
export interface Case {
  readonly title: string;
  readonly edits?: readonly Edit[];
  /** @default "orders-production" */
  readonly stack?: string;
  /** Resources left out. */
  readonly without?: readonly Key[];
  /** Other types for some resources. */
  readonly types?: Partial<Record<Key, string>>;
  /** Resources without the option `protect`. */
  readonly unprotected?: readonly Key[];
  readonly tightenings?: Tightenings;
  readonly exemptions?: readonly Exemption[];
  /** Of these exemptions, those (by index) that another guardrail has needed. */
  readonly needed?: readonly number[];
}

export interface Invalid extends Case {
  /** Is said by each violation... */
  readonly says: RegExp;
  /** ...of which there are so many. @default 1 */
  readonly times?: number;
}

/** An unknown value; either it is needed, or the case says why it isn't. */
export type Unknown = Case &
  ({ readonly reads: RegExp; readonly passes?: never } | { readonly passes: string; readonly reads?: never });

type Some<T> = readonly [T, ...T[]];

/** The four kinds of cases that every guardrail has to have. */
export interface Cases {
  readonly valid: Some<Case>;
  readonly invalid: Some<Invalid>;
  readonly unknown: Some<Unknown>;
  readonly notApplicable: Some<Case>;
}

function edit(drafts: Drafts, [key, path, value]: Edit): void {
  let node = drafts[key].props;
  for (const step of path.slice(0, -1)) node = node[step] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  // A case that changes nothing would prove nothing.
  if (value !== undefined && typeof node !== "object") throw new Error(`no ${path.join(".")} in ${key}`);
  if (value === undefined) delete node[last];
  else node[last] = value;
}

/** The case's resources as the SDK hands them to a policy: behind its own proxy, which throws for what is unknown. */
export function registered({
  edits = [],
  stack = "orders-production",
  without = [],
  types = {},
  unprotected = [],
}: Case) {
  const made = drafts();
  for (const one of edits) edit(made, one);
  for (const [key, type] of Object.entries(types)) made[key as Key].type = type;
  for (const key of unprotected) made[key].protect = false;
  const kept = Object.entries<Draft>(made).filter(([key]) => !without.includes(key as Key));
  return kept.map(([name, { type, props, protect }]): Registered => {
    const urn = `urn:pulumi:${stack}::data-mesh::${type}::${name}`;
    const opts = { protect } as Registered["opts"];
    return { urn, type, name, props: unknownCheckingProxy(structuredClone(props)), opts };
  });
}

function ledgerOf({ exemptions = [], needed = [] }: Case): Ledger {
  const ledger = new Ledger(TODAY, exemptions);
  for (const index of needed) {
    const { guardrail = "", urn = "" } = exemptions[index] ?? {};
    ledger.settle({ guardrail, urn, level: "mandatory", message: "" });
  }
  return ledger;
}

/** Every violation of one guardrail in a whole preview of the case. */
export function judge(guardrail: Guardrail, one: Case): Violation[] {
  const stage = new Stage(one.tightenings, ledgerOf(one));
  const resources = registered(one);
  const found = resources.flatMap((args) => {
    const resource = stage.note(args);
    const context = stage.context(guardrail, args.urn);
    return applies(guardrail, args.type) ? judgeResource(guardrail, resource, context) : [];
  });
  const [first] = resources;
  if (!first || !guardrail.stack) return found;
  const stack = stage.stack(resources as unknown as PolicyResource[]);
  return [...found, ...judgeStack(guardrail, stack, stage.context(guardrail, first.urn))];
}

/** Runs a guardrail's cases. */
export function prove(guardrail: Guardrail, cases: Cases): void {
  describe(guardrail.id, () => {
    it.each([...cases.valid])("valid: $title", (one) => {
      expect(judge(guardrail, one)).toEqual([]);
    });
    it.each([...cases.invalid])("invalid: $title", (one) => {
      const found = judge(guardrail, one);
      expect(found.map(({ message }) => message)).toHaveLength(one.times ?? 1);
      for (const violation of found) {
        expect(violation).toMatchObject({ guardrail: guardrail.id, level: "mandatory" });
        expect(violation.urn).toMatch(/^urn:pulumi:/);
        expect(violation.message).toMatch(one.says);
        expect(violation.message).toContain(`Fix: ${guardrail.fix}`);
      }
    });
    it.each([...cases.unknown])("unknown: $title", (one) => {
      const found = judge(guardrail, one);
      if (one.passes !== undefined) expect(found).toEqual([]);
      else {
        expect(found.map((violation) => violation.guardrail)).toContain(VALUE_KNOWN);
        for (const { guardrail: id, message } of found) {
          if (id !== VALUE_KNOWN) continue;
          expect(message).toMatch(one.reads);
          expect(message).toContain(guardrail.id);
        }
      }
    });
    it.each([...cases.notApplicable])("not applicable: $title", (one) => {
      expect(judge(guardrail, one)).toEqual([]);
    });
  });
}
