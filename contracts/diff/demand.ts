/** Two schemas of one subject → the bump that the second demands of the contract. Light enough for the policy pack. */
import { avroClashes } from "../compatibility/avro/resolution";
import { readAvro } from "../compatibility/avro/schema";
import { type Clash, same } from "../compatibility/clash";
import { jsonClashes } from "../compatibility/json-schema/containment";
import { readJsonSchema } from "../compatibility/json-schema/schema";
import type { Bump } from "./change";

export interface Demand {
  readonly bump: Bump;
  /** What breaks, each a clause. */
  readonly reasons: readonly string[];
}

/** Words for people, which no record changes by. */
const WORDS: ReadonlySet<string> = new Set(["doc", "title", "description", "examples", "$id", "x-version"]);

/** @throws NotASchema where a text is no schema of the type */
export function demandOf(schemaType: "AVRO" | "JSON", before: string, after: string): Demand {
  const [old, fresh] = [JSON.parse(before), JSON.parse(after)] as [unknown, unknown];
  const [backward, forward] = schemaType === "AVRO" ? avro(before, after) : json(before, after);
  const reasons = [
    ...new Set([...backward, ...forward].map(({ path, message }) => (path ? `${path}: ${message}` : message))),
  ];
  if (reasons.length > 0) return { bump: "major", reasons };
  return { bump: same(withoutWords(old), withoutWords(fresh)) ? "none" : "minor", reasons: [] };
}

type Both = readonly [backward: readonly Clash[], forward: readonly Clash[]];

function avro(before: string, after: string): Both {
  const [old, fresh] = [readAvro(before), readAvro(after)];
  return [avroClashes(fresh, old), avroClashes(old, fresh)];
}

function json(before: string, after: string): Both {
  const [old, fresh] = [readJsonSchema(before), readJsonSchema(after)];
  return [jsonClashes(fresh, old), jsonClashes(old, fresh)];
}

function withoutWords(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => !(WORDS.has(key) && typeof value !== "object"));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutWords(value)]));
}
