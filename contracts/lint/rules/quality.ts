/** Rules about `quality`: a rule has to be about something, able to hold, and able to fail. */
import { isMapping } from "../../fields";
import type { OdcsProperty } from "../../odcs";
import type { QualityData } from "../../odcs/quality";
import { EVERYTHING, intersection, isEmpty, type Range, rangeText } from "../bounds";
import { compiled } from "../patterns";
import type { ContractRule } from "../rule";
import type { ContractTarget } from "../target";

interface PlacedRule {
  readonly rule: QualityData;
  readonly path: readonly PropertyKey[];
  /** Absent: the rule is about the whole dataset. */
  readonly property?: Partial<OdcsProperty>;
  /** Names of the properties that stand beside, or are the dataset's. */
  readonly names: readonly string[];
}

/** Six rules ask for the same of one contract. */
const FOUND = new WeakMap<ContractTarget, PlacedRule[]>();

function rulesOf(target: ContractTarget): readonly PlacedRule[] {
  const found = FOUND.get(target) ?? collected(target);
  FOUND.set(target, found);
  return found;
}

function collected({ data, properties }: ContractTarget): PlacedRule[] {
  const names = (data.schema ?? []).map((): string[] => []);
  for (const { name, dataset } of properties) names[dataset]?.push(name);
  const found: PlacedRule[] = [];
  for (const [at, { quality = [] }] of (data.schema ?? []).entries())
    for (const [index, rule] of quality.entries())
      found.push({ rule, path: ["schema", at, "quality", index], names: names[at] ?? [] });
  for (const { property, path, dataset } of properties)
    for (const [index, rule] of (property.quality ?? []).entries())
      found.push({ rule, property, path: [...path, "quality", index], names: names[dataset] ?? [] });
  return found;
}

type Pair = readonly [number, number];
const isPair = (value: unknown): value is Pair => Array.isArray(value) && value.length === 2;

/** The range that each operator leaves; those that only leave something out, like `mustNotBe`, aren't here. */
const LEAVES: Readonly<Record<string, (value: unknown) => Range>> = {
  mustBe: (value) => (typeof value === "number" ? { ...EVERYTHING, low: value, high: value } : EVERYTHING),
  mustBeGreaterThan: (value) => ({ low: value as number, lowOpen: true, highOpen: false }),
  mustBeGreaterOrEqualTo: (value) => ({ ...EVERYTHING, low: value as number }),
  mustBeLessThan: (value) => ({ high: value as number, lowOpen: false, highOpen: true }),
  mustBeLessOrEqualTo: (value) => ({ ...EVERYTHING, high: value as number }),
  mustBeBetween: (value) => (isPair(value) ? { ...EVERYTHING, low: value[0], high: value[1] } : EVERYTHING),
};

const OPERATORS = Object.keys(LEAVES);

function operatorOf(rule: QualityData): string | undefined {
  return OPERATORS.find((name) => rule[name] !== undefined);
}

function wantedBy(rule: QualityData): Range {
  const operator = operatorOf(rule);
  return operator === undefined ? EVERYTHING : (LEAVES[operator]?.(rule[operator]) ?? EVERYTHING);
}

/** What counts, and shares of rows, can be at all. What SQL gives can be anything. */
function possible({ metric, unit }: QualityData): Range {
  if (metric === undefined) return EVERYTHING;
  return unit === "percent" ? { ...EVERYTHING, low: 0, high: 100 } : { ...EVERYTHING, low: 0 };
}

const metricOf = ({ metric, rule }: QualityData) => metric ?? rule;
const isAll = (wanted: Range, all: Range) =>
  (wanted.low === undefined || (all.low !== undefined && wanted.low <= all.low && !wanted.lowOpen)) &&
  (wanted.high === undefined || (all.high !== undefined && wanted.high >= all.high && !wanted.highOpen));

/** Metrics of single properties; `duplicateValues` is both's. */
const OF_PROPERTIES = ["nullValues", "missingValues", "invalidValues"];

