/** One rule for each group of keywords: what a reader demands has to follow from what the writer's schema demands. */
import { below, type Clash, same } from "../clash";
import type { Compare } from "./containment";
import { OBJECT_KEYWORDS } from "./objects";
import { type Keywords, listOf, type Schema, type TypeName, typesOf } from "./schema";

export interface Demand {
  readonly reader: Keywords;
  /** One of the schemas that hold for what was written. */
  readonly writer: Keywords;
  /** All of them. */
  readonly all: readonly Keywords[];
  readonly compare: Compare;
}

/** A rule; it is asked where the reader has one of its keywords. */
export interface KeywordRule {
  readonly keywords: readonly string[];
  readonly check: (demand: Demand) => readonly Clash[];
}

/** Assertions that are only compared as a whole. What is neither here nor in a rule is an annotation. */
export const UNKNOWN_ASSERTIONS = [
  ...["not", "if", "contains", "minContains", "maxContains", "propertyNames", "dependentSchemas"],
  ...["unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef", "format"],
  ...["formatMinimum", "formatMaximum", "formatExclusiveMinimum", "formatExclusiveMaximum"],
] as const;

/** Whether the written value can be of one of the types at all: else the keyword says nothing about it. */
export function mayBe(all: readonly Keywords[], ...types: readonly TypeName[]): boolean {
  return all.every((one) => types.some((type) => typesOf(one).has(type)));
}

const num = (value: unknown) => (typeof value === "number" ? value : undefined);

interface Limit {
  readonly keyword: string;
  readonly types: readonly TypeName[];
  /** 1 where more is stricter, as with a minimum. */
  readonly sign: 1 | -1;
  /** What is demanded where nothing is said. */
  readonly otherwise?: number;
}

const count = (keyword: string, type: TypeName): Limit =>
  keyword.startsWith("min") ? { keyword, types: [type], sign: 1, otherwise: 0 } : { keyword, types: [type], sign: -1 };

/** A limit on a count: it may only be loosened or dropped. */
function limit({ keyword, types, sign, otherwise }: Limit): KeywordRule {
  return {
    keywords: [keyword],
    check: ({ reader, writer, all, compare: { path } }) => {
      const [demanded, kept] = [num(reader[keyword]), num(writer[keyword]) ?? otherwise];
      if (demanded === undefined || !mayBe(all, ...types)) return [];
      if (kept !== undefined && sign * (kept - demanded) >= 0) return [];
      const was = kept === undefined || (kept === 0 && writer[keyword] === undefined) ? "unbounded" : kept;
      return [{ path, kind: keyword, message: `${keyword} is ${demanded}, where ${was} was written` }];
    },
  };
}

