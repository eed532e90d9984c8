/**
 * Protobuf: what a reader can't read, or reads as something else, of what a writer wrote, on the wire and in ProtoJSON
 * (protobuf.dev, "Updating A Message Type" and "ProtoJSON"). Messages and enums are found by name, fields by number.
 */
import { below, type Clash } from "../clash";
import type { Proto, ProtoEnum, ProtoField, ProtoMessage } from "./schema";

/** Types of one group are the same on the wire. */
const WIRE_GROUPS: readonly (readonly string[])[] = [
  ["int32", "uint32", "int64", "uint64", "bool", "enum"],
  ["sint32", "sint64"],
  ["string", "bytes"],
  ["fixed32", "sfixed32"],
  ["fixed64", "sfixed64"],
];
/** Of these JSON writes the same; all others have a form of their own. */
const WHOLE = /^(u?int|sint|s?fixed)(32|64)$/;
/** Repeated values of these are packed into one. */
const UNPACKED = /^(string|bytes)$/;

interface Side {
  readonly reader: ProtoField;
  readonly writer: ProtoField;
  readonly path: string;
}

/** A rule about one field that both sides have; the first that objects is told of. */
type FieldRule = (side: Side) => Clash | undefined;

const FIELD_RULES: readonly FieldRule[] = [
  ({ reader, writer, path }) => {
    if (groupOf(reader) === groupOf(writer) && reader.keyType === writer.keyType) return undefined;
    const kind = reader.kind === writer.kind ? "type" : "kind";
    return { path, kind, message: `number ${writer.number} was ${said(writer)}, ${said(reader)} is read` };
  },
  ({ reader, writer, path }) => {
    if ((reader.label === "repeated") === (writer.label === "repeated")) return undefined;
    const packed = reader.kind === "enum" || (reader.kind === "scalar" && !UNPACKED.test(reader.type));
    const why = packed ? "packed values aren't read as one" : "one value isn't written as a list in JSON";
    return { path, kind: "label", message: `${said(writer)} became ${said(reader)}: ${why}` };
  },
  ({ reader, writer, path }) =>
    reader.label === "required" && writer.label !== "required"
      ? { path, kind: "required", message: "the field is required, and wasn't" }
      : undefined,
  ({ reader, writer, path }) => {
    const [to, from] = [jsonForm(reader), jsonForm(writer)];
    if (to === from) return undefined;
    return { path, kind: "json-type", message: `JSON has ${from} where ${to} is read` };
  },
  ({ reader, writer, path }) =>
    reader.jsonName === writer.jsonName
      ? undefined
      : {
          path,
          kind: "json-name",
          message: `in JSON the field was ${writer.jsonName}, ${reader.jsonName} is read; json_name = ${JSON.stringify(writer.jsonName)} keeps it`,
        },
];

export function protobufClashes(reader: Proto, writer: Proto): Clash[] {
  const messages = [...writer.messages].flatMap(([name, message]): Clash[] => {
    const read = reader.messages.get(name);
    return read
      ? messageClashes(name, read, message)
      : [{ path: name, kind: "message", message: "there is no such message" }];
  });
  const enums = [...writer.enums].flatMap(([name, written]): Clash[] => {
    const read = reader.enums.get(name);
    return read ? enumClashes(name, read, written) : [{ path: name, kind: "enum", message: "there is no such enum" }];
  });
  return [...messages, ...enums];
}

function messageClashes(name: string, reader: ProtoMessage, writer: ProtoMessage): Clash[] {
  const fields = [...writer.fields.values()].flatMap((written): Clash[] => {
    const read = reader.fields.get(written.number);
    const path = below(name, written.name);
    if (read) {
      for (const rule of FIELD_RULES) {
        const clash = rule({ reader: read, writer: written, path: below(name, read.name) });
        if (clash) return [clash];
      }
      return [];
    }
    const taken = [...reader.fields.values()].find(({ jsonName }) => jsonName === written.jsonName);
    if (taken)
      return [
        {
          path: below(name, taken.name),
          kind: "number",
          message: `the field ${written.jsonName} had the number ${written.number}, ${taken.number} is read`,
        },
      ];
    const isLeft =
      written.oneof !== undefined && [...reader.fields.values()].some(({ oneof }) => oneof === written.oneof);
    if (isLeft)
      return [
        {
          path,
          kind: "oneof",
          message: `the field is gone from the oneof ${written.oneof}, which reads as if none were set`,
        },
      ];
    return [];
  });
  return [...fields, ...requiredOf(name, reader, writer.fields), ...oneofClashes(name, reader, writer)];
}

