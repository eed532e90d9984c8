/** SLA: each objective has a direction in which it is weaker. */
import { quantity } from "../../quantity";
import { breaksReader, type Grader, minor, type Presence, patch, type Verdict } from "../change";
import type { Fields } from "../shapes";
import { numberOf } from "./parts";

type Weaker = "less" | "more" | "sooner" | "later" | "narrower";

/** By ODCS' names, and those that its examples use. */
const WEAKER: Readonly<Record<string, Weaker>> = {
  ...{ availability: "less", throughput: "less", retention: "less", accuracy: "less", completeness: "less" },
  ...{ latency: "more", freshness: "more", frequency: "more", interval: "more", errorRate: "more" },
  ...{ timeToDetect: "more", timeToNotify: "more", timeToRepair: "more", responseTime: "more", downtime: "more" },
  ...{ endOfSupport: "sooner", endOfLife: "sooner", generalAvailability: "later" },
  ...{ timeOfAvailability: "narrower", supportHours: "narrower", supportTime: "narrower", serviceHours: "narrower" },
};

const weakerOf = ({ property }: Fields) => WEAKER[String(property)];

/** Below 0 where `after` is less than `before`; undefined where they can't be compared. */
function compare(before: Fields, after: Fields, weaker: Weaker): number | undefined {
  if (weaker === "sooner" || weaker === "later") return difference(date(before.value), date(after.value));
  if (weaker === "narrower") {
    const [from, to] = [hours(before), hours(after)];
    if (from !== undefined && to !== undefined) return to - from;
  }
  const [from, to] = [amount(before), amount(after)];
  if (from === undefined || to === undefined || from.unit !== to.unit) return undefined;
  return to.value - from.value;
}

const difference = (from: number | undefined, to: number | undefined) =>
  from === undefined || to === undefined ? undefined : to - from;

function date(value: unknown): number | undefined {
  const time = Date.parse(value instanceof Date ? value.toISOString() : String(value));
  return Number.isNaN(time) ? undefined : time;
}

/** Times in milliseconds, so that 1 h is 60 m; other units have to be the same. */
function amount({ value, unit = "" }: Fields): { readonly value: number; readonly unit: string } | undefined {
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const measured = quantity(number, String(unit));
  return measured.ms === undefined
    ? { value: number, unit: String(unit).toLowerCase() }
    : { value: measured.ms, unit: "ms" };
}

/** Minutes a day of `08:00-18:00`, of two values, or of `24x7`. */
function hours({ value, valueExt }: Fields): number | undefined {
  const text = valueExt === undefined ? String(value) : `${String(value)}-${String(valueExt)}`;
  if (/^24\s*[x/]\s*7$/i.test(text.trim())) return 24 * 60 * 7;
  const [, h1, m1 = "0", h2, m2 = "0"] =
    /(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d{2}))?/.exec(text) ?? [];
  if (h1 === undefined || h2 === undefined) return undefined;
  const span = Number(h2) * 60 + Number(m2) - Number(h1) * 60 - Number(m1);
  return span > 0 ? span : span + 24 * 60;
}

function isWeaker(apart: number, weaker: Weaker): boolean {
  return weaker === "more" || weaker === "later" ? apart > 0 : apart < 0;
}

const shown = ({ value, valueExt, unit }: Fields) =>
  [valueExt === undefined ? value : `${String(value)}-${String(valueExt)}`, unit]
    .filter((one) => one !== undefined && one !== "")
    .join(" ");

function change(before: Fields, after: Fields): Verdict {
  const name = String(after.property);
  const weaker = weakerOf(after);
  const what = `${name} was ${shown(before)}, and is ${shown(after)}`;
  if (weaker === undefined)
    return minor("objective", `${what}; we don't know which of them is better.`, { field: "value" });
  const apart = compare(before, after, weaker);
  if (apart === 0) return patch("objective", `${what}: the same in another unit.`, { field: "value" });
  const isEnd = name === "endOfSupport" || name === "endOfLife";
  if (apart === undefined)
    return breaksReader(
      "objective.weakened",
      `${what}: the two can't be compared, so the old promise isn't kept for sure.`,
      {
        field: "value",
        fix: "give it in the same unit",
      },
    );
  if (isWeaker(apart, weaker))
    return breaksReader(isEnd ? "end.nearer" : "objective.weakened", `Less is promised: ${what}.`, {
      field: "value",
      fix: "keep the promise",
    });
  return minor(isEnd ? "end.later" : "objective.strengthened", `More is promised: ${what}.`, { field: "value" });
}

export const OBJECTIVES: readonly Grader[] = [
  {
    on: ["objective"],
    fields: ["value", "valueExt", "unit"],
    grade: ({ before, after }) => [change(before, after)],
  },
];

export const OBJECTIVES_PRESENCE: readonly Presence[] = [
  {
    on: "objective",
    came: (after) => {
      const weaker = weakerOf(after);
      return [
        weaker === "sooner"
          ? breaksReader("end.nearer", `It ends on ${shown(after)}, where no end was set.`)
          : minor("objective.added", `${String(after.property)} is promised.`),
      ];
    },
    went: (before) => [
      weakerOf(before) === "sooner"
        ? minor("end.later", "No end is set any more.")
        : breaksReader(
            "objective.weakened",
            `${String(before.property)} isn't promised any more: it was ${shown(before)}.`,
            {
              fix: "keep the promise",
            },
          ),
    ],
  },
];
