/** Rules about `slaProperties`: what is promised has to be measurable, possible, and about something. */
import { fullFormats } from "ajv-formats/dist/formats";
import { isMeasure, MEASURES, type Measure } from "../../objectives";
import { quantity, TIME_UNITS } from "../../quantity";
import type { ContractRule, Found } from "../rule";
import type { ContractTarget } from "../target";

type Objective = NonNullable<ContractTarget["data"]["slaProperties"]>[number];

const isDay = (fullFormats.date as { readonly validate: (text: string) => boolean }).validate;
const PERCENT = /^(|%|pct|percent|percentage)$/i;

/** What is wrong with the objective's value or unit, by what it measures. */
const WRONG: Readonly<Record<Measure, (objective: Objective) => Found | undefined>> = {
  time: ({ property, value, unit = "" }) => {
    const number = Number(value);
    if (value !== null && Number.isFinite(number) && number >= 0 && quantity(number, unit).ms !== undefined)
      return undefined;
    const allowed = `a number from 0; units: ${TIME_UNITS}`;
    return {
      message: `The objective ${property} isn't a number with a unit of time.`,
      allowed,
      fix: "correct value and unit",
    };
  },
  percent: ({ property, value, unit = "" }) => {
    const number = Number(value);
    if (!PERCENT.test(unit))
      return { message: `The unit doesn't fit ${property}.`, allowed: "percent", fix: "state it in percent" };
    if (value !== null && value !== "" && number >= 0 && number <= 100) return undefined;
    return { message: `The objective ${property} is a share.`, allowed: "0 to 100 percent", fix: "correct the value" };
  },
  date: ({ property, value }) => {
    if (typeof value === "string" && isDay(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))) return undefined;
    const allowed = "a date like 2028-12-31, or a time like 2028-12-31T00:00:00Z";
    return { message: `The objective ${property} isn't a date.`, allowed, fix: "write year, month and day" };
  },
};

const plainName = (name: string) => name.replace(/[^A-Za-z]/g, "").toLowerCase();
const KNOWN = new Map(Object.keys(MEASURES).map((name) => [plainName(name), name]));

/** Names of everything that an objective can be about; each by its name in the store as well. */
function elements({ data, properties }: ContractTarget): Set<string> {
  const known = new Set<string>();
  for (const { name, physicalName } of data.schema ?? [])
    for (const one of [name, physicalName]) if (one) known.add(one);
  for (const { property, name, dataset } of properties) {
    const own = data.schema?.[dataset];
    for (const one of [name, property.physicalName, property.name])
      if (one) for (const prefix of ["", `${own?.name}.`, `${own?.physicalName}.`]) known.add(`${prefix}${one}`);
  }
  return known;
}

/** Dates that have to follow each other. */
const ORDER = ["generalAvailability", "endOfSupport", "endOfLife"] as const;

