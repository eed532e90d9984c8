/** Confluent's compatibility modes: whose records have to be read by whom, and how far back. */
import type { CompatibilityMode } from "../model";

export const MODES: readonly CompatibilityMode[] = [
  "NONE",
  "BACKWARD",
  "BACKWARD_TRANSITIVE",
  "FORWARD",
  "FORWARD_TRANSITIVE",
  "FULL",
  "FULL_TRANSITIVE",
];

export type SchemaType = "AVRO" | "JSON" | "PROTOBUF";

/** `backward`: the new schema reads old records; `forward`: old readers read new records. */
export type Direction = "backward" | "forward";

export function directionsOf(mode: string): readonly Direction[] {
  if (mode.startsWith("BACKWARD")) return ["backward"];
  if (mode.startsWith("FORWARD")) return ["forward"];
  return mode.startsWith("FULL") ? ["backward", "forward"] : [];
}

/** Only the transitive modes go further back than the last version. @param previous oldest first */
export function judgedBy<T>(mode: string, previous: readonly T[]): readonly T[] {
  if (mode === "NONE") return [];
  return mode.endsWith("_TRANSITIVE") ? previous : previous.slice(-1);
}
