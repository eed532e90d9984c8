import { describe, expect, it } from "vitest";
import type { Guardrail } from "../../policy-pack/lib/guardrail";
import { VALUE_KNOWN, type Violation } from "../../policy-pack/lib/judge";
import { type Case, judge } from "./cases";
import { keepsSecret, refusesUnknown, survivesUnknown } from "./proofs";

export { type Case, type Edit, judge, type More, registered, UNKNOWN } from "./cases";

export interface Invalid extends Case {
  /** Is said by each violation... */
  readonly says: RegExp;
  /** ...of which there are so many. @default 1 */
  readonly times?: number;
  /** Why the bad value may pass where it is unknown. @default it may not */
  readonly unlessUnknown?: string;
}

/** A bad value that the engine marks as secret; what is said of it can't be the value. */
export type Secret = Invalid & Required<Pick<Case, "edits">>;

/** An unknown value; either it is needed, or the case says why it isn't. */
export type Unknown = Case &
  ({ readonly reads: RegExp; readonly passes?: never } | { readonly passes: string; readonly reads?: never });

type Some<T> = readonly [T, ...T[]];

/** The five kinds of cases that every guardrail has to have. */
export interface Cases {
  readonly valid: Some<Case>;
  readonly invalid: Some<Invalid>;
  readonly unknown: Some<Unknown>;
  readonly secret: Some<Secret>;
  readonly notApplicable: Some<Case>;
}

/** Runs a guardrail's cases, and what follows from them. */
export function prove(guardrail: Guardrail, cases: Cases): void {
  describe(guardrail.id, () => {
    it.each([...cases.valid])("valid: $title", (one) => {
      expect(judge(guardrail, one)).toEqual([]);
      survivesUnknown(guardrail, one);
    });
    it.each([...cases.invalid])("invalid: $title", (one) => {
      refuses(guardrail, judge(guardrail, one), one);
      keepsSecret(guardrail, one);
      if (one.unlessUnknown === undefined) refusesUnknown(guardrail, one);
    });
    it.each([...cases.unknown])("unknown: $title", (one) => {
      const found = judge(guardrail, one);
      if (one.passes !== undefined) expect(found).toEqual([]);
      else needs(guardrail, found, one.reads);
    });
    it.each([...cases.secret])("secret: $title", (one) => {
      refuses(guardrail, keepsSecret(guardrail, one), one);
    });
    it.each([...cases.notApplicable])("not applicable: $title", (one) => {
      expect(judge(guardrail, one)).toEqual([]);
    });
  });
}

function refuses(guardrail: Guardrail, found: readonly Violation[], { says, times = 1 }: Invalid): void {
  expect(found.map(({ message }) => message)).toHaveLength(times);
  for (const violation of found) {
    expect(violation).toMatchObject({ guardrail: guardrail.id, level: "mandatory" });
    expect(violation.urn).toMatch(/^urn:pulumi:/);
    expect(violation.message).toMatch(says);
    expect(violation.message).toContain(`Fix: ${guardrail.fix}`);
  }
}

function needs(guardrail: Guardrail, found: readonly Violation[], reads: RegExp): void {
  expect(found.map((violation) => violation.guardrail)).toContain(VALUE_KNOWN);
  for (const { guardrail: id, message } of found) {
    if (id !== VALUE_KNOWN) continue;
    expect(message).toMatch(reads);
    expect(message).toContain(guardrail.id);
  }
}
