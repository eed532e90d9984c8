import { join, resolve } from "node:path";
import pc from "picocolors";
import { NotASchema, type SchemaType } from "../../contracts/compatibility";
import { came, diff, judged, went } from "../../contracts/diff";
import { withConsumers, withReaders } from "../../contracts/diff/consumers";
import { FORMATS, PLAIN } from "../../contracts/diff/formats";
import { type FileDiff, reportOf } from "../../contracts/diff/report";
import { wireDiff } from "../../contracts/diff/wire";
import { parseText } from "../../contracts/document";
import { formatProblems } from "../../contracts/problem";
import { standardOf, structureOf } from "../../contracts/structure";
import { meshAround } from "../diff/mesh";
import {
  againstCommit,
  below,
  meshRoot,
  read,
  STANDARD_INPUT,
  Unreadable,
  type Version,
  type Versions,
} from "../diff/sources";
import type { DiffFormat } from "../formats";
import { log } from "../log";
import { ROOT } from "../project";

export interface DiffOptions {
  readonly format: DiffFormat;
  /** A commit of git, or `registry`. @default HEAD, where only one side is named */
  readonly against?: string;
  /** Confluent's mode by which two schema files are judged. */
  readonly mode: string;
}

const REGISTRY = "registry";

/**
 * Every change between two versions of contracts, products or schemas, with the version that it demands. Exit 0 where the
 * version says enough, 1 where it doesn't, 2 where something can't be read.
 */
export async function diffFiles(
  old: string | undefined,
  fresh: string | undefined,
  { format, against, mode }: DiffOptions,
): Promise<void> {
  try {
    const report = reportOf(await compareAll(old, fresh, { against, mode }));
    process.stdout.write(FORMATS[format](report, process.stdout.isTTY ? pc : PLAIN));
    if (!report.ok) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    log(error.message);
    process.exitCode = 2;
  }
}

async function compareAll(
  old: string | undefined,
  fresh: string | undefined,
  { against, mode }: { readonly against: string | undefined; readonly mode: string },
): Promise<FileDiff[]> {
  if (fresh !== undefined && old !== undefined) {
    if (against !== undefined)
      throw new Unreadable(`--against: given ${against} and two files; allowed: two files, or one and --against`);
    if (old === STANDARD_INPUT && fresh === STANDARD_INPUT)
      throw new Unreadable("-: given for both sides; allowed: standard input for one of them");
    return [compare({ before: read(old), after: read(fresh) }, mode)];
  }
  const path = old ?? join(ROOT, "domains");
  if (against === REGISTRY) {
    // Loaded where it is asked for: what talks to a registry takes longer to load than files take to compare.
    const { againstRegistry } = require("../diff/registry") as typeof import("../diff/registry");
    return againstRegistry(old === undefined ? below(path).filter(isContract) : [path]);
  }
  const pairs = againstCommit(path, against ?? "HEAD");
  return paired(pairs).map((versions) => compare(versions, mode));
}

const isContract = (file: string) => /\.odcs\.\w+$/.test(file);

/** A file that was moved: what went and what came have the same id. */
function paired(all: readonly Versions[]): Versions[] {
  const id = (version: Version | undefined) => version && /^["']?id["']?:\s*["']?([^"'\s#]+)/m.exec(version.text)?.[1];
  const gone = all.filter(({ after }) => after === undefined);
  const taken = new Set<Versions>();
  const kept = all.flatMap((versions): Versions[] => {
    if (versions.before || versions.after === undefined) return versions.after === undefined ? [] : [versions];
    const from = gone.find(
      (one) =>
        !taken.has(one) &&
        id(one.before) === id(versions.after) &&
        isContract(one.before?.file ?? "") === isContract(versions.after?.file ?? ""),
    );
    if (from) taken.add(from);
    return [from?.before ? { before: from.before, after: versions.after } : versions];
  });
  return [...kept, ...gone.filter((one) => !taken.has(one))];
}

/** @throws Unreadable */
function compare({ before, after }: Versions, mode: string): FileDiff {
  const file = (after?.file === "<stdin>" ? before?.file : after?.file) ?? before?.file ?? "";
  const schemaType = schemaTypeOf(before) ?? schemaTypeOf(after);
  if (schemaType !== undefined && before && after) return compareSchemas(schemaType, { before, after, mode, file });
  const [old, fresh] = [before, after].map((version) => version && documentOf(version));
  const known = fresh ?? old;
  if (!known) throw new Unreadable("there is nothing to compare");
  if (old && fresh && old.kind !== fresh.kind)
    throw new Unreadable(`${file}: given: a ${old.kind} and a ${fresh.kind}; allowed: two versions of one of them`);
  const title = String(known.data.id);
  const { kind } = known;
  if (!old || !fresh) return { ...(fresh ? came(kind, fresh.data) : went(kind, known.data)), file, title };
  const found = diff(kind, old.data, fresh.data);
  const place = [after, before].find((version) => version && version.file !== "<stdin>")?.file;
  const mesh = meshAround(meshRoot(place), place === undefined ? undefined : resolve(place));
  const read =
    kind === "product" ? withReaders(found, old.data, mesh) : withConsumers(found, [old.data, fresh.data], mesh);
  return { ...read, file, title };
}

function compareSchemas(
  schemaType: SchemaType,
  { before, after, mode, file }: { before: Version; after: Version; mode: string; file: string },
): FileDiff {
  try {
    const changes = wireDiff(schemaType, mode, [before.text, after.text]);
    const found = judged(changes, undefined, undefined);
    return { ...found, ok: changes.every(({ breaks }) => breaks.length === 0), file, title: file };
  } catch (error) {
    if (!(error instanceof NotASchema)) throw error;
    throw new Unreadable(
      `${before.file}, ${after.file}: given: a text that is no ${schemaType} schema: ${error.message}`,
    );
  }
}

/** Of a schema's own file; undefined of a contract or product. */
function schemaTypeOf(version: Version | undefined): SchemaType | undefined {
  if (version === undefined || /\.od[cp]s\.\w+$/.test(version.file)) return undefined;
  if (version.file.endsWith(".avsc")) return "AVRO";
  if (version.file.endsWith(".proto")) return "PROTOBUF";
  return version.file.endsWith(".json") && !/"kind"\s*:\s*"Data(Contract|Product)"/.test(version.text)
    ? "JSON"
    : undefined;
}

function documentOf({ file, text }: Version) {
  const { document, problems } = parseText(text, file);
  if (!document) throw new Unreadable(formatProblems(problems));
  const standard = standardOf(document);
  const structure = structureOf(document, standard);
  if (structure.data === undefined) throw new Unreadable(formatProblems(structure.problems));
  return { kind: standard === "odcs" ? ("contract" as const) : ("product" as const), data: document.data };
}
