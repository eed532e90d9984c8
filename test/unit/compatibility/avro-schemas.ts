/** Avro schemas made at random, and pairs of which the second is the first with a few things changed. */
import fc from "fast-check";

type Json = string | readonly Json[] | { readonly [key: string]: unknown };

const PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;
/** A default that is a value of the type. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  ...{ null: null, boolean: true, int: 1, long: 2, float: 0.5, double: 1.5, bytes: "", string: "x" },
  ...{ array: [], map: {} },
};

/** A shape without names, so that it can be changed freely; names are given when it is written. */
export type Shape =
  | { readonly kind: "primitive"; readonly of: (typeof PRIMITIVES)[number] }
  | { readonly kind: "array" | "map"; readonly of: Shape }
  | { readonly kind: "union"; readonly of: readonly Shape[] }
  | { readonly kind: "enum"; readonly name: number; readonly symbols: readonly string[]; readonly fallback: boolean }
  | { readonly kind: "fixed"; readonly name: number; readonly size: number }
  | { readonly kind: "record"; readonly name: number; readonly alias: number; readonly fields: readonly FieldShape[] }
  | { readonly kind: "self" };

interface FieldShape {
  readonly name: string;
  readonly alias?: string | undefined;
  readonly hasDefault: boolean;
  readonly type: Shape;
}

const NAMES = ["a", "b", "c", "d"];
const SYMBOLS = ["A", "B", "C"];

const { shape } = fc.letrec<{ shape: Shape; field: FieldShape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("primitive" as const), of: fc.constantFrom(...PRIMITIVES) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("enum" as const),
        name: fc.nat({ max: 1 }),
        symbols: fc.uniqueArray(fc.constantFrom(...SYMBOLS), { minLength: 1 }),
        fallback: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("fixed" as const),
        name: fc.nat({ max: 1 }),
        size: fc.integer({ min: 1, max: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("array" as const, "map" as const), of: tie("shape") }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("union" as const),
        of: fc.array(tie("shape"), { minLength: 1, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant<Shape>({ kind: "self" }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("record" as const),
        name: fc.nat({ max: 1 }),
        alias: fc.nat({ max: 3 }),
        fields: fc.uniqueArray(tie("field"), { maxLength: 3, selector: ({ name }) => name }),
      }),
    },
  ),
  field: fc.record({
    name: fc.constantFrom(...NAMES),
    alias: fc.option(fc.constantFrom(...NAMES), { nil: undefined }),
    hasDefault: fc.boolean(),
    type: tie("shape"),
  }),
}));

/** Takes something else for about one part in four. */
function changed(given: Shape): fc.Arbitrary<Shape> {
  const inner = (): fc.Arbitrary<Shape> => {
    switch (given.kind) {
      case "array":
      case "map":
        return changed(given.of).map((of) => ({ ...given, of }));
      case "union":
        return fc.tuple(...given.of.map(changed)).map((of) => ({ ...given, of }));
      case "record":
        return fc
          .tuple(...given.fields.map((field) => changed(field.type).map((type): FieldShape => ({ ...field, type }))))
          .chain((fields) =>
            fc.record({ fields: fc.shuffledSubarray(fields, { minLength: Math.max(0, fields.length - 1) }) }),
          )
          .map(({ fields }) => ({ ...given, fields }));
      default:
        return fc.constant(given);
    }
  };
  return fc.oneof({ weight: 8, arbitrary: inner() }, { weight: 1, arbitrary: shape });
}

export const pairs = shape
  .chain((first) => changed(first).map((second) => [first, second] as const))
  .map(([first, second]) => [written(first), written(second)] as const);

/** As text; a name that is there already is referred to where the shape is the same, else it gets a number. */
export function written(shape: Shape): string {
  const taken = new Map<string, string>();
  const name = (prefix: string, number: number, of: Shape) => {
    for (let at = number; ; at += 2) {
      const full = `n${at % 3}.${prefix}${at}`;
      const other = taken.get(full);
      if (other === undefined || other === JSON.stringify(of)) return { full, isNew: other === undefined };
    }
  };
  const one = (given: Shape, owner: string | undefined): Json => {
    switch (given.kind) {
      case "primitive":
        return given.of;
      case "array":
        return { type: "array", items: one(given.of, owner) };
      case "map":
        return { type: "map", values: one(given.of, owner) };
      case "self":
        return owner ?? "null";
      case "union":
        return union(given.of.map((part) => one(part, owner)));
      default: {
        const { full, isNew } = name(given.kind[0]?.toUpperCase() ?? "", given.name, given);
        if (!isNew) return full;
        taken.set(full, JSON.stringify(given));
        if (given.kind === "fixed") return { type: "fixed", name: full, size: given.size };
        if (given.kind === "enum") {
          const { symbols, fallback } = given;
          return { type: "enum", name: full, symbols, ...(fallback ? { default: symbols[0] } : {}) };
        }
        const aliases = [`n${given.alias % 3}.R${given.alias}`];
        const names = new Set(given.fields.map((field) => field.name));
        return {
          type: "record",
          name: full,
          aliases,
          fields: given.fields.map((field) => {
            const type = one(field.type, full);
            const fallback = defaultOf(type);
            return {
              name: field.name,
              ...(field.alias === undefined || names.has(field.alias) ? {} : { aliases: [field.alias] }),
              type,
              ...(field.hasDefault && fallback !== undefined ? { default: fallback } : {}),
            };
          }),
        };
      }
    }
  };
  return JSON.stringify(one(shape, undefined));
}

/** A union may hold no union, and nothing twice. */
function union(branches: readonly Json[]): Json {
  const flat = branches.flatMap((branch) => (Array.isArray(branch) ? (branch as Json[]) : [branch]));
  const key = (branch: Json) => {
    if (typeof branch === "string") return branch;
    const { type, name } = branch as { readonly type: string; readonly name?: string };
    return name ?? type;
  };
  return flat.filter((branch, at) => flat.findIndex((other) => key(other) === key(branch)) === at);
}

function defaultOf(type: Json): unknown {
  if (typeof type === "string") return DEFAULTS[type];
  if (Array.isArray(type)) return defaultOf(type[0] as Json);
  return DEFAULTS[(type as { readonly type: string }).type];
}
