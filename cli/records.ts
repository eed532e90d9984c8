/** Reads records of an event stream as a client of the mesh does: by login, group and schema id. */
import { randomUUID } from "node:crypto";
import { Consumer, MultipleErrors, ProtocolError } from "@platformatic/kafka";
import { type Schema, Type } from "avsc";
import { connection, type Login, recordsIn, withAdmin } from "../embedded/admin";

export interface ReadTopic extends Login {
  readonly topic: string;
  /** At most so many. */
  readonly limit: number;
  /** Base address of the Confluent-compatible API. */
  readonly registryUrl: string;
}

export interface ReadRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: string;
  readonly key: string | null;
  readonly schemaId: number | null;
  readonly value: unknown;
}

/** The broker refuses this login. */
export class AccessDenied extends Error {
  override readonly name = "AccessDenied";
}

const REFUSALS = /TOPIC_AUTHORIZATION_FAILED|GROUP_AUTHORIZATION_FAILED|SASL_AUTHENTICATION_FAILED/;

/** What the topic holds now, from its beginning. @throws AccessDenied */
export async function* readTopic(options: ReadTopic): AsyncGenerator<ReadRecord> {
  const { topic, limit, username, registryUrl } = options;
  const held = await withAdmin(options, (admin) => recordsIn(admin, topic)).catch((error: unknown) => {
    throw refusal(error);
  });
  if (held === 0) return;
  const decode = decoder(registryUrl);
  // Below the principal's own name, which its grant covers; new each time, so that nobody's offsets are moved.
  const consumer = new Consumer({ ...connection(options), groupId: `${username}.mesh-read.${randomUUID()}` });
  consumer.on("error", () => undefined);
  try {
    const stream = await consumer.consume({ topics: [topic], mode: "earliest", autocommit: false });
    let left = Math.min(limit, held);
    for await (const message of stream) {
      const { partition, offset, timestamp, key, value } = message;
      yield {
        partition,
        offset: Number(offset),
        timestamp: new Date(Number(timestamp)).toISOString(),
        key: key ? Buffer.from(key).toString("utf8") : null,
        ...(await decode(Buffer.from(value))),
      };
      if (--left === 0) break;
    }
  } catch (error) {
    throw refusal(error);
  } finally {
    await Promise.resolve(consumer.close(true)).catch(() => undefined);
  }
}

/** The broker's word is somewhere inside the client's errors. */
function refusal(error: unknown): unknown {
  const ids = (one: unknown): string[] => [
    ...(one instanceof ProtocolError ? [one.apiId] : []),
    ...(one instanceof MultipleErrors || one instanceof AggregateError ? one.errors.flatMap(ids) : []),
    ...(one instanceof Error && one.cause ? ids(one.cause) : []),
  ];
  const found = ids(error).find((id) => REFUSALS.test(id));
  return found ? new AccessDenied(found) : error;
}

/** Values in Confluent's wire format: a zero byte, the schema's id (4 bytes, big-endian), the payload. */
function decoder(registryUrl: string) {
  const schemas = new Map<number, Promise<(payload: Buffer) => unknown>>();
  return async (value: Buffer): Promise<Pick<ReadRecord, "schemaId" | "value">> => {
    if (value[0] !== 0 || value.length < 5) return { schemaId: null, value: value.toString("utf8") };
    const schemaId = value.readInt32BE(1);
    const known = schemas.get(schemaId) ?? schemaOf(registryUrl, schemaId);
    schemas.set(schemaId, known);
    return { schemaId, value: (await known)(value.subarray(5)) };
  };
}

async function schemaOf(registryUrl: string, id: number): Promise<(payload: Buffer) => unknown> {
  const response = await fetch(`${registryUrl}/schemas/ids/${id}`);
  if (!response.ok) throw new Error(`schema ${id}: the registry answered ${response.status}`);
  const { schema, schemaType = "AVRO" } = (await response.json()) as { schema: string; schemaType?: string };
  if (schemaType !== "AVRO") return (payload) => JSON.parse(payload.toString("utf8"));
  const type = Type.forSchema(JSON.parse(schema) as Schema);
  return (payload) => type.fromBuffer(payload);
}