/** The bound on one side as `[value, exclusive]`; of whole numbers it is always inclusive. */
function bound(schema: Keywords, side: "minimum" | "maximum", whole: boolean): readonly [number, boolean] | undefined {
  const sign = side === "minimum" ? 1 : -1;
  const inclusive = num(schema[side]);
  const exclusive = num(schema[side === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"]);
  const stricter = exclusive !== undefined && (inclusive === undefined || sign * (exclusive - inclusive) >= 0);
  const [value, open] = stricter ? [exclusive, true] : [inclusive, false];
  if (value === undefined) return undefined;
  if (!whole) return [value, open];
  const next = sign === 1 ? Math.floor(value) + 1 : Math.ceil(value) - 1;
  return [open ? next : sign === 1 ? Math.ceil(value) : Math.floor(value), false];
}

function range(side: "minimum" | "maximum"): KeywordRule {
  const sign = side === "minimum" ? 1 : -1;
  const exclusive = side === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const said = ([value, open]: readonly [number, boolean]) => `${open ? exclusive : side} ${value}`;
  return {
    keywords: [side, exclusive],
    check: ({ reader, writer, all, compare: { path } }) => {
      if (!mayBe(all, "number", "integer")) return [];
      const whole = !mayBe(all, "number");
      const [demanded, kept] = [bound(reader, side, whole), bound(writer, side, whole)];
      if (demanded === undefined) return [];
      if (kept !== undefined) {
        const more = sign * (kept[0] - demanded[0]);
        if (more > 0 || (more === 0 && (kept[1] || !demanded[1]))) return [];
      }
      const was = kept === undefined ? "no bound" : said(kept);
      return [{ path, kind: side, message: `${said(demanded)} is demanded, where ${was} held` }];
    },
  };
}

const TYPE: KeywordRule = {
  keywords: ["type"],
  check: ({ reader, all, compare: { path } }) => {
    const accepted = typesOf({ type: reader.type });
    const written = [...typesOf(all[0] ?? {})].filter((type) => mayBe(all, type));
    const refused = written.filter((type) => !accepted.has(type));
    const names = refused.includes("number") ? refused.filter((type) => type !== "integer") : refused;
    if (names.length === 0) return [];
    return [
      {
        path,
        kind: "type",
        message: `${names.join(", ")} was written, ${[accepted].flatMap((one) => [...one]).join(", ")} is read`,
      },
    ];
  },
};

const ENUM: KeywordRule = {
  keywords: ["enum"],
  check: ({ reader, writer, compare: { path } }) => {
    const accepted = (reader.enum ?? []) as readonly unknown[];
    if (!Array.isArray(writer.enum))
      return [{ path, kind: "enum", message: `only ${shown(accepted)} is accepted, where any value was` }];
    const refused = writer.enum.filter((value) => !accepted.some((one) => same(one, value)));
    return refused.length === 0 ? [] : [{ path, kind: "enum", message: `${shown(refused)} isn't accepted any more` }];
  },
};

const MULTIPLE: KeywordRule = {
  keywords: ["multipleOf"],
  check: ({ reader, writer, all, compare: { path } }) => {
    const demanded = num(reader.multipleOf);
    if (demanded === undefined || !mayBe(all, "number", "integer")) return [];
    const kept = num(writer.multipleOf) ?? (mayBe(all, "number") ? undefined : 1);
    const times = kept === undefined ? undefined : kept / demanded;
    if (times !== undefined && Math.abs(times - Math.round(times)) < 1e-9 && Math.round(times) > 0) return [];
    return [
      { path, kind: "multipleOf", message: `multiples of ${demanded} are demanded, where ${kept ?? "any"} held` },
    ];
  },
};

const PATTERN: KeywordRule = {
  keywords: ["pattern"],
  check: ({ reader, writer, all, compare: { path } }) =>
    !mayBe(all, "string") || writer.pattern === reader.pattern
      ? []
      : [
          {
            path,
            kind: "pattern",
            message: `the pattern ${reader.pattern} is demanded, where ${writer.pattern ?? "none"} was`,
          },
        ],
};

const UNIQUE: KeywordRule = {
  keywords: ["uniqueItems"],
  check: ({ reader, writer, all, compare: { path } }) =>
    reader.uniqueItems !== true || writer.uniqueItems === true || !mayBe(all, "array")
      ? []
      : [{ path, kind: "uniqueItems", message: "items have to differ, which they didn't have to" }],
};

/** Each place of an array, then the rest. */
const ITEMS: KeywordRule = {
  keywords: ["prefixItems", "items"],
  check: ({ reader, writer, all, compare }) => {
    if (!mayBe(all, "array")) return [];
    const [read, written] = [listOf(reader.prefixItems), listOf(writer.prefixItems)];
    const rest = (schema: Keywords) => (schema.items === undefined ? true : (schema.items as Schema));
    const places = Array.from({ length: Math.max(read.length, written.length) }, (_, at) => at);
    return [
      ...places.flatMap((at) => {
        const [inner, outer] = [read[at] ?? rest(reader), written[at] ?? rest(writer)];
        return compare.within(inner, [outer], below(compare.path, `[${at}]`));
      }),
      ...compare.within(rest(reader), [rest(writer)], below(compare.path, "[]")),
    ];
  },
};

export const KEYWORDS: readonly KeywordRule[] = [
  TYPE,
  ENUM,
  range("minimum"),
  range("maximum"),
  MULTIPLE,
  limit(count("minLength", "string")),
  limit(count("maxLength", "string")),
  PATTERN,
  limit(count("minItems", "array")),
  limit(count("maxItems", "array")),
  UNIQUE,
  ITEMS,
  limit(count("minProperties", "object")),
  limit(count("maxProperties", "object")),
  ...OBJECT_KEYWORDS,
];

const shown = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(", ");
