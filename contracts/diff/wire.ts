/** Two schemas as they go on the wire → changes: what one direction refuses, and that they differ at all. */
import { type Direction, type Incompatibility, incompatibilities, type SchemaType } from "../compatibility";
import { same } from "../compatibility/clash";
import { type Change, minor } from "./change";

const NAMES: Readonly<Record<SchemaType, string>> = { AVRO: "avro", JSON: "json", PROTOBUF: "protobuf" };

/** Records that can't be read any more were written by the old version; readers that can't read new ones read by it. */
const BREAKS = { backward: ["writer"], forward: ["reader"] } as const satisfies Record<Direction, readonly string[]>;

const FIX = "undo it, or publish it under a subject of its own, as a new major version has";

/** @param place what is said before the schema's own path, and what people call it */
export function wireChanges(
  found: readonly Incompatibility[],
  schemaType: SchemaType,
  place: { readonly path: string; readonly element: string; readonly dataset?: string },
): Change[] {
  return found.map(({ path, kind, direction, message }) => ({
    path: place.path,
    element: [place.element, path].filter(Boolean).join("."),
    kind: `${NAMES[schemaType]}.${kind}`,
    breaks: [...BREAKS[direction]],
    bump: "major",
    reason: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    fix: FIX,
    ...(place.dataset === undefined ? {} : { dataset: place.dataset }),
  }));
}

/** Whether two texts are the same schema. */
export function sameSchema(schemaType: SchemaType, a: string, b: string): boolean {
  if (schemaType === "PROTOBUF") return a.trim() === b.trim();
  return same(JSON.parse(a), JSON.parse(b));
}

/** That a schema is another, where nothing refuses it. */
export function otherSchema(place: { readonly path: string; readonly element: string }): Change {
  return { ...place, ...minor("schema", "The schema is another, and goes with what was written and what is read.") };
}

/** Two files of one format, in the directions of a mode. @throws NotASchema */
export function wireDiff(schemaType: SchemaType, mode: string, [before, after]: readonly [string, string]): Change[] {
  if (before.trim() === after.trim()) return [];
  const previous = [{ label: "the old schema", schema: before }];
  const found = incompatibilities({ schemaType, mode, next: after, previous });
  const place = { path: "", element: "" };
  if (found.length > 0) return wireChanges(found, schemaType, place);
  return sameSchema(schemaType, before, after) ? [] : [otherSchema(place)];
}
