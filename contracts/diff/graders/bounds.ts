/** Which values are allowed: enum, bounds, patterns. Loosening breaks nobody's types; tightening refuses what was allowed. */
import { boundsOf } from "../../exports/kinds";
import type { TypeOptions } from "../../model";
import { breaksBoth, breaksWriter, type Changed, type Grader, minor, patch, type Verdict } from "../change";
import type { Fields } from "../shapes";
import { numberOf, textsOf, without } from "./parts";

const tightened = (what: string, field: string) =>
  breaksWriter("bounds.tightened", `Values that were allowed are refused: ${what}.`, {
    field,
    fix: "leave the bound as it was",
  });
const loosened = (what: string, field: string) =>
  minor("bounds.loosened", `Readers may meet values that they haven't met before: ${what}.`, { field });

const LIMITS: Readonly<Record<string, 1 | -1>> = {
  ...{ minLength: 1, minItems: 1, minProperties: 1 },
  ...{ maxLength: -1, maxItems: -1, maxProperties: -1 },
};

function limit(name: string, sign: 1 | -1): Grader {
  const field = `options.${name}`;
  return {
    on: ["property"],
    fields: [field],
    grade: ({ before, after }) => {
      const least = sign === 1 ? 0 : Number.POSITIVE_INFINITY;
      const [from, to] = [numberOf(before[field]) ?? least, numberOf(after[field]) ?? least];
      if (from === to) return [patch("bounds", "The bound that holds without being stated.", { field })];
      const what = `${name} is ${Number.isFinite(to) ? to : "unbounded"}, and was ${Number.isFinite(from) ? from : "unbounded"}`;
      return [sign * (to - from) > 0 ? tightened(what, field) : loosened(what, field)];
    },
  };
}

/** `[value, exclusive]` of one side, of numbers, or of dates and times as text. */
function side(fields: Fields, name: "minimum" | "maximum"): readonly [number | string, boolean] | undefined {
  const exclusive = name === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const options = { [name]: fields[`options.${name}`], [exclusive]: fields[`options.${exclusive}`] } as TypeOptions;
  for (const type of ["number", "string"] as const) {
    const bounds = boundsOf({ options }, type);
    const [open, closed] = [bounds[exclusive], bounds[name]];
    const sign = name === "minimum" ? 1 : -1;
    if (open !== undefined && (closed === undefined || compare(open, closed) * sign >= 0)) return [open, true];
    if (closed !== undefined) return [closed, false];
  }
  return undefined;
}

const compare = (a: number | string, b: number | string) => (a < b ? -1 : a > b ? 1 : 0);

function range(name: "minimum" | "maximum"): Grader {
  const sign = name === "minimum" ? 1 : -1;
  const exclusive = name === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  return {
    on: ["property"],
    fields: [`options.${name}`, `options.${exclusive}`],
    grade: ({ before, after, fields }) => {
      const [from, to] = [side(before, name), side(after, name)];
      const said = (bound: typeof from) => (bound ? `${bound[1] ? exclusive : name} ${bound[0]}` : `no ${name}`);
      const what = `${said(to)}, where ${said(from)} was`;
      const field = fields[0] ?? "";
      if (said(from) === said(to)) return [patch("bounds", "The same bound in other words.", { field })];
      if (!to) return [loosened(what, field)];
      if (!from) return [tightened(what, field)];
      const apart = typeof to[0] === typeof from[0] ? compare(to[0], from[0]) * sign : 1;
      return [apart > 0 || (apart === 0 && to[1]) ? tightened(what, field) : loosened(what, field)];
    },
  };
}

function multiple({ before, after }: Changed): Verdict {
  const field = "options.multipleOf";
  const [from, to] = [numberOf(before[field]), numberOf(after[field])];
  const what = `multiples of ${to ?? "anything"}, where ${from ?? "anything"} was`;
  const times = from === undefined || to === undefined ? 0 : from / to;
  const isFiner = to === undefined || (times >= 1 && Math.abs(times - Math.round(times)) < 1e-9);
  return isFiner ? loosened(what, field) : tightened(what, field);
}

/** Both ways of saying it: ODCS 3.2.0's own field, and the customProperty before it. */
function enumOf(fields: Fields): readonly string[] | undefined {
  const custom = fields["custom.enum"];
  if (Array.isArray(custom)) return custom.map(String);
  const { enum: own } = fields;
  return Array.isArray(own) ? own.map((one: { readonly value?: unknown }) => String(one?.value)) : undefined;
}

function enumChange({ before, after, fields }: Changed): Verdict {
  const field = fields[0] ?? "enum";
  const [from, to] = [enumOf(before), enumOf(after)];
  if (!to)
    return minor("enum.loosened", "Any value is allowed: readers have to expect ones that they don't know.", { field });
  if (!from) return breaksWriter("enum.tightened", `Only ${to.join(", ")} is allowed, where any value was.`, { field });
  const [gone, come] = [without(from, to), without(to, from)];
  if (gone.length > 0)
    return breaksWriter("enum.tightened", `Values that were allowed are refused: ${gone.join(", ")}.`, {
      field,
      fix: "keep the values, and deprecate them",
    });
  if (come.length > 0)
    return minor("enum.loosened", `Readers may meet values that they don't know: ${come.join(", ")}.`, { field });
  return patch("enum", "The same values.", { field });
}

export const BOUNDS: readonly Grader[] = [
  ...Object.entries(LIMITS).map(([name, sign]) => limit(name, sign)),
  range("minimum"),
  range("maximum"),
  { on: ["property"], fields: ["options.multipleOf"], grade: (changed) => [multiple(changed)] },
  {
    on: ["property"],
    fields: ["options.pattern"],
    grade: ({ after }) => [
      after["options.pattern"] === undefined
        ? minor("pattern.loosened", "Any text is allowed: readers may meet what they haven't met before.")
        : breaksWriter(
            "pattern.tightened",
            "Text that was allowed may be refused: of two patterns it can't be said what both match.",
            {
              fix: "leave the pattern, or take it away",
            },
          ),
    ],
  },
  {
    on: ["property"],
    fields: ["options.uniqueItems"],
    grade: ({ after }) => [
      after["options.uniqueItems"] === true
        ? tightened("items have to differ", "options.uniqueItems")
        : loosened("an item may be there twice", "options.uniqueItems"),
    ],
  },
  {
    on: ["property"],
    fields: ["options.required"],
    grade: ({ before, after }) => {
      const [from, to] = [textsOf(before["options.required"]), textsOf(after["options.required"])];
      const [gone, come] = [without(from, to), without(to, from)];
      const field = "options.required";
      if (gone.length > 0 && come.length > 0)
        return [
          breaksBoth("nullability", `${come.join(", ")} has to be there, ${gone.join(", ")} needn't.`, { field }),
        ];
      if (come.length > 0) return [tightened(`${come.join(", ")} has to be there`, field)];
      return [loosened(`${gone.join(", ")} needn't be there`, field)];
    },
  },
  { on: ["property"], fields: ["custom.enum", "enum"], grade: (changed) => [enumChange(changed)] },
];
