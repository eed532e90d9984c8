import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { IMPORTS, SCHEMA_TYPES } from "../../contracts/imports";
import { contractText } from "../../contracts/imports/document";
import type { ContractDraft, ImportSource } from "../../contracts/imports/importer";
import { lint } from "../../contracts/lint";
import { formatProblems, type Problem } from "../../contracts/problem";
import { messageOf, UserError } from "../../toolchain/errors";
import type { ImportFormat } from "../formats";
import { log } from "../log";
import { type RegistryOptions, subjectOf } from "../registry";

/** Exit code of what can't be read or imported. */
const BAD_INPUT = 2;
/** Larger texts are no schemas; reading them would only stall. */
const LARGEST = 5 * 1024 * 1024;
const SECONDS = 30;

export interface ImportOptions extends RegistryOptions {
  /** File to write to; standard output where it is left out. */
  readonly output?: string;
  /** Whether files that are there may be overwritten. */
  readonly force?: boolean;
}

/** What is imported, and how it is called where it has no name of its own. */
interface Opened extends ImportSource {
  readonly format: keyof typeof IMPORTS;
  readonly id: string;
}

/** Prints an ODCS contract made from another format, and on standard error what is left for a person to say. */
export async function importFile(format: ImportFormat, from: string, options: ImportOptions = {}): Promise<void> {
  const { output, force = false } = options;
  try {
    const opened = await open(format, from, options);
    const result = await IMPORTS[opened.format](opened);
    const problems = result.ok ? result.warnings : result.problems;
    if (problems.length > 0) log(formatProblems(problems));
    if (!result.ok) {
      process.exitCode = BAD_INPUT;
      return;
    }
    write(result.value, contractText(result.value, opened.id), { output, force });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log(error.message);
    process.exitCode = BAD_INPUT;
  }
}

/** @throws UserError where there is nothing to read */
async function open(format: ImportFormat, from: string, options: ImportOptions): Promise<Opened> {
  if (format === "registry") {
    const { subject, version, schemaType, schema } = await subjectOf(from, options);
    const id = slug(subject.replace(/-(value|key)$/, "").replace(/\.v\d+$/, ""));
    return { format: SCHEMA_TYPES[schemaType], file: `${subject} version ${version}`, text: schema, id };
  }
  const isAddress = /^https?:\/\//.test(from);
  if (isAddress && !URL.canParse(from)) throw new UserError(`${from}: it is no address; allowed: https://host/path`);
  const name = isAddress ? new URL(from).pathname : from === "-" ? "imported" : from;
  const bytes = isAddress ? await download(from) : read(from);
  if (bytes.length > LARGEST) throw new UserError(`${from}: given ${bytes.length} bytes; allowed: ${LARGEST} bytes`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { format, file: from === "-" ? "<stdin>" : from, text, id: slug(basename(name).replace(/\..*$/, "")) };
  } catch {
    throw new UserError(`${from}: given: bytes that aren't UTF-8; allowed: UTF-8 text; fix: save the file as UTF-8`);
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path === "-" ? 0 : resolve(path));
  } catch (error) {
    throw new UserError(
      `${path}: can't be read: ${messageOf(error)}; allowed: a file, an address, or - for standard input`,
    );
  }
}

async function download(address: string): Promise<Buffer> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(SECONDS * 1000) });
    if (!response.ok) throw new UserError(`${address}: it answered ${response.status} ${response.statusText}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${address}: can't be reached: ${messageOf(error)}`);
  }
}

/** `Order Events` → `order-events` */
function slug(text: string): string {
  const words = text.replace(/([a-z0-9])([A-Z])/g, "$1-$2").replace(/[^A-Za-z0-9]+/g, "-");
  return words.toLowerCase().replace(/^-+|-+$/g, "") || "imported";
}

/** Writes the contract and what is kept beside it; says what the linter will ask for. */
function write(
  { keep }: ContractDraft,
  text: string,
  { output, force }: { readonly output: string | undefined; readonly force: boolean },
): void {
  if (output === undefined) {
    process.stdout.write(text);
    if (keep) log(`With -o FILE the numbers of the fields are kept too, in FILE's name with ${keep.suffix}.`);
  } else {
    const beside = keep && `${resolve(output).replace(/(\.odcs)?\.\w+$/, "")}${keep.suffix}`;
    for (const file of [output, ...(beside ? [beside] : [])])
      if (!force && existsSync(file))
        throw new UserError(`${file}: it is there already; fix: another -o, or --force to overwrite it`);
    save(output, text);
    if (keep && beside) save(beside, keep.text);
  }
  tellWhatIsLeft(output ?? "the contract", text);
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file}: can't be written: ${messageOf(error)}`);
  }
}

/** What no schema says: who owns the data, where help is, what it is for, how it is classified. */
function tellWhatIsLeft(file: string, text: string): void {
  const { findings } = lint([{ file, text }]);
  if (findings.length === 0) return;
  const line = ({ path, message }: Problem) => `  ${path === "" ? "" : `${path}: `}${message}`;
  log(`Left for you to say; mesh lint will ask for it:\n${findings.map(line).join("\n")}`);
}
