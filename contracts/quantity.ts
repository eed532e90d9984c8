import type { Quantity } from "./model";

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Milliseconds of each unit, under every spelling that ODCS files use. A month has 30 days, a year 365. */
const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1, "ms", "millisecond", "milliseconds"],
      [SECOND, "s", "sec", "second", "seconds"],
      [60 * SECOND, "m", "min", "minute", "minutes"],
      [60 * 60 * SECOND, "h", "hr", "hour", "hours"],
      [DAY, "d", "day", "days"],
      [7 * DAY, "w", "week", "weeks"],
      [30 * DAY, "month", "months"],
      [365 * DAY, "y", "yr", "year", "years"],
    ] as const
  ).flatMap(([ms, ...names]) => names.map((name) => [name, ms])),
);

export const TIME_UNITS = Object.keys(UNITS).join(", ");

/** A number with its unit; `ms` where the unit is one of time. */
export function quantity(value: number, unit: string): Quantity {
  const ms = UNITS[unit.toLowerCase()];
  return ms === undefined ? { value, unit } : { value, unit, ms: value * ms };
}

/** `30d`, `12 hours` → milliseconds; undefined where the text isn't that. */
export function duration(text: string): number | undefined {
  const [, value, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  return value !== undefined && unit !== undefined ? quantity(Number(value), unit).ms : undefined;
}
