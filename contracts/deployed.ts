/** Under which names a dataset is deployed: for the model, and for the linter, which judges them. */
import { snakeCase, topicName } from "./names";
import { type Custom, custom } from "./shared";

interface DatasetData {
  readonly name: string;
  readonly customProperties?: Custom;
}

interface Servers {
  readonly servers?: readonly { readonly type: string }[] | undefined;
}

export const DEFAULT_PARTITIONS = 3;

/** Segment of the URL, the topic and the table. */
export function entityOf({ name, customProperties }: DatasetData): string {
  return String(custom(customProperties, "entity") ?? snakeCase(name));
}

/** Name of a stream that is older than the naming rule. */
export function legacyTopicOf({ customProperties }: DatasetData): string | undefined {
  const legacy = custom(customProperties, "legacyStreamName");
  return legacy === undefined ? undefined : String(legacy);
}

export function topicOf(dataset: DatasetData, domain: string, version: string): string {
  return legacyTopicOf(dataset) ?? topicName(domain, entityOf(dataset), version);
}

/** Postgres' schema and table. */
export function tableNameOf(
  dataset: DatasetData,
  contract: { readonly id: string; readonly dataProduct?: string | undefined },
) {
  return { schema: snakeCase(contract.dataProduct ?? contract.id), name: snakeCase(entityOf(dataset)) };
}

export const hasStreams = ({ servers = [] }: Servers) => servers.some(({ type }) => type === "kafka");
export const hasTables = ({ servers = [] }: Servers) =>
  servers.some(({ type }) => type === "postgres" || type === "postgresql");
