/** Properties by the content model: open, closed, or open to some (`patternProperties`, a schema of the others). */
import { below, type Clash } from "../clash";
import type { KeywordRule } from "./keywords";
import { isKeywords, type Keywords, type Schema, schemasOf, typesOf } from "./schema";

/** What a content model says of a property. */
interface Model {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly patterns: Readonly<Record<string, Schema>>;
  readonly others: Schema;
}

function modelOf(schema: Keywords): Model {
  const { additionalProperties: others } = schema;
  return {
    properties: schemasOf(schema.properties),
    patterns: schemasOf(schema.patternProperties),
    others: typeof others === "boolean" || isKeywords(others) ? others : true,
  };
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    // What can't be matched may be anything: it is then compared like the rest.
    return false;
  }
}

/** Every schema that holds for a property of that name. */
function schemasFor({ properties, patterns, others }: Model, name: string): readonly Schema[] {
  const own = Object.hasOwn(properties, name) ? [properties[name] as Schema] : [];
  const found = [...own, ...Object.entries(patterns).flatMap(([one, schema]) => (matches(one, name) ? [schema] : []))];
  return found.length > 0 ? found : [others];
}

const isObject = (all: readonly Keywords[]) => all.every((one) => typesOf(one).has("object"));

/** A writer's property may have any name that its model lets in; each has to be let in by the reader's. */
const PROPERTIES: KeywordRule = {
  keywords: ["properties", "patternProperties", "additionalProperties"],
  check: ({ reader, writer, all, compare }) => {
    if (!isObject(all)) return [];
    const [read, written] = [modelOf(reader), modelOf(writer)];
    const names = new Set([...Object.keys(read.properties), ...Object.keys(written.properties)]);
    const named = [...names].flatMap((name) => {
      const at = below(compare.path, name);
      const outer = schemasFor(written, name);
      const inner = schemasFor(read, name);
      return inner.flatMap((schema) =>
        told(compare.within(schema, outer, at), { name, at, read, written, schema, outer }),
      );
    });
    const others = (schema: Schema, outer: Schema) => compare.within(schema, [outer], below(compare.path, "*"));
    const patterned = Object.entries(read.patterns).flatMap(([pattern, schema]) => {
      const twin = Object.hasOwn(written.patterns, pattern) ? written.patterns[pattern] : undefined;
      if (twin !== undefined) return others(schema, twin);
      return [
        ...others(schema, written.others),
        ...Object.values(written.patterns).flatMap((one) => others(schema, one)),
      ];
    });
    const unmatched = Object.entries(written.patterns)
      .filter(([pattern]) => !Object.hasOwn(read.patterns, pattern))
      .flatMap(([, schema]) => others(read.others, schema));
    return [...named, ...patterned, ...unmatched, ...others(read.others, written.others)];
  },
};

interface Place {
  readonly name: string;
  readonly at: string;
  readonly read: Model;
  readonly written: Model;
  readonly schema: Schema;
  readonly outer: readonly Schema[];
}

/** In the words of the content model, where a property came or went. */
function told(clashes: readonly Clash[], { name, at, read, written, schema, outer }: Place): readonly Clash[] {
  if (clashes.length === 0) return [];
  const [isRead, isWritten] = [Object.hasOwn(read.properties, name), Object.hasOwn(written.properties, name)];
  if (!isRead && isWritten && schema === false)
    return [{ path: at, kind: "properties", message: "the property was removed, and others aren't accepted" }];
  if (isRead && !isWritten && outer.includes(true))
    return [
      {
        path: at,
        kind: "properties",
        message: "the property was added where any other was accepted: what was written under its name may be anything",
      },
    ];
  return clashes;
}

const REQUIRED: KeywordRule = {
  keywords: ["required"],
  check: ({ reader, writer, all, compare: { path } }) => {
    if (!isObject(all)) return [];
    const list = (value: unknown) => (Array.isArray(value) ? (value as readonly string[]) : []);
    const properties = schemasOf(reader.properties);
    const written = new Set(all.flatMap((one) => list(one.required)).concat(list(writer.required)));
    return list(reader.required).flatMap((name) => {
      const schema = properties[name];
      // Confluent's rule: whoever reads puts the default in.
      const hasDefault = isKeywords(schema) && Object.hasOwn(schema, "default");
      if (written.has(name) || hasDefault) return [];
      return [{ path: below(path, name), kind: "required", message: "the property is required, and wasn't" }];
    });
  },
};

const DEPENDENT: KeywordRule = {
  keywords: ["dependentRequired"],
  check: ({ reader, writer, all, compare: { path } }) => {
    if (!isObject(all)) return [];
    const of = (schema: Keywords) =>
      schemasOf(schema.dependentRequired) as unknown as Record<string, readonly string[]>;
    const required = new Set(all.flatMap((one) => (Array.isArray(one.required) ? (one.required as string[]) : [])));
    return Object.entries(of(reader)).flatMap(([name, needed]) =>
      needed
        .filter((one) => !required.has(one) && !of(writer)[name]?.includes(one))
        .map((one) => ({
          path: below(path, name),
          kind: "dependentRequired",
          message: `with it ${one} is required, and wasn't`,
        })),
    );
  },
};

export const OBJECT_KEYWORDS: readonly KeywordRule[] = [PROPERTIES, REQUIRED, DEPENDENT];
