/** Ranges of numbers, and of dates and times as text: what bounds leave over, and whether that is anything. */
import { boundsOf, rangeOf } from "../exports/kinds";
import type { OdcsProperty } from "../odcs";

/** From `low` to `high`; an end that is open doesn't belong to it. */
export interface Range<T extends number | string = number> {
  readonly low?: T;
  readonly high?: T;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

export const EVERYTHING: Range = { lowOpen: false, highOpen: false };

/** What both leave over. */
export function intersection(a: Range, b: Range): Range {
  const low = Math.max(a.low ?? Number.NEGATIVE_INFINITY, b.low ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(a.high ?? Number.POSITIVE_INFINITY, b.high ?? Number.POSITIVE_INFINITY);
  const open = (end: "low" | "high", value: number) => [a, b].some((one) => one[end] === value && one[`${end}Open`]);
  return {
    ...(Number.isFinite(low) ? { low } : {}),
    ...(Number.isFinite(high) ? { high } : {}),
    lowOpen: open("low", low),
    highOpen: open("high", high),
  };
}

export function isEmpty<T extends number | string>({ low, high, lowOpen, highOpen }: Range<T>): boolean {
  if (low === undefined || high === undefined) return false;
  return low > high || (low === high && (lowOpen || highOpen));
}

/** Whether a multiple of `step` lies in the range. */
export function hasMultiple({ low, high, lowOpen, highOpen }: Range, step: number): boolean {
  if (low === undefined || high === undefined) return true;
  // Rounded, since 0.3 / 0.1 isn't 3.
  const [from, to] = [low / step, high / step].map((value) => Number(value.toPrecision(12))) as [number, number];
  const first = lowOpen && Number.isInteger(from) ? from + 1 : Math.ceil(from);
  const last = highOpen && Number.isInteger(to) ? to - 1 : Math.floor(to);
  return first <= last;
}

export function isMultiple(value: number, step: number): boolean {
  return Number.isInteger(Number((value / step).toPrecision(12)));
}

type Bounded = Pick<OdcsProperty, "logicalTypeOptions">;

export function numbersOf({ logicalTypeOptions: options = {} }: Bounded): Range {
  return rangeFrom(boundsOf({ options }, "number")) as Range;
}

/** Of dates and times; ISO 8601 sorts as text, where both ends are written alike. */
export function timesOf({ logicalTypeOptions: options = {} }: Bounded): Range<string> {
  return rangeFrom(boundsOf({ options }, "string")) as Range<string>;
}

/** What the width of an integer, like `u8`, leaves. */
export function widthOf({ logicalTypeOptions: options = {} }: Bounded): Range {
  const [, sign, bits] = /^([iu])(8|16|32)$/.exec(String(options.format)) ?? [];
  return bits === undefined ? EVERYTHING : (rangeFrom(rangeOf(Number(bits) as 8 | 16 | 32, sign === "i")) as Range);
}

function rangeFrom(bounds: ReturnType<typeof boundsOf<"number">> | ReturnType<typeof boundsOf<"string">>) {
  const end = (inclusive: number | string | undefined, exclusive: number | string | undefined, sign: 1 | -1) => {
    if (exclusive === undefined) return { value: inclusive, open: false };
    if (inclusive === undefined || (exclusive > inclusive ? 1 : -1) === sign || exclusive === inclusive)
      return { value: exclusive, open: true };
    return { value: inclusive, open: false };
  };
  const low = end(bounds.minimum, bounds.exclusiveMinimum, 1);
  const high = end(bounds.maximum, bounds.exclusiveMaximum, -1);
  return {
    ...(low.value === undefined ? {} : { low: low.value }),
    ...(high.value === undefined ? {} : { high: high.value }),
    lowOpen: low.open,
    highOpen: high.open,
  };
}

/** `above 5`, `from 0 to 100`: for messages. */
export function rangeText<T extends number | string>({ low, high, lowOpen, highOpen }: Range<T>): string {
  if (low !== undefined && low === high) return String(low);
  const from = low === undefined ? undefined : `${lowOpen ? "above" : "at least"} ${low}`;
  const to = high === undefined ? undefined : `${highOpen ? "below" : "at most"} ${high}`;
  return [from, to].filter((one) => one !== undefined).join(" and ") || "any number";
}
