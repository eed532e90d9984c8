import { readFileSync } from "node:fs";
import { judgeState } from "../../policy-pack/lib/judge-state";
import { readState } from "../../policy-pack/lib/state";
import { messageOf } from "../../toolchain/errors";
import { mismatches, trusted } from "../attestation";
import type { Record } from "../attestation/record";
import { type Format, log, print } from "../log";
import { ROOT } from "../project";
import { report } from "../report";
import { ruleBook, today } from "../rule-book";

/** Exit code where the file can't be read, or isn't an exported state. */
const UNREADABLE = 2;
const STANDARD_INPUT = "-";

export interface CheckOptions {
  /** What `pulumi stack export` printed; `-` is standard input. */
  readonly stackExport?: string;
  /** What `mesh preview` wrote. */
  readonly attestation?: string;
  readonly format: Format;
}

/**
 * Judges a stack's state by the guardrails, however it was made, or an attestation by this checkout. Exit 0, 1 where it
 * is refused, 2 where it can't be read.
 */
export function check({ stackExport, attestation, format }: CheckOptions): void {
  if (stackExport !== undefined) checkState(stackExport, format);
  if (attestation !== undefined) checkAttestation(attestation, format);
  if (stackExport !== undefined || attestation !== undefined) return;
  log("check: given nothing; allowed: --stack-export FILE, or --attestation FILE");
  process.exitCode = UNREADABLE;
}

function checkAttestation(file: string, format: Format): void {
  let record: Record;
  try {
    record = trusted(file);
  } catch (error) {
    log(messageOf(error));
    process.exitCode = UNREADABLE;
    return;
  }
  const problems = mismatches(ROOT, record);
  const ok = problems.length === 0;
  if (format === "json") print(JSON.stringify({ attestation: record, ok, problems }, null, 2));
  else
    print(
      [`${record.stack}: the attestation ${ok ? "fits this checkout" : "is of something else"}`, ...problems].join(
        "\n  ",
      ),
    );
  if (!ok) process.exitCode = 1;
}

function checkState(file: string, format: Format): void {
  const state = readState(read(file));
  if (!state.ok) {
    log(`${file}: ${state.problem}; fix: pulumi stack export --stack <stack> --file ${file}`);
    process.exitCode = UNREADABLE;
    return;
  }
  const { stack, resources } = state;
  const violations = judgeState(ruleBook(), resources, today());
  const error = violations.length > 0 ? "the policy pack refuses it" : null;
  const changes = { create: 0, update: 0, delete: 0, replace: 0, same: resources.length };
  print(report([{ stack, ok: error === null, changes, violations, error }], format));
  if (format === "text") log(`${stack}: ${resources.length} resources, ${violations.length} violations`);
  if (error) process.exitCode = 1;
}

/** What can't be read is no state: then nothing is what is judged. */
function read(file: string): string {
  try {
    return readFileSync(file === STANDARD_INPUT ? 0 : file, "utf8");
  } catch (error) {
    log(messageOf(error));
    return "";
  }
}
