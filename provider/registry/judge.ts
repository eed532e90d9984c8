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
  if (candidate.schemaType === "AVRO") return judgeAvro(candidate, previous);
  const last = previous.at(-1);
  if (candidate.compatibility === "NONE" || last === undefined) return [];
  return [
    `subject ${candidate.subject}: the schema differs from ${last.label}, and a JSON Schema can only be judged by a ` +
      `registry; fix: preview with the registry there, or publish the dataset as AVRO`,
  ];
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
  if (candidate.schemaType === "JSON") return judgeByRegistry(candidate, registry, registered);
  const previous = registered
    .filter(({ schema }) => !sameJson(schema, candidate.schema))
    .map(({ version, schema }) => ({ label: `version ${version} in the registry`, schema }));
  return judgeAvro(candidate, previous);
}

async function judgeAvro(candidate: Candidate, previous: readonly Labelled[]): Promise<readonly string[]> {
  if (previous.length === 0) return [];
  // Loaded when a schema is judged: a preview without subjects doesn't pay for it.
  const { avroIncompatibilities } = await import("../../contracts/compatibility/avro.js");
  const { compatibility: mode, schema: next } = candidate;
  try {
    const found = avroIncompatibilities({ mode, next, previous: [...previous] });
    return found.map(({ message }) => reason(candidate, message));
  } catch (error) {
    // The new schema is one, so it is an old one that isn't.
    const why = error instanceof Error ? error.message : String(error);
    const labels = previous.map(({ label }) => label).join(", ");
    return [
      `subject ${candidate.subject}: given: ${labels}, one of which isn't an Avro schema (${why}); allowed: Avro ` +
        `schemas; fix: restore the file as it was released, or delete that version in the registry`,
    ];
  }
}

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
