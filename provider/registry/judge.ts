/** Whether a schema may follow the versions there are: those in the registry and those kept in git. */

import { sameJson } from "../handler";
import type { RegisteredSchema, RegistryClient } from "./client";

/** A schema about to be registered. */
export interface Candidate {
  readonly subject: string;
  readonly schemaType: "AVRO" | "JSON";
  readonly schema: string;
  /** Confluent's modes. */
  readonly compatibility: string;
}

interface Labelled {
  /** Names the version in messages. */
  readonly label: string;
  readonly schema: string;
}

/** Reasons against the schema, for people; empty = it may be registered. */
export async function judgeKept(
  candidate: Candidate,
  kept: readonly { readonly version: string; readonly schema: string }[],
): Promise<readonly string[]> {
  const previous = kept
    .map(({ version, schema }) => ({ label: `version ${version} kept in git`, schema }))
    .filter(({ schema }) => !sameJson(schema, candidate.schema));
  return judge(candidate, previous);
}

/** Judges against every version in the registry, however it got there. */
export async function judgeRegistered(candidate: Candidate, registry: RegistryClient): Promise<readonly string[]> {
  const registered = await registry.versions(candidate.subject);
  const latest = registered.at(-1);
  // What is registered as the latest is a fact that no verdict changes; only a new version is judged.
  if (latest === undefined || sameJson(latest.schema, candidate.schema)) return [];
  const wrongType = registered.find(({ schemaType }) => schemaType !== candidate.schemaType);
  if (wrongType !== undefined) {
    return [
      `subject ${candidate.subject}: version ${wrongType.version} in the registry is ${wrongType.schemaType}, the new ` +
        `schema is ${candidate.schemaType}; fix: keep the type, or publish a new major version under a new subject`,
    ];
  }
  const previous = registered
    .filter(({ schema }) => !sameJson(schema, candidate.schema))
    .map(({ version, schema }) => ({ label: `version ${version} in the registry`, schema }));
  const ours = await judge(candidate, previous);
  // Of JSON schemas the registry has the last word too: it would refuse what it finds incompatible when it is registered.
  return candidate.schemaType === "JSON" && ours.length === 0 ? judgeByRegistry(candidate, registry, registered) : ours;
}

async function judge(candidate: Candidate, previous: readonly Labelled[]): Promise<readonly string[]> {
  if (previous.length === 0) return [];
  // Loaded when a schema is judged: a preview without subjects doesn't pay for it.
  const { incompatibilities } = await import("../../contracts/compatibility/index.js");
  const { compatibility: mode, schemaType, schema: next } = candidate;
  try {
    return incompatibilities({ schemaType, mode, next, previous }).map(({ message }) => reason(candidate, message));
  } catch (error) {
    // The new schema is one, so it is an old one that isn't.
    const why = error instanceof Error ? error.message : String(error);
    const labels = previous.map(({ label }) => label).join(", ");
    const kind = schemaType === "AVRO" ? "Avro schema" : "JSON Schema";
    return [
      `subject ${candidate.subject}: given: ${labels}, one of which isn't ${aOrAn(kind)} (${why}); allowed: ${kind}s; ` +
        `fix: restore the file as it was released, or delete that version in the registry`,
    ];
  }
}

const aOrAn = (kind: string) => (kind.startsWith("A") ? `an ${kind}` : `a ${kind}`);

async function judgeByRegistry(
  candidate: Candidate,
  registry: RegistryClient,
  registered: readonly RegisteredSchema[],
): Promise<readonly string[]> {
  if (candidate.compatibility === "NONE") return [];
  const versions = candidate.compatibility.endsWith("_TRANSITIVE") ? registered : registered.slice(-1);
  const verdicts = versions.map(async ({ version }) => {
    const messages = await registry.judges(candidate.subject, version, candidate);
    return messages.map((message) => reason(candidate, `version ${version} in the registry: ${message}`));
  });
  return (await Promise.all(verdicts)).flat();
}

function reason({ subject, compatibility }: Candidate, message: string): string {
  return (
    `subject ${subject}: given: a schema that breaks ${compatibility}: ${message}; allowed: a schema that goes with all ` +
    `earlier versions; fix: undo this change of the contract, or publish it as a new major version, which gets a ` +
    `subject of its own`
  );
}
