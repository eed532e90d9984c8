/**
 * For each guardrail, something that it refuses: a contract that a domain may write, or, where the components make what
 * is right whatever the contract says, a change to what the program registers. Cases that don't meet share a preview;
 * each violation of that preview has to be one that a case names.
 */
import type { Change } from "./changes";
import { CONTRACTS } from "./guardrail-cases-contracts";
import { GATE } from "./guardrail-cases-gate";
import { KUBERNETES } from "./guardrail-cases-kubernetes";
import { STREAMS } from "./guardrail-cases-streams";

export interface GuardrailCase {
  readonly guardrail: string;
  readonly break: Change;
  /** What the guardrail says, once each: the resource's name first. */
  readonly says: readonly RegExp[];
  /** What other guardrails can't help saying of the same thing. */
  readonly also?: Readonly<Record<string, readonly RegExp[]>> | undefined;
}

/** One preview that is refused. */
export interface RefusedPreview {
  readonly title: string;
  /** @default "orders-local" */
  readonly stack?: string;
  /** What makes the stack valid before anything is broken. @default it is */
  readonly valid?: Change;
  readonly cases: readonly GuardrailCase[];
}

export const PREVIEWS: readonly RefusedPreview[] = [...STREAMS, ...CONTRACTS, ...KUBERNETES, ...GATE];