function requiredOf(name: string, reader: ProtoMessage, written: ReadonlyMap<number, ProtoField>): Clash[] {
  return [...reader.fields.values()]
    .filter((field) => field.label === "required" && !written.has(field.number))
    .map((field) => ({
      path: below(name, field.name),
      kind: "required",
      message: "the field is required, and isn't in what was written",
    }));
}

/** Of the members of a oneof only the last is read: two that could be set together must not come into one. */
function oneofClashes(name: string, reader: ProtoMessage, writer: ProtoMessage): Clash[] {
  const groups = new Map<string, ProtoField[]>();
  for (const field of reader.fields.values()) {
    const written = writer.fields.get(field.number);
    if (field.oneof !== undefined && written) groups.set(field.oneof, [...(groups.get(field.oneof) ?? []), written]);
  }
  return [...groups].flatMap(([oneof, fields]) => {
    const [first] = fields;
    if (fields.length < 2 || fields.every((field) => field.oneof !== undefined && field.oneof === first?.oneof))
      return [];
    const names = fields.map((field) => field.name).join(", ");
    return [
      {
        path: below(name, oneof),
        kind: "oneof",
        message: `${names} could be set together, of the oneof only one is read`,
      },
    ];
  });
}

function enumClashes(name: string, reader: ProtoEnum, writer: ProtoEnum): Clash[] {
  return [...writer.values].flatMap(([number, written]): Clash[] => {
    const read = reader.values.get(number);
    const path = below(name, written);
    if (read === written) return [];
    if (read !== undefined)
      return [{ path, kind: "json-name", message: `in JSON ${number} was ${written}, ${read} is read` }];
    const how = reader.isOpen ? "JSON isn't read" : "the default is read in its place";
    return [{ path, kind: "enum", message: `the value ${written} = ${number} isn't known: ${how}` }];
  });
}

/** What makes an old number or name mean something new, now or in a later version: the same whichever side reads. */
export function reuseOf(next: Proto, previous: Proto): Clash[] {
  const messages = [...previous.messages].flatMap(([name, before]): Clash[] => {
    const after = next.messages.get(name);
    if (!after) return [];
    const taken = [...after.fields.values()].filter((field) => isReserved(before, field.number, field.name));
    const freed = [...before.fields.values()].filter(
      ({ number, name: field }) =>
        !after.fields.has(number) && !isReserved(after, number, undefined) && !hasName(after, field),
    );
    return [
      ...taken.map(({ number, name: field }) => ({
        path: below(name, field),
        kind: "reserved",
        message: `${number} or ${field} was reserved: an earlier version used it for something else`,
      })),
      ...freed.map(({ number, name: field }) => ({
        path: below(name, field),
        kind: "reserved",
        message: `the field was removed and its number is free for another meaning; write: reserved ${number};`,
      })),
    ];
  });
  const enums = [...previous.enums].flatMap(([name, before]): Clash[] =>
    [...(next.enums.get(name)?.values ?? [])]
      .filter(([number, value]) => isReserved(before, number, value))
      .map(([number, value]) => ({
        path: below(name, value),
        kind: "reserved",
        message: `${number} or ${value} was reserved`,
      })),
  );
  return [...messages, ...enums];
}

const hasName = ({ fields }: ProtoMessage, name: string) => [...fields.values()].some((field) => field.name === name);

function isReserved({ reserved }: Pick<ProtoMessage, "reserved">, number: number, name: string | undefined): boolean {
  const inRange = reserved.numbers.some(([from, to]) => from <= number && number <= to);
  return inRange || (name !== undefined && reserved.names.includes(name));
}

/** Fields of one group hold the same bytes. */
function groupOf({ kind, type }: ProtoField): string {
  if (kind === "map") return `map of ${type}`;
  const wire = kind === "enum" ? "enum" : type;
  const group = WIRE_GROUPS.findIndex((types) => types.includes(wire));
  return kind === "message" || group < 0 ? `${kind} ${type}` : String(group);
}

function jsonForm({ kind, type }: ProtoField): string {
  if (kind === "enum") return `a name of ${type}`;
  return kind === "scalar" && WHOLE.test(type) ? "a whole number" : type;
}

function said({ label, kind, type, keyType }: ProtoField): string {
  if (kind === "map") return `map<${keyType}, ${type}>`;
  return `${label === "repeated" ? "repeated " : ""}${type}`;
}
