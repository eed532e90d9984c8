/** A contract's schemas against every version that the running registry has of them, by the subject's mode. */
import { relative, resolve } from "node:path";
import { incompatibilities, type SchemaType } from "../../contracts/compatibility";
import { judged } from "../../contracts/diff";
import type { Change } from "../../contracts/diff/change";
import type { FileDiff } from "../../contracts/diff/report";
import { bumpOf } from "../../contracts/diff/version";
import { otherSchema, sameSchema, wireChanges } from "../../contracts/diff/wire";
import { openSource } from "../../contracts/exports/source";
import type { Contract, Dataset, Subject } from "../../contracts/model";
import { formatProblems } from "../../contracts/problem";
import { readRuntime } from "../../embedded/runtime";
import { type RegisteredSchema, RegistryClient } from "../../provider/registry/client";
import { messageOf } from "../../toolchain/errors";
import { meshHome } from "../project";
import { Unreadable } from "./sources";

/** @throws Unreadable where the registry isn't running, or a file is no contract */
export async function againstRegistry(paths: readonly string[]): Promise<FileDiff[]> {
  const runtime = readRuntime(meshHome());
  if (!runtime?.supervisor)
    throw new Unreadable(
      "--against registry: the registry isn't running; fix: npx mesh up, or compare with a commit: --against main",
    );
  const client = new RegistryClient(runtime.registry.url, AbortSignal.timeout(60_000));
  const contracts = paths.flatMap((path) => {
    const contract = contractIn(path);
    return contract ? [{ path, contract }] : [];
  });
  if (contracts.length === 0)
    throw new Unreadable(`${paths.join(", ")}: only contracts (*.odcs.yaml) have schemas in the registry`);
  try {
    return await Promise.all(contracts.map(({ path, contract }) => judgeContract(path, { contract, client })));
  } catch (error) {
    throw new Unreadable(`--against registry: ${messageOf(error)}`);
  }
}

/** Undefined for a product. */
function contractIn(path: string): Contract | undefined {
  const opened = openSource(resolve(path));
  if (!opened.ok) throw new Unreadable(formatProblems(opened.problems));
  if (opened.value.kind === "product") return undefined;
  const loaded = opened.value.load();
  if (!loaded.ok) throw new Unreadable(formatProblems(loaded.problems));
  return loaded.value.kind === "contract" ? loaded.value.contract : undefined;
}

interface Judge {
  readonly contract: Contract;
  readonly client: RegistryClient;
}

async function judgeContract(path: string, { contract, client }: Judge): Promise<FileDiff> {
  const judgements = await Promise.all(
    contract.datasets.flatMap((dataset) => (dataset.subject ? [judgeSubject(dataset, dataset.subject, client)] : [])),
  );
  const changes = judgements.flatMap((one) => one.changes);
  // The version of what is registered is known where it is kept in git; the contract's own is all that there is to compare.
  const from = judgements.map((one) => one.version).find((version) => version !== undefined);
  const breaks = changes.some((change) => change.breaks.length > 0);
  const found = judged(changes, from ?? contract.version, contract.version);
  const ok = breaks ? false : from === undefined || bumpOf(from, contract.version) !== "none" || changes.length === 0;
  return { ...found, ok, file: relative(process.cwd(), resolve(path)), title: contract.id };
}

interface Judgement {
  readonly changes: readonly Change[];
  readonly version?: string;
}

async function judgeSubject(dataset: Dataset, subject: Subject, client: RegistryClient): Promise<Judgement> {
  const [registered, own] = await Promise.all([
    client.versions(subject.subject),
    client.compatibility(subject.subject),
  ]);
  const latest = registered.at(-1);
  if (latest === undefined) return { changes: [] };
  const place = { path: dataset.source.path, element: dataset.name, dataset: dataset.name };
  const kept = subject.kept.find(({ schema }) => sameSchema("AVRO", schema, latest.schema));
  const version = kept === undefined ? {} : { version: kept.version };
  const isSame = ({ schema, schemaType }: RegisteredSchema) =>
    schemaType === subject.schemaType && sameSchema(subject.schemaType, schema, subject.schema);
  if (isSame(latest)) return { changes: [], ...version };
  const other = registered.find(({ schemaType }) => schemaType !== subject.schemaType);
  if (other) {
    const reason = `Version ${other.version} in the registry is ${other.schemaType}, and this is ${subject.schemaType}.`;
    const fix = "keep the type, or publish it under a subject of its own, as a new major version has";
    return { changes: [{ ...place, kind: "schema-type", breaks: ["reader", "writer"], bump: "major", reason, fix }] };
  }
  const mode = own ?? subject.compatibility;
  const previous = registered.map(({ version: number, schema }) => ({
    label: `version ${number} in the registry`,
    schema,
  }));
  const schemaType: SchemaType = subject.schemaType;
  const found = incompatibilities({ schemaType, mode, next: subject.schema, previous });
  return { changes: found.length > 0 ? wireChanges(found, schemaType, place) : [otherSchema(place)], ...version };
}
