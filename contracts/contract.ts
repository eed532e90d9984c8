/** One ODCS file → the model's Contract. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODES } from "./compatibility/modes";
import { DEFAULT_PARTITIONS, entityOf, hasStreams, hasTables, legacyTopicOf, tableNameOf, topicOf } from "./deployed";
import type { SourceDocument } from "./document";
import { avroSchema } from "./exports/avro";
import { column } from "./exports/sql";
import type { Contract, Dataset, Role, Stream, Subject } from "./model";
import { deadLetterName, subjectName } from "./names";
import { objectivesOf } from "./objectives";
import type { Odcs } from "./odcs";
import { propertyOf } from "./property";
import { duration } from "./quantity";
import { custom, defined, keyOf, teamOf, texts } from "./shared";

const DEFAULT_MODE = "BACKWARD_TRANSITIVE";

export interface ContractFile {
  readonly document: SourceDocument;
  readonly data: Odcs;
  /** Folder of the domain that the file lies in. */
  readonly domain: string;
}

/** What is returned is to be deployed only where the linter finds no error in the file. */
export function buildContract(root: string, { document, data, domain }: ContractFile): Contract {
  const { file } = document;
  const servers = (data.servers ?? []).map(({ server, type, format, environment }) =>
    defined({ server, type, format, environment }),
  );
  const objectives = objectivesOf(data);
  const datasets = (data.schema ?? []).map((schema, index): Dataset => {
    const path = ["schema", index] as const;
    const properties = (schema.properties ?? []).map((property, at) =>
      propertyOf(property, [...path, "properties", at], file),
    );
    const own = (name: string) => custom(schema.customProperties, name);
    const entity = entityOf(schema);
    const source = { file, path: `schema[${index}]` };
    const primaryKey = keyOf(schema.properties ?? []);
    const key = primaryKey[0];
    const base = defined({
      name: schema.name,
      entity,
      description: schema.description,
      properties,
      quality: (schema.quality ?? []) as unknown as Dataset["quality"],
      key,
      keys: primaryKey.length > 1 ? primaryKey : undefined,
      source,
    });

    const topic = topicOf(schema, domain, data.version);
    const partitions = Number(own("partitions") ?? DEFAULT_PARTITIONS);
    const count = (name: string) => (own(name) === undefined ? undefined : Number(own(name)));
    const stream: Stream = {
      ...defined({
        replicas: count("replicas"),
        minInsyncReplicas: count("minInsyncReplicas"),
        retentionMs: objectives.retention?.ms,
      }),
      topic,
      legacyName: legacyTopicOf(schema) !== undefined,
      partitions,
      cleanup: own("cleanupPolicy") === "compact" ? "compact" : "delete",
      source,
    };
    const deadLetter = deadLetterOf(deadLetterName(topic), stream, duration(String(own("deadLetterRetention") ?? "")));
    return {
      ...base,
      ...(hasStreams(data)
        ? { stream, deadLetter, subject: subjectOf({ root, domain, base, topic, mode: own("compatibility") }) }
        : {}),
      ...(hasTables(data)
        ? {
            table: defined({
              ...tableNameOf(schema, data),
              columns: properties.map(column),
              primaryKey,
              comment: schema.description,
              source,
            }),
          }
        : {}),
    };
  });
  const team = teamOf(data.team);
  return {
    id: data.id,
    name: data.name ?? data.id,
    version: data.version,
    // Since 3.2.0 a contract needs none; then nothing was promised yet.
    status: data.status ?? "draft",
    domain,
    description: defined({
      purpose: data.description?.purpose,
      limitations: data.description?.limitations,
      usage: data.description?.usage,
    }),
    servers,
    datasets,
    roles: (data.roles ?? []).map(
      ({ role, access = "", description, customProperties }): Role =>
        defined({ role, access, description, consumers: texts(custom(customProperties, "consumers")) }),
    ),
    objectives,
    ...(team ? { team } : {}),
    support: (data.support ?? []).map(({ channel, url, tool, scope, description }) =>
      defined({ channel, url, tool, scope, description }),
    ),
    tags: data.tags ?? [],
    source: { file, path: "" },
  };
}

/** A dead-letter stream keeps at least as long as its source; there is time to look into what failed. */
export function deadLetterOf(topic: string, stream: Stream, retentionMs?: number): Stream {
  const kept = Math.max(retentionMs ?? 0, stream.retentionMs ?? 0);
  const { topic: _topic, retentionMs: _retention, ...like } = stream;
  return {
    ...like,
    topic,
    legacyName: stream.legacyName,
    partitions: 1,
    cleanup: "delete",
    ...(kept ? { retentionMs: kept } : {}),
  };
}

interface SubjectArgs {
  readonly root: string;
  readonly domain: string;
  readonly base: Pick<Dataset, "name" | "description" | "properties" | "source">;
  readonly topic: string;
  readonly mode: unknown;
}

function modeOf(given: unknown): Subject["compatibility"] | undefined {
  return MODES.find((mode) => mode === given);
}

function subjectOf({ root, domain, base, topic, mode }: SubjectArgs): Subject {
  const subject = subjectName(topic);
  const folder = join(root, "domains", domain, "schemas", subject);
  const kept = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".avsc"))
        .map((file) => ({ version: file.slice(0, -5), schema: readFileSync(join(folder, file), "utf8") }))
        .sort((a, b) => a.version.localeCompare(b.version, "en", { numeric: true }))
    : [];
  return {
    subject,
    schemaType: "AVRO",
    schema: JSON.stringify(avroSchema(base, { domain })),
    // Another word is an error of the linter's, and then no model is handed out.
    compatibility: modeOf(mode) ?? DEFAULT_MODE,
    kept,
    source: base.source,
  };
}
