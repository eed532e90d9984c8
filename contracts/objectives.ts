/** ODCS `slaProperties` → the model's Objectives. */
import type { SourceDocument } from "./document";
import type { Objectives, Quantity } from "./model";
import type { Odcs } from "./odcs";
import type { Problem } from "./problem";
import { quantity, TIME_UNITS } from "./quantity";

/** SLA properties whose value is a number with a unit, and the unit each needs. */
const MEASURED = { freshness: "time", latency: "time", availability: "percent", retention: "time" } as const;

export function objectivesOf(data: Odcs, document: SourceDocument, problems: Problem[]): Objectives {
  const found: { -readonly [K in keyof Objectives]: Objectives[K] } = {};
  for (const [index, { property, value, unit = "" }] of (data.slaProperties ?? []).entries()) {
    if (property === "endOfSupport" || property === "endOfLife") found[property] = String(value);
    if (!Object.hasOwn(MEASURED, property)) continue;
    const name = property as keyof typeof MEASURED;
    const measured: Quantity = quantity(Number(value), MEASURED[name] === "percent" ? unit || "percent" : unit);
    if (Number.isFinite(measured.value) && (MEASURED[name] === "percent" || measured.ms !== undefined)) {
      found[name] = measured;
      continue;
    }
    problems.push(
      document.problem(["slaProperties", index], {
        rule: "semantic/sla",
        message: `The objective ${property} isn't a number with a unit of ${MEASURED[name]}.`,
        given: `${String(value)} ${unit}`,
        allowed: MEASURED[name] === "percent" ? "a number, unit percent" : `a number; units: ${TIME_UNITS}`,
        fix: "correct value and unit",
      }),
    );
  }
  return found;
}
