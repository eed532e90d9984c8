import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { EXPORTS } from "../../contracts/exports";
import {
  type ContractSource,
  type Exported,
  type Exporter,
  NotExpressible,
  type ProductSource,
} from "../../contracts/exports/exporter";
import { openSource } from "../../contracts/exports/source";
import { formatProblems, type LoadResult } from "../../contracts/problem";
import { messageOf, UserError } from "../../toolchain/errors";
import type { ExportFormat } from "../formats";
import { log } from "../log";

/** Exit code where the file can't be read; what can't be expressed is 1. */
const UNREADABLE = 2;
const UNREADABLE_RULES = /^schema\/(unreadable|syntax|empty)$/;

export interface ExportOptions {
  /** File to write to; standard output where it is left out. */
  readonly output?: string;
  /** Name of the one dataset that is wanted. */
  readonly dataset?: string;
}

/** Prints a contract or product in another format; keeps what the next export of it needs in a file beside it. */
export function exportFile(format: ExportFormat, path: string, { output, dataset }: ExportOptions = {}): void {
  const file = resolve(path);
  const opened = told(openSource(file));
  if (!opened) return;
  const exporter: Exporter = EXPORTS[format]();
  const { kind, load } = opened;
  if (!exporter[kind]) {
    const other = kind === "product" ? "a contract (*.odcs.yaml)" : "a product (*.odps.yaml)";
    throw new UserError(`path: given ${path}, which is a ${kind}; allowed: ${format} is made of ${other}.`);
  }
  const source = told(load());
  if (!source) return;
  const beside = join(dirname(file), withoutEnd(file));
  const exported = write(exporter, only(source, dataset), beside);
  if (exported.keep) save(`${beside}${exported.keep.suffix}`, exported.keep.text);
  if (output === undefined) process.stdout.write(exported.text);
  else save(output, exported.text);
}

/** The value; undefined where there is none, after saying why. */
function told<T>(result: LoadResult<T>): T | undefined {
  const problems = result.ok ? result.warnings : result.problems;
  if (problems.length > 0) log(formatProblems(problems));
  if (result.ok) return result.value;
  process.exitCode = problems.some(({ rule }) => UNREADABLE_RULES.test(rule)) ? UNREADABLE : 1;
  return undefined;
}

/** `orders.odcs.yaml` → `orders` */
function withoutEnd(file: string): string {
  return file.slice(dirname(file).length + 1).replace(/(\.od[cp]s)?\.\w+$/, "");
}

/** @throws UserError for a dataset that the contract doesn't have */
function only(source: ContractSource | ProductSource, wanted: string | undefined): ContractSource | ProductSource {
  if (wanted === undefined) return source;
  if (source.kind === "product")
    throw new UserError(
      `dataset: given ${wanted}; allowed: nothing for a product, all of whose ports are exported; fix: name the contract's file`,
    );
  const { datasets } = source.contract;
  const found = datasets.filter(({ name, entity }) => name === wanted || entity === wanted);
  if (found.length > 0) return { ...source, contract: { ...source.contract, datasets: found } };
  throw new UserError(`dataset: given ${wanted}; allowed: ${datasets.map(({ name }) => name).join(", ")}`);
}

/** @throws UserError where the format can't say what the file says */
function write(exporter: Exporter, source: ContractSource | ProductSource, beside: string): Exported {
  const kept = (suffix: string) => {
    try {
      return readFileSync(`${beside}${suffix}`, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new UserError(`${beside}${suffix}: can't be read: ${messageOf(error)}`);
    }
  };
  const surroundings = { now: new Date().toISOString(), kept };
  try {
    const exported =
      source.kind === "product" ? exporter.product?.(source, surroundings) : exporter.contract?.(source, surroundings);
    if (!exported) throw new Error(`asked for a ${source.kind}`);
    return exported;
  } catch (error) {
    throw error instanceof NotExpressible ? new UserError(error.message) : error;
  }
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`${file}: can't be written: ${messageOf(error)}`);
  }
}