export const QUALITY: readonly ContractRule[] = [
  {
    id: "semantic/quality-element",
    severity: "error",
    about: "A quality rule that names a property which isn't there never runs.",
    check: (target, report) => {
      for (const { rule, path, names } of rulesOf(target)) {
        const { arguments: given } = rule;
        for (const name of isMapping(given) && Array.isArray(given.properties) ? given.properties : [])
          if (!names.includes(String(name)))
            report([...path, "arguments", "properties"], {
              message: "The rule is about a property that the dataset doesn't have.",
              given: name,
              allowed: names.join(", "),
              fix: "correct the name",
            });
      }
    },
  },
  {
    id: "semantic/quality-never",
    severity: "error",
    about: "A rule that no data can keep is always broken, and soon ignored.",
    check: (target, report) => {
      for (const { rule, path, property } of rulesOf(target)) {
        const operator = operatorOf(rule);
        if (operator === undefined) continue;
        const wanted = wantedBy(rule);
        const what = metricOf(rule);
        const isNever =
          (property?.required === true && what === "nullValues") ||
          ((property?.unique === true || property?.primaryKey === true) && what === "duplicateValues");
        const can: Range = isNever ? { ...EVERYTHING, low: 0, high: 0 } : possible(rule);
        // Rows are counted in whole numbers.
        const isPart =
          rule.metric !== undefined &&
          rule.unit !== "percent" &&
          operator === "mustBe" &&
          !Number.isInteger(rule.mustBe ?? 0);
        if (!isEmpty(wanted) && !isEmpty(intersection(wanted, can)) && !isPart) continue;
        report([...path, operator], {
          message: isNever ? `The property itself allows no ${String(what)}.` : "No data can keep this rule.",
          given: rule[operator],
          allowed: isPart ? "a whole number of rows" : rangeText(can),
          fix: "correct the bound",
        });
      }
    },
  },
  {
    id: "semantic/quality-always",
    severity: "warning",
    about: "A rule that no data can break checks nothing.",
    check: (target, report) => {
      for (const { rule, path } of rulesOf(target)) {
        const operator = operatorOf(rule);
        if (rule.metric === undefined || operator === undefined || typeof rule[operator] === "object") continue;
        if (!isAll(wantedBy(rule), possible(rule))) continue;
        report([...path, operator], {
          message: "No data can break this rule.",
          given: rule[operator],
          allowed: "a bound that something can be beyond",
          fix: "correct the bound, or remove the rule",
        });
      }
    },
  },
  {
    id: "semantic/quality-conflict",
    severity: "error",
    about: "Of two rules that can't both be kept, one is always broken.",
    check: (target, report) => {
      const seen = new Map<string, Range>();
      const lists = [...(target.data.schema ?? []), ...target.properties.map(({ property }) => property)];
      if (!lists.some(({ quality = [] }) => quality.length > 1)) return;
      for (const { rule, path } of rulesOf(target)) {
        const operator = operatorOf(rule);
        if (rule.metric === undefined || operator === undefined || isEmpty(wantedBy(rule))) continue;
        const key = JSON.stringify([path.slice(0, -1), rule.metric, rule.arguments, rule.unit ?? "rows"]);
        const before = seen.get(key) ?? EVERYTHING;
        const both = intersection(before, wantedBy(rule));
        if (!isEmpty(both)) {
          seen.set(key, both);
          continue;
        }
        report([...path, operator], {
          message: `Another rule on ${String(rule.metric)} wants the opposite.`,
          given: rule[operator],
          allowed: rangeText(before),
          fix: "correct one of the two",
        });
      }
    },
  },
  {
    id: "semantic/quality-metric",
    severity: "warning",
    about: "A metric is measured on what it is defined for, in a unit that it has, with the arguments that it needs.",
    fixes: "writes `percent` for `%`, which is how the standard spells it.",
    check: (target, report) => {
      for (const { rule, path, property } of rulesOf(target)) {
        const { metric, unit, arguments: given } = rule;
        if (typeof metric !== "string") continue;
        if (
          typeof unit === "string" &&
          ((unit !== "rows" && unit !== "percent") || (metric === "rowCount" && unit !== "rows"))
        )
          report([...path, "unit"], {
            message: `The unit doesn't fit ${metric}.`,
            given: unit,
            allowed: metric === "rowCount" ? "rows" : "rows, percent",
            fix: "correct the unit",
            ...(unit === "%" && metric !== "rowCount"
              ? { edits: [{ kind: "set", path: [...path, "unit"] as (string | number)[], value: "percent" }] }
              : {}),
          });
        const isAbove = property === undefined;
        if (isAbove ? OF_PROPERTIES.includes(metric) : metric === "rowCount")
          report([...path, "metric"], {
            message: `${metric} is measured on ${isAbove ? "a property" : "a dataset"}.`,
            given: metric,
            allowed: isAbove ? "rowCount, duplicateValues" : `${OF_PROPERTIES.join(", ")}, duplicateValues`,
            fix: `move the rule to the ${isAbove ? "property" : "dataset"}`,
          });
        const has = (name: string) => isMapping(given) && given[name] !== undefined;
        if (metric === "invalidValues" && !has("validValues") && !has("pattern"))
          report([...path, "metric"], {
            message: "The rule doesn't say which values are valid.",
            given: metric,
            allowed: "arguments.validValues or arguments.pattern",
            fix: "add one of the two",
          });
      }
    },
  },
  {
    id: "semantic/quality-pattern",
    severity: "error",
    about: "A pattern that doesn't compile checks nothing.",
    check: (target, report) => {
      for (const { rule, path } of rulesOf(target)) {
        const pattern = isMapping(rule.arguments) ? rule.arguments.pattern : undefined;
        if (typeof pattern !== "string" || compiled(pattern)) continue;
        report([...path, "arguments", "pattern"], {
          message: "The pattern doesn't compile.",
          given: pattern,
          allowed: "a regular expression (ECMA-262)",
          fix: "close every bracket, and escape only what has a meaning",
        });
      }
    },
  },
];
