/** What a broker's answer to a produce request says of each partition, errors included. */
import { MultipleErrors, ProtocolError, protocolErrorsCodesById, ResponseError } from "@platformatic/kafka";
import { describe, type Failure } from "./sender";

/** A partition as `<topic>/<index>`. */
export type Partition = `${string}/${number}`;

/** The offset of the first record, or why the batch failed. */
export type Outcome = bigint | Pick<Failure, "failed" | "reason">;

/**
 * The codes by which a broker refuses a partition's batch before it appends any of it. Every other code may also come
 * after the append (a leader that changes while it waits for its replicas, say), so that the outcome is unknown.
 */
const REFUSALS: Readonly<Record<string, Failure["failed"]>> = {
  MESSAGE_TOO_LARGE: "too-large",
  RECORD_LIST_TOO_LARGE: "too-large",
  INVALID_RECORD: "invalid",
  INVALID_TIMESTAMP: "invalid",
  UNSUPPORTED_COMPRESSION_TYPE: "invalid",
  TOPIC_AUTHORIZATION_FAILED: "stream",
  INVALID_TOPIC_EXCEPTION: "stream",
  NOT_ENOUGH_REPLICAS: "stream",
  // Also after an append, but then the topic is gone, and its records with it.
  UNKNOWN_TOPIC_OR_PARTITION: "stream",
};

interface Produced {
  readonly responses?: readonly {
    readonly name: string;
    readonly partitionResponses: readonly {
      readonly index: number;
      readonly errorCode: number;
      readonly baseOffset: bigint;
      readonly errorMessage: string | null;
    }[];
  }[];
}

/** By partition, of a send that failed as a whole. A partition that no broker answered for isn't in it. */
export function outcomesOf(error: unknown): ReadonlyMap<Partition, Outcome> {
  const outcomes = new Map<Partition, Outcome>();
  const { produced } = error as { produced?: { offsets?: readonly Offset[] } };
  for (const { topic, partition, offset } of produced?.offsets ?? []) outcomes.set(`${topic}/${partition}`, offset);
  for (const { responses = [] } of responsesIn(error))
    for (const { name, partitionResponses } of responses)
      for (const { index, errorCode, baseOffset, errorMessage } of partitionResponses) {
        const code = protocolErrorsCodesById[errorCode] ?? String(errorCode);
        const reason = errorMessage ? `${code}: ${errorMessage}` : code;
        const failed = REFUSALS[code] ?? "unknown";
        outcomes.set(`${name}/${index}`, errorCode === 0 ? baseOffset : { failed, reason });
      }
  return outcomes;
}

interface Offset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

function responsesIn(error: unknown): Produced[] {
  if (error instanceof ResponseError) return [(error as unknown as { response: Produced }).response];
  const inner = error instanceof MultipleErrors || error instanceof AggregateError ? error.errors : [];
  return inner.flatMap(responsesIn);
}

/** What a broker that is well says about single topics. */
const TOPIC_WORDS: ReadonlySet<string> = new Set([
  "INVALID_TOPIC_EXCEPTION",
  "LEADER_NOT_AVAILABLE",
  "REPLICA_NOT_AVAILABLE",
  "TOPIC_AUTHORIZATION_FAILED",
  "UNKNOWN_TOPIC_OR_PARTITION",
]);

/** The broker's word about a topic in an answer to a metadata request; `undefined` where it is about something else. */
export function aboutTopic(error: unknown): string | undefined {
  if (error instanceof ProtocolError) return TOPIC_WORDS.has(error.apiId) ? error.apiId : undefined;
  if (error instanceof MultipleErrors || error instanceof AggregateError)
    return error.errors.map(aboutTopic).find((word) => word !== undefined);
  // The client says so without a code.
  return error instanceof Error && /^Unknown topic /.test(error.message) ? "UNKNOWN_TOPIC_OR_PARTITION" : undefined;
}

/** A failure that only says that the way to the broker failed. */
export function unanswered(error: unknown): Failure {
  return { failed: "lost", reason: describe(error), shared: false };
}
