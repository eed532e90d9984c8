/** ODCS `quality`: rules of the kinds library, sql, text and custom. */
import { z } from "zod";
import {
  type Clash,
  choice,
  distinct,
  isMapping,
  list,
  mapping,
  needed,
  oneOf,
  type StandardVersion,
  text,
} from "../fields";
import { shared } from "./parts";

export type QualityData = Readonly<Record<string, unknown>>;

const KINDS = ["text", "library", "sql", "custom"] as const;
const BOUNDS = ["mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo"] as const;
const RANGES = ["mustBeBetween", "mustNotBeBetween"] as const;
const OPERATORS = ["mustBe", "mustNotBe", ...BOUNDS, ...RANGES] as const;

function operators(): Record<string, z.ZodType> {
  const range = z.array(z.number()).length(2).refine(distinct, { error: "two different numbers" });
  const any = z.unknown().optional().describe("Value");
  return {
    mustBe: any,
    mustNotBe: any,
    ...Object.fromEntries(BOUNDS.map((name) => [name, z.number().optional().describe("Bound")])),
    ...Object.fromEntries(RANGES.map((name) => [name, range.optional().describe("Two bounds")])),
  };
}

/** `library`, `sql` and `custom` in what a rule says of itself; a metric makes it a library rule since 3.1.0. */
function kindsOf(version: StandardVersion, value: unknown): string {
  if (!isMapping(value)) return "";
  const { type, metric } = value;
  const library = type === "library" || (version >= 310 ? typeof metric === "string" : !Object.hasOwn(value, "type"));
  return [library ? "library" : "", type === "sql" || type === "custom" ? type : ""].filter(Boolean).join(" ");
}

export function quality(version: StandardVersion) {
  const make = (kinds: string) => {
    const library = kinds.includes("library");
    const sql = kinds.includes("sql");
    return mapping(
      version,
      {
        ...shared(version),
        name: text("Name"),
        description: text("What the rule says"),
        type: oneOf(KINDS, "Kind of rule"),
        dimension: oneOf(
          ["accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness"],
          "What it is about",
        ),
        unit: text("rows, percent"),
        businessImpact: text("What a breach costs"),
        method: text("How it is checked"),
        schedule: text("When it is checked"),
        scheduler: text("By what it is started"),
        severity: text("How bad a breach is"),
        ...(library && version >= 310
          ? {
              metric: z
                .enum(["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"])
                .describe("What is measured"),
              rule: text("What is measured, before 3.1.0"),
              arguments: z.looseObject({}).optional().describe("Of the metric"),
            }
          : {}),
        ...(library && version < 310 ? { rule: needed("What is measured") } : {}),
        ...(sql ? { query: needed("SQL that gives one number") } : {}),
        ...(kinds.includes("custom")
          ? {
              engine: needed("soda, greatExpectations, …"),
              implementation: z.union([z.string(), z.looseObject({})]).describe("The rule in the engine's words"),
            }
          : {}),
        ...((version >= 310 && sql) || library ? operators() : {}),
      },
      version >= 310,
    );
  };
  const also = (value: QualityData, kinds: string): Clash[] => {
    if (version < 310 || !/library|sql/.test(kinds)) return [];
    const given = OPERATORS.filter((name) => Object.hasOwn(value, name));
    if (given.length === 1) return [];
    const message =
      given.length === 0 ? "The rule says no bound." : `The rule says ${given.length} bounds: ${given.join(", ")}.`;
    return [{ path: given.slice(1, 2), allowed: `exactly one of ${OPERATORS.join(", ")}`, message }];
  };
  const rule = choice<QualityData>({
    of: (value) => kindsOf(version, value),
    variants: ["", "library", "sql", "custom", "library sql", "library custom"],
    make,
    also,
  });
  return list(rule, "Quality rules");
}
