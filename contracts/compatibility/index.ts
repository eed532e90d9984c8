/** Whether a schema may follow earlier ones, by the rules of its format and the mode of its subject. */
import { avroClashes } from "./avro/resolution";
import { readAvro } from "./avro/schema";
import type { Clash } from "./clash";
import { jsonClashes } from "./json-schema/containment";
import { readJsonSchema } from "./json-schema/schema";
import { type Direction, directionsOf, judgedBy, type SchemaType } from "./modes";
import { protobufClashes, reuseOf } from "./protobuf/rules";
import { readProtobuf } from "./protobuf/schema";

export { type Clash, NotASchema } from "./clash";
export { type Direction, directionsOf, judgedBy, MODES, type SchemaType } from "./modes";

export interface Previous {
  /** What messages call it: `version 3 in the registry`. */
  readonly label: string;
  /** The schema's text. */
  readonly schema: string;
}

export interface Incompatibility extends Clash {
  /** Label of the version that it clashes with. */
  readonly against: string;
  /** `backward`: the new schema can't read that version's records; `forward`: its readers can't read new records. */
  readonly direction: Direction;
}

interface Pair {
  readonly next: string;
  readonly previous: string;
}

/** What each format says of one pair, by direction. */
const FORMATS: Readonly<Record<SchemaType, (pair: Pair) => (direction: Direction) => readonly Clash[]>> = {
  AVRO: ({ next, previous }) => {
    const [after, before] = [readAvro(next), readAvro(previous)];
    return (direction) => (direction === "backward" ? avroClashes(after, before) : avroClashes(before, after));
  },
  JSON: ({ next, previous }) => {
    const [after, before] = [readJsonSchema(next), readJsonSchema(previous)];
    return (direction) => (direction === "backward" ? jsonClashes(after, before) : jsonClashes(before, after));
  },
  PROTOBUF: ({ next, previous }) => {
    const [after, before] = [readProtobuf(next), readProtobuf(previous)];
    const reuse = reuseOf(after, before);
    return (direction) => [
      ...(direction === "backward" ? protobufClashes(after, before) : protobufClashes(before, after)),
      ...reuse,
    ];
  },
};

/**
 * Every reason against a schema. BACKWARD: it reads old records; FORWARD: old readers read its records; FULL: both. Only
 * the TRANSITIVE modes go further back than the last version.
 *
 * @param judged.previous oldest first
 * @throws NotASchema where a text is no schema of its type
 */
export function incompatibilities(judged: {
  readonly schemaType: SchemaType;
  readonly mode: string;
  readonly next: string;
  readonly previous: readonly Previous[];
}): Incompatibility[] {
  const { schemaType, mode, next, previous } = judged;
  return judgedBy(mode, previous).flatMap(({ label, schema }) => {
    const clashes = FORMATS[schemaType]({ next, previous: schema });
    return directionsOf(mode).flatMap((direction) =>
      clashes(direction).map(({ path, kind, message }): Incompatibility => {
        const who =
          direction === "backward" ? `it can't read records of ${label}` : `readers of ${label} can't read its records`;
        const place = path === "" ? "" : `${path}: `;
        return { against: label, direction, path, kind, message: `${who}: ${place}${message}` };
      }),
    );
  });
}

/** Throws where the text is no schema of its type. @throws NotASchema */
export function requireSchema(schemaType: SchemaType, text: string): void {
  FORMATS[schemaType]({ next: text, previous: text });
}
