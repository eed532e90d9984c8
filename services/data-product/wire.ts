/**
 * Records on the wire, in Confluent's format: a zero byte, the schema id (4 bytes, big-endian), the payload.
 */
import type { Type } from "avsc";
import type { Subject } from "../../contracts/model";
import { avroType, type NumberKind, numberKindAt } from "./avro-values";

const PREFIX_BYTES = 5;

/** The contract's Avro schema cannot hold a value that its JSON Schema let through, e.g. an integer beyond 2^53. */
export class NotEncodable extends Error {
  override readonly name = "NotEncodable";
  constructor(
    readonly path: readonly string[],
    readonly type: string,
  ) {
    super(`cannot be written as Avro ${type}`);
  }
}

/** Encodes a validated JSON value. @throws NotEncodable */
export type Encoder = (schemaId: number, value: unknown) => Buffer;

export function encoderOf(subject: Subject): Encoder {
  return subject.schemaType === "JSON" ? encodeJson : avroEncoder(avroType(subject.schema));
}

/** What the stream keeps of a number, by its path in the record. JSON's numbers are read as doubles by many. */
export function numberKindsOf(subject: Subject): (path: readonly string[]) => NumberKind {
  if (subject.schemaType === "JSON") return () => "other";
  const type = avroType(subject.schema);
  return (path) => numberKindAt(type, path);
}

function encodeJson(schemaId: number, value: unknown): Buffer {
  const text = JSON.stringify(value);
  const buffer = Buffer.allocUnsafe(PREFIX_BYTES + Buffer.byteLength(text));
  writePrefix(buffer, schemaId);
  buffer.write(text, PREFIX_BYTES);
  return buffer;
}

function avroEncoder(type: Type): Encoder {
  let guess = 256;
  return (schemaId, value) => {
    try {
      let buffer = Buffer.allocUnsafe(guess);
      let end = type.encode(value, buffer, PREFIX_BYTES);
      if (end < 0) {
        // Too small: the negative result is how many bytes were missing.
        guess = Math.min(guess - end, 65_536);
        buffer = Buffer.allocUnsafe(buffer.length - end);
        end = type.encode(value, buffer, PREFIX_BYTES);
      }
      writePrefix(buffer, schemaId);
      return buffer.subarray(0, end);
    } catch (error) {
      throw notEncodable(type, value, error);
    }
  };
}

function writePrefix(buffer: Buffer, schemaId: number): void {
  buffer[0] = 0;
  buffer.writeInt32BE(schemaId, 1);
}

function notEncodable(type: Type, value: unknown, cause: unknown): Error {
  let found: NotEncodable | undefined;
  type.isValid(value, {
    errorHook: (path: string[], _value: unknown, expected: Type) => {
      found ??= new NotEncodable([...path], expected.typeName.replace(/^(abstract|logical|unwrapped):/, ""));
    },
  });
  return found ?? (cause instanceof Error ? cause : new Error(String(cause)));
}
