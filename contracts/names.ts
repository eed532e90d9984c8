/** The names that things are deployed under, and what each place allows. */

/** Kafka: `[a-zA-Z0-9._-]`, at most 249 characters, neither `.` nor `..` (org.apache.kafka.common.internals.Topic). */
export const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;
/** Legal as a JSON, Avro, Protobuf and SQL name alike; Postgres cuts off after 63 bytes. */
export const PROPERTY = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;
/** A product's id: names Kubernetes objects (RFC 1035 label), Kafka users and Postgres schemas. */
export const PRODUCT_ID = /^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/;
/** Semantic Versioning 2.0.0. */
export const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** `1.2.0` → 1. Versions that aren't semantic give 0; they are reported where they are read. */
export function major(version: string): number {
  return Number(SEMVER.exec(version)?.[1] ?? 0);
}

export function topicName(domain: string, entity: string, version: string): string {
  return `${domain}.${entity}.v${major(version)}`;
}

export function deadLetterName(topic: string): string {
  return `${topic}.dead-letter`;
}

/**
 * Where a product puts what it can't process of a stream that it reads. With the product's name and the whole of the
 * stream's, since several products of a domain may read one stream, and one product streams of the same entity.
 */
export function inputDeadLetterName({ domain, id }: { readonly domain: string; readonly id: string }, topic: string) {
  return deadLetterName(`${domain}.${id}.${topic}`);
}

/** Confluent's TopicNameStrategy. */
export function subjectName(topic: string): string {
  return `${topic}-value`;
}

/** `order-events` → `order_events` */
export function snakeCase(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, "_").toLowerCase();
}

/** `order lines` → `OrderLines` */
export function pascalCase(text: string): string {
  return text.replace(/(^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_all, _gap, letter: string) => letter.toUpperCase());
}

/** Whether `wanted` is satisfied by what is `offered`: the same major version, and not newer than the offer. */
export function satisfies(offered: string, wanted: string): boolean {
  const [a, b] = [SEMVER.exec(offered), SEMVER.exec(wanted)];
  if (!a || !b || a[1] !== b[1]) return false;
  const minor = Number(a[2]) - Number(b[2]);
  return minor > 0 || (minor === 0 && Number(a[3]) >= Number(b[3]));
}
