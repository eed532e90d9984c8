/** ODCS `slaProperties` → the model's Objectives. That values and units fit is judged in lint/rules/sla.ts. */
import type { Objectives } from "./model";
import type { Odcs } from "./odcs";
import { quantity } from "./quantity";

export type Measure = "time" | "percent" | "date";

/** What each objective that can be measured is measured in. */
export const MEASURES = {
  freshness: "time",
  latency: "time",
  retention: "time",
  frequency: "time",
  timeToDetect: "time",
  timeToNotify: "time",
  timeToRepair: "time",
  availability: "percent",
  errorRate: "percent",
  generalAvailability: "date",
  endOfSupport: "date",
  endOfLife: "date",
} as const satisfies Readonly<Record<string, Measure>>;

export function isMeasure(name: string): name is keyof typeof MEASURES {
  return Object.hasOwn(MEASURES, name);
}

const QUANTITIES = ["freshness", "latency", "availability", "retention"] as const;

export function objectivesOf(data: Odcs): Objectives {
  const found: { -readonly [K in keyof Objectives]: Objectives[K] } = {};
  for (const { property, value, unit = "" } of data.slaProperties ?? []) {
    if (property === "endOfSupport" || property === "endOfLife") found[property] = String(value);
    const name = QUANTITIES.find((one) => one === property);
    if (name) found[name] = quantity(Number(value), name === "availability" ? unit || "percent" : unit);
  }
  return found;
}
