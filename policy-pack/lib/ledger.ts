import { type Exemption, type State, stateOn } from "./exemptions";
import type { Violation } from "./judge";

/** An exemption of the stack that is being judged, and what has become of it in this run. */
export interface Exempted {
  readonly exemption: Exemption;
  readonly state: State;
  /** Its place in the file, from 0. */
  readonly index: number;
  /** Violations that it has settled so far. */
  readonly settled: number;
}

/** The exemptions on one day, and which of them were needed. */
export class Ledger {
  private readonly entries: {
    readonly exemption: Exemption;
    readonly state: State;
    readonly index: number;
    settled: number;
  }[];

  /** @param today like `2026-01-31`: guardrails have no clock */
  constructor(
    readonly today: string,
    exemptions: readonly Exemption[],
  ) {
    this.entries = exemptions.map((exemption, index) => ({
      exemption,
      state: stateOn(today, exemption),
      index,
      settled: 0,
    }));
  }

  /** The violation, or nothing where an exemption covers it. */
  settle(violation: Violation): Violation | undefined {
    const covering = this.entries.find(
      ({ state, exemption }) =>
        state === "active" && exemption.guardrail === violation.guardrail && exemption.urn === violation.urn,
    );
    if (!covering) return violation;
    covering.settled++;
    return undefined;
  }

  /** The exemptions of one stack's resources, in the file's order. */
  of(stack: string): readonly Exempted[] {
    return this.entries.filter(({ exemption }) => exemption.urn.startsWith(`urn:pulumi:${stack}::`));
  }
}
