/** One ODCS file → the model's Contract. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODES } from "./compatibility/modes";
import type { SourceDocument } from "./document";
import { avroSchema } from "./exports/avro";
import { column } from "./exports/sql";
import type { Contract, Dataset, Role, Stream, Subject } from "./model";
import { deadLetterName, SEMVER, snakeCase, subjectName, TOPIC, topicName } from "./names";
import { objectivesOf } from "./objectives";
import type { Odcs } from "./odcs";
import type { Problem } from "./problem";
import { propertyOf } from "./property";
import { duration } from "./quantity";
import { custom, defined, duplicate, duplicates, keyOf, teamOf, texts } from "./shared";

const DEFAULT_PARTITIONS = 3;
const DEFAULT_MODE = "BACKWARD_TRANSITIVE";

export interface ContractFile {
  readonly document: SourceDocument;
  readonly data: Odcs;
  /** Folder of the domain that the file lies in. */
  readonly domain: string;
}

/** Collects its problems in `problems`; what is returned is usable only where there are none. */
export function buildContract(root: string, { document, data, domain }: ContractFile, problems: Problem[]): Contract {
  const { file } = document;
  const servers = (data.servers ?? []).map(({ server, type, format, environment }) =>
    defined({ server, type, format, environment }),
  );
  if (!SEMVER.test(data.version))
    problems.push(
      document.problem(["version"], {
        rule: "semantic/version",
        message: "The version isn't a semantic version.",
        given: data.version,
        allowed: "MAJOR.MINOR.PATCH",
        fix: "write it like 1.2.0",
      }),
    );
  const objectives = objectivesOf(data, document, problems);
  const named = duplicates((data.schema ?? []).map(({ name }) => name));
  for (const index of named)
    problems.push(duplicate(document, ["schema", index, "name"], data.schema?.[index]?.name, "dataset"));
  const datasets = (data.schema ?? []).map((schema, index): Dataset => {
    const path = ["schema", index] as const;
    const properties = (schema.properties ?? []).map((property, at) =>
      propertyOf(property, [...path, "properties", at], document, problems),
    );
    for (const at of duplicates(properties.map(({ name }) => name)))
      problems.push(duplicate(document, [...path, "properties", at, "name"], properties[at]?.name, "property"));
    const own = (name: string) => custom(schema.customProperties, name);
    const entity = String(own("entity") ?? snakeCase(schema.name));
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
      source,
    });

    const kafka = servers.find(({ type }) => type === "kafka");
    const legacy = own("legacyStreamName");
    const topic = legacy === undefined ? topicName(domain, entity, data.version) : String(legacy);
    if (!TOPIC.test(topic) || topic.length > 237)
      problems.push(
        document.problem([...path], {
          rule: "semantic/topic-name",
          message: "The stream's name isn't legal in Kafka.",
          given: topic,
          allowed: "up to 237 of A-Z a-z 0-9 . _ - (its dead-letter stream needs the rest of Kafka's 249)",
          fix: "change the customProperty entity or legacyStreamName",
        }),
      );
    const partitions = Number(own("partitions") ?? DEFAULT_PARTITIONS);
    if (!Number.isInteger(partitions) || partitions < 1)
      problems.push(
        document.problem([...path, "customProperties"], {
          rule: "semantic/partitions",
          message: "The customProperty partitions isn't a count.",
          given: own("partitions"),
          allowed: "a whole number from 1",
          fix: `leave it out for ${DEFAULT_PARTITIONS}`,
        }),
      );
    if (own("compatibility") !== undefined && modeOf(own("compatibility")) === undefined)
      problems.push(
        document.problem([...path, "customProperties"], {
          rule: "semantic/compatibility",
          message: "The customProperty compatibility isn't a mode.",
          given: own("compatibility"),
          allowed: MODES.join(", "),
          fix: `leave it out for ${DEFAULT_MODE}`,
        }),
      );
    const count = (name: string) => (own(name) === undefined ? undefined : Number(own(name)));
    const stream: Stream = {
      ...defined({
        replicas: count("replicas"),
        minInsyncReplicas: count("minInsyncReplicas"),
        retentionMs: objectives.retention?.ms,
      }),
      topic,
      legacyName: legacy !== undefined,
      partitions,
      cleanup: own("cleanupPolicy") === "compact" ? "compact" : "delete",
      source,
    };
    const deadLetter = deadLetterOf(deadLetterName(topic), stream, duration(String(own("deadLetterRetention") ?? "")));
    const tables = servers.some(({ type }) => type === "postgres" || type === "postgresql");
    return {
      ...base,
      ...(kafka
        ? { stream, deadLetter, subject: subjectOf({ root, domain, base, topic, mode: own("compatibility") }) }
        : {}),
      ...(tables
        ? {
            table: defined({
              schema: snakeCase(data.dataProduct ?? data.id),
              name: snakeCase(entity),
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
    // Another word was reported above, and then no model is handed out.
    compatibility: modeOf(mode) ?? DEFAULT_MODE,
    kept,
    source: base.source,
  };
}
