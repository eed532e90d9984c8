/** Rules about single properties. */
import { PROPERTY } from "../../names";
import type { ContractTarget, Placed, Report, Rule } from "../rule";

type Check = (placed: Placed, report: Report) => void;

const each =
  (check: Check): Rule<ContractTarget>["check"] =>
  ({ properties }, report) => {
    for (const placed of properties) check(placed, report);
  };

/** Lower and upper bounds that may not cross. */
const BOUNDS = [
  ["minLength", "maxLength"],
  ["minimum", "maximum"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
] as const;

/** Physical types, without their length, that hold a logical type in the stores that people use. */
const PHYSICAL: Readonly<Record<string, RegExp>> = {
  boolean: /^(bool|boolean|bit|tinyint)\b/i,
  integer: /^(u?int\d*|integer|bigint|smallint|tinyint|mediumint|long|short|byte|serial\w*|number|numeric|decimal)\b/i,
  number: /^(u?int\d*|integer|bigint|smallint|long|float\d*|double|real|number|numeric|decimal|money|bignumeric)\b/i,
  date: /^(date|datetime\w*|timestamp\w*|int|string|varchar|text|char)\b/i,
};

const PERSONAL =
  /(^|_)(e_?mail|phone|mobile|iban|birth\w*|dob|ssn|passport|first_?name|last_?name|surname|full_?name|street|address|tax_?id)(_|$)/i;

const regexOf = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
};

/** What is wrong with an example, or undefined. */
function misfit({ property }: Placed, value: unknown): string | undefined {
  const { logicalType, logicalTypeOptions: options = {}, enum: allowed } = property;
  if (logicalType === "string" && typeof value === "string") {
    const { minLength, maxLength, pattern } = options;
    if (typeof minLength === "number" && value.length < minLength) return `at least ${minLength} characters`;
    if (typeof maxLength === "number" && value.length > maxLength) return `at most ${maxLength} characters`;
    if (typeof pattern === "string" && regexOf(pattern)?.test(value) === false) return `text that matches ${pattern}`;
  }
  if ((logicalType === "number" || logicalType === "integer") && typeof value !== "number") return "a number";
  if (logicalType === "integer" && !Number.isInteger(value)) return "a whole number";
  if (logicalType === "boolean" && typeof value !== "boolean") return "true or false";
  if (typeof value === "number") {
    const { minimum, maximum } = options;
    if (typeof minimum === "number" && value < minimum) return `at least ${minimum}`;
    if (typeof maximum === "number" && value > maximum) return `at most ${maximum}`;
  }
  if (allowed && !allowed.some((one) => one.value === value)) return allowed.map((one) => String(one.value)).join(", ");
  return undefined;
}

export const PROPERTY_RULES: readonly Rule<ContractTarget>[] = [
  {
    id: "semantic/property-name",
    severity: "error",
    about: "A property's name goes into JSON, Avro, Protobuf and SQL, and has to be legal in all of them.",
    check: each(({ property, path }, report) => {
      if (path.at(-1) === "items" || path.at(-1) === "value" || PROPERTY.test(property.name)) return;
      report([...path, "name"], {
        message: "The property's name isn't legal everywhere that it goes (JSON, Avro, Protobuf, SQL).",
        given: property.name,
        allowed: "a letter or _, then letters, digits and _, at most 63",
        fix: "rename it; keep the old name in physicalName",
      });
    }),
  },
  {
    id: "semantic/property-type",
    severity: "error",
    about: "Without a logical type nothing can be derived from a property.",
    check: each(({ property, path }, report) => {
      if (property.logicalType !== undefined) return;
      const allowed = "string, date, timestamp, time, number, integer, object, array, boolean";
      report(path, {
        message: "The property has no logicalType.",
        given: property.name,
        allowed,
        fix: "add logicalType",
      });
    }),
  },
  {
    id: "semantic/pattern",
    severity: "error",
    about: "A pattern that doesn't compile checks nothing, and stops the service that is told to check it.",
    check: each(({ property, path }, report) => {
      const { pattern } = property.logicalTypeOptions ?? {};
      if (typeof pattern !== "string" || regexOf(pattern)) return;
      const allowed = "a regular expression (ECMA-262)";
      const at = [...path, "logicalTypeOptions", "pattern"];
      report(at, { message: "The pattern doesn't compile.", given: pattern, allowed, fix: "close every bracket" });
    }),
  },
  {
    id: "semantic/bounds",
    severity: "error",
    about: "No value fits between bounds that have crossed.",
    check: each(({ property, path }, report) => {
      const options = property.logicalTypeOptions ?? {};
      for (const [low, high] of BOUNDS) {
        const [from, to] = [options[low], options[high]];
        if (!(typeof from === typeof to && (from as number) > (to as number))) continue;
        const message = `${low} is above ${high}.`;
        const allowed = `at most ${String(to)}`;
        report([...path, "logicalTypeOptions", low], { message, given: from, allowed, fix: "exchange the two" });
      }
    }),
  },
  {
    id: "semantic/physical-type",
    severity: "warning",
    about: "A logical type that its store's type can't hold is one of the two by mistake.",
    check: each(({ property, path }, report) => {
      const { logicalType = "", physicalType } = property;
      const fits = PHYSICAL[logicalType];
      if (physicalType === undefined || !fits || fits.test(physicalType)) return;
      const message = `The physical type doesn't hold the logical type ${logicalType}.`;
      const allowed = `a type for ${logicalType}`;
      report([...path, "physicalType"], { message, given: physicalType, allowed, fix: "correct one of the two" });
    }),
  },
  {
    id: "semantic/key-required",
    severity: "error",
    about: "A record without its key can't be found, compacted or joined.",
    check: each(({ property, path }, report) => {
      if (property.primaryKey !== true || property.required === true) return;
      const message = "A primary key has to be required.";
      report([...path, "required"], { message, given: property.required, allowed: "true", fix: "add required: true" });
    }),
  },
  {
    id: "semantic/example",
    severity: "warning",
    about: "An example that breaks its own contract misleads whoever reads it.",
    check: each((placed, report) => {
      for (const [at, value] of (placed.property.examples ?? []).entries()) {
        const allowed = misfit(placed, value);
        if (allowed === undefined) continue;
        const message = "The example doesn't fit the property.";
        report([...placed.path, "examples", at], { message, given: value, allowed, fix: "correct the example" });
      }
    }),
  },
  {
    id: "semantic/personal-data",
    severity: "warning",
    about: "What looks like personal data and is open to all most likely wasn't thought about.",
    check: each(({ property, path }, report) => {
      const { name, classification } = property;
      const snake = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
      if (!PERSONAL.test(snake) || (classification !== undefined && classification !== "public")) return;
      report([...path, "classification"], {
        message: `The property ${name} looks like personal data and is ${classification ?? "not classified"}.`,
        given: classification,
        allowed: "internal, confidential, restricted",
        fix: "set classification",
      });
    }),
  },
];
