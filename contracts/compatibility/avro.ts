import type { Type as AvroType, Schema } from "avsc";
import type { CompatibilityMode } from "../model";

/** Confluent's compatibility modes. */
export const MODES: readonly CompatibilityMode[] = [
  "NONE",
  "BACKWARD",
  "BACKWARD_TRANSITIVE",
  "FORWARD",
  "FORWARD_TRANSITIVE",
  "FULL",
  "FULL_TRANSITIVE",
];

export interface Previous {
  /** What messages call it: `version 3 in the registry`. */
  readonly label: string;
  /** Avro schema as JSON text. */
  readonly schema: string;
}

export interface Incompatibility {
  /** Label of the version that it clashes with. */
  readonly against: string;
  readonly message: string;
}

/**
 * Judges a new Avro schema against earlier versions by Avro's schema resolution. BACKWARD: the new schema reads old
 * records; FORWARD: old readers read new records; FULL: both. Only the TRANSITIVE modes go further back than the last.
 *
 * @param judged.previous oldest first
 * @throws Error where a schema is no Avro schema
 */
export function avroIncompatibilities(judged: {
  readonly mode: string;
  readonly next: string;
  readonly previous: readonly Previous[];
}): Incompatibility[] {
  const { mode, next, previous } = judged;
  if (mode === "NONE") return [];
  const against = mode.endsWith("_TRANSITIVE") ? previous : previous.slice(-1);
  // avsc is only loaded where there is something to judge.
  const type = parse(next);
  return against.flatMap(({ label, schema }) => {
    const old = parse(schema);
    const backward = mode.startsWith("FORWARD") ? undefined : failure(type, old);
    const forward = mode.startsWith("BACKWARD") ? undefined : failure(old, type);
    return [
      ...(backward ? [{ against: label, message: `it can't read records of ${label}: ${backward}` }] : []),
      ...(forward ? [{ against: label, message: `readers of ${label} can't read its records: ${forward}` }] : []),
    ];
  });
}

function parse(schema: string): AvroType {
  const { Type } = require("avsc") as typeof import("avsc");
  // Logical types don't take part in resolution; without implementations avsc judges the types below them.
  return Type.forSchema(JSON.parse(schema) as Schema, { noAnonymousTypes: false });
}

/** Why `reader` can't read what `writer` wrote, or undefined. */
function failure(reader: AvroType, writer: AvroType): string | undefined {
  try {
    reader.createResolver(writer);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
