/**
 * Whether every document that one JSON Schema accepts is accepted by another: what compatibility means for JSON. The rules
 * are Confluent's (open, closed and partially open content models; bounds; combinations), and where something can't be
 * shown, it is a clash. Two of its leniencies are kept: a newly required property with a default, and alternatives of a
 * `oneOf` that may overlap.
 */
import { type Clash, same } from "../clash";
import { KEYWORDS, UNKNOWN_ASSERTIONS } from "./keywords";
import { type Keywords, listOf, modern, type Rooted, type Schema, target } from "./schema";

/** A schema with more combinations than this is compared as a whole. */
const MOST_ALTERNATIVES = 64;
const MOST_REFERENCES = 32;

/** What keyword rules compare further with; `path` is the place below which they are. */
export interface Compare {
  /** Clashes of a reader's part with any of a writer's, all of which hold at once. */
  readonly within: (reader: Schema, writers: readonly Schema[], path: string) => readonly Clash[];
  readonly path: string;
}

export function jsonClashes(reader: Rooted, writer: Rooted): Clash[] {
  return new Containment(reader.root, writer.root).judge(reader.schema, [writer.schema], "");
}

/** What can stand beside a reference and says nothing about the value. */
const BESIDE = /^(\$ref|\$defs|definitions|\$schema|\$id|id|\$comment|title|description)$/;

/** What a schema that is only a reference points to. */
function resolved(root: Schema, given: Schema): Schema {
  let schema = given;
  for (let step = 0; step < MOST_REFERENCES; step++) {
    if (typeof schema !== "object" || typeof schema.$ref !== "string") return schema;
    if (!Object.keys(schema).every((key) => BESIDE.test(key))) return schema;
    const found = target(root, schema.$ref);
    if (found === undefined) return schema;
    schema = found;
  }
  return schema;
}

/** Keywords that hold at once, without references and combinations; false where nothing is accepted. */
type Conjunction = readonly Keywords[] | false;

class Containment {
  readonly #reader: Schema;
  readonly #writer: Schema;
  /** Pairs that are being judged: a schema that holds itself is contained where the rest is. */
  readonly #open = new Map<Schema, Set<Schema>>();

  constructor(reader: Schema, writer: Schema) {
    this.#reader = reader;
    this.#writer = writer;
  }

  /** @param writers schemas that hold at once */
  judge(given: Schema, all: readonly Schema[], path: string): Clash[] {
    const reader = resolved(this.#reader, given);
    const writers = all.map((one) => resolved(this.#writer, one));
    if (reader === true || writers.includes(false)) return [];
    const [only, ...more] = writers;
    const open = this.#open.get(reader) ?? new Set();
    if (only !== undefined && more.length === 0) {
      if (open.has(only)) return [];
      this.#open.set(reader, open.add(only));
    }
    const alternatives = this.#alternatives(writers, 0);
    const found =
      alternatives.length > MOST_ALTERNATIVES
        ? writers.some((writer) => same(writer, reader))
          ? []
          : [{ path, kind: "combination", message: "there are too many combinations to show that they are accepted" }]
        : alternatives.flatMap((writer) => (writer === false ? [] : this.#accepts(reader, writer, path)));
    if (only !== undefined && more.length === 0) open.delete(only);
    return distinct(found);
  }

  /** The writer's schemas as alternatives of keywords. */
  #alternatives(schemas: readonly Schema[], depth: number): Conjunction[] {
    let all: Conjunction[] = [[]];
    const both = (parts: readonly Conjunction[]) => {
      all = all.flatMap((one) =>
        parts.map((part): Conjunction => (one === false || part === false ? false : [...one, ...part])),
      );
    };
    for (const schema of schemas) {
      if (all.length > MOST_ALTERNATIVES) return all;
      if (schema === true) continue;
      if (schema === false) return [false];
      const { $ref, allOf, anyOf, oneOf, ...own } = modern(schema);
      both([[own]]);
      if (typeof $ref === "string") {
        const found = depth < MOST_REFERENCES ? target(this.#writer, $ref) : undefined;
        both(found === undefined ? [[{ $ref }]] : this.#alternatives([found], depth + 1));
      }
      if (allOf !== undefined) both(this.#alternatives(listOf(allOf), depth));
      for (const choices of [anyOf, oneOf])
        if (choices !== undefined) both(listOf(choices).flatMap((choice) => this.#alternatives([choice], depth)));
    }
    return all;
  }

  #accepts(reader: Schema, writer: readonly Keywords[], path: string, depth = 0): Clash[] {
    if (reader === true) return [];
    if (reader === false) return [{ path, kind: "false", message: "nothing is accepted here" }];
    const { $ref, allOf, anyOf, oneOf, ...own } = modern(reader);
    const clashes = this.#keywords(own, writer, path);
    if (typeof $ref === "string") {
      const found = depth < MOST_REFERENCES ? target(this.#reader, $ref) : undefined;
      if (found !== undefined) clashes.push(...this.#accepts(found, writer, path, depth + 1));
      else if (!writer.some((one) => one.$ref === $ref))
        clashes.push({ path, kind: "$ref", message: `${$ref} isn't in the schema` });
    }
    for (const part of listOf(allOf)) clashes.push(...this.#accepts(part, writer, path, depth));
    for (const choices of [anyOf, oneOf]) {
      if (choices === undefined) continue;
      const tried = listOf(choices).map((choice) => this.#accepts(choice, writer, path, depth));
      const nearest = [...tried].sort((a, b) => a.length - b.length)[0];
      if (!tried.some((one) => one.length === 0))
        clashes.push(
          tried.length === 1 && nearest
            ? (nearest[0] ?? { path, kind: "combination", message: "no alternative accepts it" })
            : {
                path,
                kind: "combination",
                message: `none of the ${tried.length} alternatives accepts what was written`,
              },
        );
    }
    return clashes;
  }

  /** Each demand of the reader has to follow from one of the writer's schemas. */
  #keywords(reader: Keywords, writer: readonly Keywords[], path: string): Clash[] {
    const compare: Compare = { path, within: (inner, outer, at) => this.judge(inner, outer, at) };
    const candidates = writer.length > 0 ? writer : [{}];
    const clashes = KEYWORDS.flatMap(({ keywords, check }) => {
      if (!keywords.some((keyword) => Object.hasOwn(reader, keyword))) return [];
      const tried = candidates.map((one) => check({ reader, writer: one, all: candidates, compare }));
      return tried.sort((a, b) => a.length - b.length)[0] ?? [];
    });
    for (const keyword of UNKNOWN_ASSERTIONS) {
      if (!Object.hasOwn(reader, keyword)) continue;
      if (writer.some((one) => same(one[keyword], reader[keyword]))) continue;
      clashes.push({ path, kind: keyword, message: `${keyword} is another, and what it demands can't be compared` });
    }
    return clashes;
  }
}

function distinct(clashes: readonly Clash[]): Clash[] {
  const seen = new Set<string>();
  return clashes.filter(({ path, kind, message }) => {
    const key = `${path}\n${kind}\n${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
