/** Rules about a property's types and bounds. */
import { typeOfPhysical } from "../../exports/physical-types";
import { hasMultiple, intersection, isEmpty, numbersOf, rangeText, timesOf, widthOf } from "../bounds";
import { compiled, isExplosive } from "../patterns";
import { type ContractRule, each, type Found } from "../rule";
import type { Placed } from "../target";
import { enumOf } from "../values";

const LENGTHS = [
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
] as const;

/** Logical types of stores' types that hold a logical type of the standard. Text and JSON hold more than they should. */
const HOLDS: Readonly<Record<string, readonly string[]>> = {
  string: ["string", "object"],
  boolean: ["boolean", "integer", "string"],
  integer: ["integer", "number"],
  number: ["number", "integer", "string"],
  // Avro's and many warehouses' dates and times are numbers.
  date: ["date", "timestamp", "integer", "string"],
  timestamp: ["timestamp", "integer", "string"],
  time: ["time", "integer", "string"],
  object: ["object", "string"],
  map: ["object", "string"],
  array: ["array", "object", "string"],
};

const SIZED = /^(?:n?var)?char(?:acter)?(?: varying)?2?\s*\(\s*(\d+)\s*\)$/i;
const DECIMAL = /^(?:decimal|numeric|number)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/i;

/** A length or number that the contract allows and the store can't hold, or undefined. */
function overflow({
  property,
}: Placed): { readonly option: string; readonly given: number; readonly most: number } | undefined {
  const { physicalType = "", logicalTypeOptions: options = {} } = property;
  const [, length] = SIZED.exec(physicalType) ?? [];
  if (length !== undefined) {
    const { maxLength } = options;
    const most = Number(length);
    return typeof maxLength === "number" && maxLength > most
      ? { option: "maxLength", given: maxLength, most }
      : undefined;
  }
  const [, digits, fraction = "0"] = DECIMAL.exec(physicalType) ?? [];
  const { high } = numbersOf(property);
  if (digits === undefined || high === undefined) return undefined;
  const most = 10 ** (Number(digits) - Number(fraction));
  const option = options.maximum === high ? "maximum" : "exclusiveMaximum";
  return high > most ? { option, given: high, most } : undefined;
}

/** Why no value fits the property's bounds, and the option that says so. */
function contradiction({ property }: Placed): (Found & { readonly option: string }) | undefined {
  const options = property.logicalTypeOptions;
  if (!options) return undefined;
  const crossed = (option: string, message: string, more: Omit<Found, "message">) => ({ option, message, ...more });
  for (const [low, high] of LENGTHS) {
    const [from, to] = [options[low], options[high]];
    if (typeof from === "number" && typeof to === "number" && from > to)
      return crossed(low, `${low} is above ${high}.`, {
        given: from,
        allowed: `at most ${to}`,
        fix: "exchange the two",
      });
  }
  const range =
    property.logicalType === "integer" ? intersection(numbersOf(property), widthOf(property)) : numbersOf(property);
  const times = timesOf(property);
  const option =
    ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"].find((one) => options[one] !== undefined) ??
    "format";
  const ends = [times.low, times.high];
  // Text can be compared only where it is written alike.
  const areAlike = ends[0]?.length === ends[1]?.length;
  if (isEmpty(range) || (areAlike && isEmpty(times))) {
    const bounds = isEmpty(range) ? rangeText(range) : rangeText(times);
    const fix = "correct one of the bounds";
    return crossed(option, "No value lies between the bounds.", {
      given: bounds,
      allowed: "bounds that leave something",
      fix,
    });
  }
  const step =
    typeof options.multipleOf === "number" ? options.multipleOf : property.logicalType === "integer" ? 1 : undefined;
  if (step !== undefined && step > 0 && !hasMultiple(range, step)) {
    const what = step === 1 ? "whole number" : `multiple of ${step}`;
    const allowed = "bounds that leave something";
    return crossed(option, `No ${what} lies between the bounds.`, {
      given: rangeText(range),
      allowed,
      fix: "widen the bounds",
    });
  }
  const values = property.items && options.uniqueItems === true ? enumOf(property.items)?.length : undefined;
  if (values !== undefined && typeof options.minItems === "number" && options.minItems > values) {
    const message = "There are fewer values than entries that have to differ.";
    return crossed("minItems", message, {
      given: options.minItems,
      allowed: `at most ${values}`,
      fix: "lower minItems",
    });
  }
  const { required, maxProperties } = options;
  if (Array.isArray(required) && typeof maxProperties === "number" && required.length > maxProperties) {
    const message = "More fields are required than the object may have.";
    const allowed = `at least ${required.length}`;
    return crossed("maxProperties", message, { given: maxProperties, allowed, fix: "raise maxProperties" });
  }
  return undefined;
}

