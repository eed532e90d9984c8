/** One ODCS file → the model's Contract. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODES } from "./compatibility/avro";
import type { SourceDocument } from "./document";
import { avroSchema } from "./exports/avro";
import { column } from "./exports/sql";
import type { Contract, Dataset, Objectives, Property, Quantity, Role, Stream, Subject, Team } from "./model";
import { deadLetterName, PROPERTY, SEMVER, snakeCase, subjectName, TOPIC, topicName } from "./names";
import type { Odcs, OdcsProperty } from "./odcs";
import type { Problem } from "./problem";
import { duration, quantity, TIME_UNITS } from "./quantity";

type Custom = readonly { readonly property: string; readonly value?: unknown }[] | undefined;

/** Value of a custom property, or undefined. */
export function custom(properties: Custom, name: string): unknown {
  return properties?.find(({ property }) => property === name)?.value;
}

/** Leaves out what is undefined: the model has no such values. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

const texts = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(String) : undefined);
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
    const key = properties.find(({ primaryKey }) => primaryKey)?.name;
    const base = defined({
      name: schema.name,
      entity,
      description: schema.description,
      properties,
      quality: (schema.quality ?? []) as Dataset["quality"],
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
              primaryKey: properties.filter(({ primaryKey }) => primaryKey).map(({ name }) => name),
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
    status: data.status,
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

function propertyOf(
  given: OdcsProperty,
  path: readonly PropertyKey[],
  document: SourceDocument,
  problems: Problem[],
): Property {
  const data = given as OdcsProperty & Record<string, never>;
  if (!PROPERTY.test(given.name))
    problems.push(
      document.problem([...path, "name"], {
        rule: "semantic/property-name",
        message: "The property's name isn't legal everywhere that it goes (JSON, Avro, Protobuf, SQL).",
        given: given.name,
        allowed: "a letter or _, then letters, digits and _, at most 63",
        fix: "rename it; keep the old name in physicalName",
      }),
    );
  if (given.logicalType === undefined)
    problems.push(
      document.problem([...path], {
        rule: "semantic/property-type",
        message: "The property has no logicalType.",
        given: given.name,
        allowed: "string, date, timestamp, time, number, integer, object, array, boolean",
        fix: "add logicalType",
      }),
    );
  const nested = given.properties?.map((one, at) => propertyOf(one, [...path, "properties", at], document, problems));
  const items =
    given.items &&
    propertyOf({ ...given.items, name: given.items.name ?? "item" }, [...path, "items"], document, problems);
  return {
    ...defined({
      physicalType: data.physicalType as string | undefined,
      businessName: data.businessName as string | undefined,
      description: data.description as string | undefined,
      classification: data.classification as string | undefined,
      encryptedName: data.encryptedName as string | undefined,
      enum: texts(custom(data.customProperties as Custom, "enum")),
      properties: nested,
      items,
    }),
    name: given.name,
    logicalType: given.logicalType ?? "string",
    required: given.required === true,
    requiredStated: given.required !== undefined,
    unique: given.unique === true,
    primaryKey: given.primaryKey === true,
    options: (given.logicalTypeOptions ?? {}) as Property["options"],
    examples: (given.examples ?? []) as readonly unknown[],
    quality: (given.quality ?? []) as unknown as Property["quality"],
    source: { file: document.file, path: pathOf(path) },
  };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map((part, at) => (typeof part === "number" ? `[${part}]` : `${at ? "." : ""}${String(part)}`)).join("");
}

/** SLA properties whose value is a number with a unit, and the unit each needs. */
const MEASURED = { freshness: "time", latency: "time", availability: "percent", retention: "time" } as const;

function objectivesOf(data: Odcs, document: SourceDocument, problems: Problem[]): Objectives {
  const found: { -readonly [K in keyof Objectives]: Objectives[K] } = {};
  for (const [index, { property, value, unit = "" }] of (data.slaProperties ?? []).entries()) {
    if (property === "endOfSupport" || property === "endOfLife") found[property] = String(value);
    if (!Object.hasOwn(MEASURED, property)) continue;
    const name = property as keyof typeof MEASURED;
    const measured: Quantity = quantity(Number(value), MEASURED[name] === "percent" ? unit || "percent" : unit);
    if (Number.isFinite(measured.value) && (MEASURED[name] === "percent" || measured.ms !== undefined)) {
      found[name] = measured;
      continue;
    }
    problems.push(
      document.problem(["slaProperties", index], {
        rule: "semantic/sla",
        message: `The objective ${property} isn't a number with a unit of ${MEASURED[name]}.`,
        given: `${String(value)} ${unit}`,
        allowed: MEASURED[name] === "percent" ? "a number, unit percent" : `a number; units: ${TIME_UNITS}`,
        fix: "correct value and unit",
      }),
    );
  }
  return found;
}

/** A team of either standard; before ODCS 3.1.0 it was the list of its members. */
export function teamOf(team: Odcs["team"]): Team | undefined {
  if (team === undefined) return undefined;
  const {
    name,
    description,
    members = [],
  } = Array.isArray(team) ? { name: undefined, description: undefined, members: team } : team;
  const all = members.map(({ username, name, role }) => defined({ username, name, role }));
  const owner = all.find(({ role }) => /\bowner\b/i.test(role ?? ""));
  return { ...defined({ description, owner }), name: name ?? "", members: all };
}

/** Indexes of values that stand before already. */
export function duplicates(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}

export function duplicate(
  document: SourceDocument,
  path: readonly PropertyKey[],
  given: unknown,
  what: string,
): Problem {
  return document.problem(path, {
    rule: "semantic/duplicate",
    message: `Another ${what} has this name already.`,
    given,
    allowed: "a name of its own",
    fix: "rename one of the two",
  });
}