export const SLA: readonly ContractRule[] = [
  {
    id: "semantic/sla",
    severity: "error",
    about: "An objective is measured: it needs a value that is possible, and a unit that fits.",
    check: ({ data }, report) => {
      for (const [at, objective] of (data.slaProperties ?? []).entries()) {
        const { property, value, valueExt, unit = "" } = objective;
        if (!isMeasure(property)) continue;
        const found = WRONG[MEASURES[property]](objective);
        const given = `${String(value)} ${unit}`.trim();
        if (found) report(["slaProperties", at, "value"], { ...found, given });
        else if (MEASURES[property] !== "date" && typeof valueExt === "number" && valueExt < Number(value))
          report(["slaProperties", at, "valueExt"], {
            message: "The range ends before it begins.",
            given: valueExt,
            allowed: `from ${String(value)}`,
            fix: "exchange value and valueExt",
          });
      }
    },
  },
  {
    id: "semantic/sla-name",
    severity: "warning",
    about: "An objective under another spelling of its name is promised, and measured by nothing.",
    check: ({ data }, report) => {
      for (const [at, { property }] of (data.slaProperties ?? []).entries()) {
        const known = KNOWN.get(plainName(property));
        if (known === undefined || known === property) continue;
        const message = "The objective's name is spelt in a way that nothing measures.";
        report(["slaProperties", at, "property"], { message, given: property, allowed: known, fix: `write ${known}` });
      }
    },
  },
  {
    id: "semantic/sla-twice",
    severity: "error",
    about: "Of two values for one objective, nobody knows which is promised.",
    check: ({ data }, report) => {
      const seen = new Map<string, unknown>();
      for (const [at, { property, element = "", driver = "", value, unit, valueExt }] of (
        data.slaProperties ?? []
      ).entries()) {
        const key = JSON.stringify([property, element, driver]);
        const promise = JSON.stringify([value, unit, valueExt]);
        const earlier = seen.get(key);
        seen.set(key, earlier ?? promise);
        // Times of day and the like are lists by nature; only what is measured has one value.
        if (earlier === undefined || earlier === promise || !isMeasure(property)) continue;
        report(["slaProperties", at, "value"], {
          message: `Another value of ${property} is promised for the same already.`,
          given: `${String(value)} ${unit ?? ""}`.trim(),
          allowed: "one value for each element and driver",
          fix: "remove one, or say what each is about in element",
        });
      }
    },
  },
  {
    id: "semantic/sla-element",
    severity: "error",
    about: "An objective on something that isn't in the contract promises nothing.",
    check: (target, report) => {
      const { slaProperties = [], slaDefaultElement, schema = [] } = target.data;
      // A contract of objectives alone has its datasets elsewhere.
      if (schema.length === 0) return;
      const known = elements(target);
      const judge = (path: readonly PropertyKey[], element: string | undefined) => {
        for (const name of element?.split(",").map((one) => one.trim()) ?? [])
          if (!known.has(name))
            report(path, {
              message: "The objective is about something that the contract doesn't have.",
              given: name,
              allowed: "a dataset, a property, or dataset.property",
              fix: "correct the name",
            });
      };
      judge(["slaDefaultElement"], slaDefaultElement);
      for (const [at, { element }] of slaProperties.entries()) judge(["slaProperties", at, "element"], element);
    },
  },
  {
    id: "semantic/sla-order",
    severity: "error",
    about: "What is offered is first available, then unsupported, then gone.",
    check: ({ data }, report) => {
      const dated = ORDER.flatMap((name) => {
        const at = data.slaProperties?.findIndex(({ property }) => property === name) ?? -1;
        const time = at < 0 ? Number.NaN : Date.parse(String(data.slaProperties?.[at]?.value));
        return Number.isNaN(time) ? [] : [{ name, at, time }];
      });
      for (const [index, { name, at, time }] of dated.entries()) {
        const before = dated[index - 1];
        if (!before || time >= before.time) continue;
        report(["slaProperties", at, "value"], {
          message: `${name} is before ${before.name}.`,
          given: data.slaProperties?.[at]?.value,
          allowed: `from ${String(data.slaProperties?.[before.at]?.value)}`,
          fix: "correct one of the two",
        });
      }
    },
  },
  {
    id: "semantic/end-of-support",
    severity: "warning",
    about: "A contract whose support has ended shouldn't be offered as if it hadn't.",
    check: ({ data, today }, report) => {
      if (data.status === "retired" || data.status === "deprecated") return;
      for (const [at, { property, value }] of (data.slaProperties ?? []).entries()) {
        if (property !== "endOfSupport" && property !== "endOfLife") continue;
        if (typeof value !== "string" || value.slice(0, 10) >= today) continue;
        report(["slaProperties", at, "value"], {
          message: `The ${property} is in the past.`,
          given: value,
          allowed: `a date from ${today}`,
          fix: "move it, or deprecate the contract",
        });
      }
    },
  },
];
