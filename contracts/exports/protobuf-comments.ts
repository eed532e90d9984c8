/** What a comment of a .proto file says of a property beside its description: one `@name value` a line, value in JSON. */
import type { Property } from "../model";
import { enumOf, kindOf } from "./kinds";

export type Tags = Readonly<Record<string, unknown>>;

/** A tag; a description's own line that reads like one has a backslash before it. */
export const TAG = /^(\\*)@(\w+) (.+)$/;

/** Logical types that a Protobuf type says by itself; the others are written out. */
const SAID: ReadonlySet<string> = new Set([
  "text",
  "bytes",
  "boolean",
  "integer",
  "float",
  "record",
  "map",
  "array",
  "anything",
]);

/** Everything that the Protobuf type of a property leaves out. */
export function tagsOf(property: Property): Tags {
  const { options, physicalType, logicalType, classification } = property;
  const kind = kindOf(property);
  const { physicalType: _store, ...bare } = property;
  const isSaid = SAID.has(kind.kind) || (kind.kind === "timestamp" && kind.zoned);
  const values = enumOf(property);
  const said = isSaid && !(kind.kind === "integer" && kind.bits === 128);
  return {
    ...(said ? {} : { logicalType }),
    // The physical type is the store's; it is told where the kind of value hangs on it.
    ...(JSON.stringify(kindOf(bare)) === JSON.stringify(kind) ? {} : { physicalType }),
    ...options,
    ...(values === undefined ? {} : { enum: values }),
    ...(classification === undefined ? {} : { classification }),
  };
}

/** What is said of a list's items or a map's keys or values, where it is more than their type. */
export function itemTags(name: string, property: Property | undefined): Tags {
  if (!property || property.items || property.values) return {};
  const { logicalType, physicalType, ...rest } = tagsOf(property);
  const { enum: values, classification, ...options } = rest;
  const said = {
    ...(logicalType === undefined ? {} : { logicalType }),
    ...(physicalType === undefined ? {} : { physicalType }),
    ...(Object.keys(options).length === 0 ? {} : { logicalTypeOptions: options }),
    ...(values === undefined ? {} : { enum: values }),
    ...(classification === undefined ? {} : { classification }),
    ...(property.description === undefined || property.properties ? {} : { description: property.description }),
  };
  return Object.keys(said).length === 0 ? {} : { [name]: said };
}

/** Lines of a comment, each with its line end; nothing where there is nothing to say. */
export function commentOf(description: string | undefined, tags: Tags): string {
  const words = description === undefined ? [] : description.split(/\r\n|[\n\r\u2028\u2029]/);
  const lines = [
    ...words.map((line) => (TAG.test(line) ? `\\${line}` : line)),
    ...Object.entries(tags).map(([name, value]) => `@${name} ${JSON.stringify(value)}`),
  ];
  return lines.map((line) => `${`// ${line}`.trimEnd()}\n`).join("");
}