/** What `required` of an object names and the object doesn't have. */
function strangers({ property }: Placed): string[] {
  const { required } = property.logicalTypeOptions ?? {};
  const { properties } = property;
  if (!Array.isArray(required) || !properties?.length) return [];
  return required.map(String).filter((name) => !properties.some((one) => one.name === name));
}

export const TYPES: readonly ContractRule[] = [
  {
    id: "semantic/property-type",
    severity: "error",
    about: "Without a logical type nothing can be derived from a property.",
    check: each(({ property, path, kind, name }, report) => {
      if (property.logicalType !== undefined || kind === "key") return;
      const known = typeOfPhysical(property.physicalType);
      report(path, {
        message: "The property has no logicalType.",
        given: name,
        allowed: "string, date, timestamp, time, number, integer, object, array, boolean",
        fix: known === undefined ? "add logicalType" : `add logicalType: ${known}`,
      });
    }),
  },
  {
    id: "semantic/pattern",
    severity: "error",
    about: "A pattern that doesn't compile checks nothing, and stops the service that is told to check it.",
    check: each(({ property, path }, report) => {
      const { pattern } = property.logicalTypeOptions ?? {};
      if (typeof pattern !== "string" || compiled(pattern)) return;
      report([...path, "logicalTypeOptions", "pattern"], {
        message: "The pattern doesn't compile.",
        given: pattern,
        allowed: "a regular expression (ECMA-262)",
        fix: "close every bracket, and escape only what has a meaning",
      });
    }),
  },
  {
    id: "semantic/pattern-explosive",
    severity: "warning",
    about: "A loop that can read one text along two ways lets a short text keep a validator busy for hours (ReDoS).",
    check: each(({ property, path }, report) => {
      const { pattern } = property.logicalTypeOptions ?? {};
      if (typeof pattern !== "string" || isExplosive(pattern) !== true) return;
      report([...path, "logicalTypeOptions", "pattern"], {
        message: "Checking the pattern can take exponentially long.",
        given: pattern,
        allowed: "a pattern whose loops read each text in one way",
        fix: "don't repeat what is repeated already, and let no two alternatives begin alike",
      });
    }),
  },
  {
    id: "semantic/bounds",
    severity: "error",
    about: "No value fits bounds that contradict each other.",
    check: each((placed, report) => {
      const found = contradiction(placed);
      if (!found) return;
      const { option, ...finding } = found;
      report([...placed.path, "logicalTypeOptions", option], finding);
    }),
  },
  {
    id: "semantic/physical-type",
    severity: "warning",
    about: "A logical type that its store's type can't hold is one of the two by mistake.",
    check: each((placed, report) => {
      const { logicalType = "", physicalType } = placed.property;
      if (physicalType === undefined) return;
      const holds = typeOfPhysical(physicalType);
      const [, , fraction = "0"] = DECIMAL.exec(physicalType) ?? [];
      const at = [...placed.path, "physicalType"];
      if (holds !== undefined && HOLDS[logicalType]?.includes(holds) === false)
        report(at, {
          message: `The physical type doesn't hold the logical type ${logicalType}.`,
          given: physicalType,
          allowed: `a type for ${logicalType}`,
          fix: "correct one of the two",
        });
      else if (logicalType === "integer" && fraction !== "0")
        report(at, {
          message: "The physical type has decimals, the logical type hasn't.",
          given: physicalType,
          allowed: "no decimals, or the logical type number",
          fix: "correct one of the two",
        });
      const over = overflow(placed);
      if (!over) return;
      report([...placed.path, "logicalTypeOptions", over.option], {
        message: `The contract allows more than ${physicalType} holds.`,
        given: over.given,
        allowed: `at most ${over.most}`,
        fix: "correct one of the two",
      });
    }),
  },
  {
    id: "semantic/required-names",
    severity: "error",
    about: "A field that is required and isn't there can't be given.",
    check: each((placed, report) => {
      for (const name of strangers(placed))
        report([...placed.path, "logicalTypeOptions", "required"], {
          message: "The object requires a property that it doesn't have.",
          given: name,
          allowed: (placed.property.properties ?? []).map((one) => one.name).join(", "),
          fix: "correct the name, or add the property",
        });
    }),
  },
];
