/** One broken file through the whole linter, as `mesh lint` judges it. */
import { parseText, textOf } from "../../contracts/document";
import { lint } from "../../contracts/lint";
import { FORMATS } from "../../contracts/lint/formats";
import { type Standard, standardOf, structureOf } from "../../contracts/structure";
import { mutated, randomOf } from "./mutate";

/** A published schema's verdict; undefined where there is no schema of that version. */
export type Verdict = (standard: Standard, data: Readonly<Record<string, unknown>>) => boolean | undefined;

export interface Fuzzed {
  /** CPU time of linting and of all forms of the result, in milliseconds. */
  readonly cpuMs: number;
  /** Whether there was a schema to compare the verdict with. */
  readonly isCompared: boolean;
  /** What may not be: an exception, a finding without its place, a verdict of our own. */
  readonly faults: readonly string[];
}

const UNREADABLE = /^schema\/(?:unreadable|syntax|empty)$/;
const SHOWS_INSIDES = /\n\s+at |\[object |\bundefined\b|TypeError|RangeError/;

/** The file number `seed`. Also prints all forms of its findings. */
export function fuzzed(corpus: readonly string[], seed: number, verdict: Verdict): Fuzzed {
  const bytes = bytesOf(corpus, seed);
  const started = process.cpuUsage();
  const cpuMs = () => {
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  };
  const faults: string[] = [];
  try {
    const { text, ...read } = textOf(bytes, "a.odcs.yaml");
    const files = [{ file: "a.odcs.yaml", text, ...read }];
    const result = lint(files, { mesh: true, today: "2026-06-01" });
    const forms = Object.values(FORMATS).map((form) => form(result, files));
    const taken = cpuMs();
    if (forms.some((form) => form === "")) faults.push("a form is empty");
    for (const { rule, message, fix = "", line, column } of result.findings) {
      if (SHOWS_INSIDES.test(message + fix)) faults.push(`${rule}: ${message} ${fix}`);
      if (!(line >= 1 && column >= 1)) faults.push(`${rule}: at ${line}:${column}`);
    }
    const isRead = !result.findings.some(({ rule }) => UNREADABLE.test(rule));
    const compared = isRead ? differs(text, verdict) : undefined;
    if (compared === true) faults.push("the verdict isn't the published schema's");
    return { cpuMs: taken, isCompared: compared !== undefined, faults };
  } catch (error) {
    return { cpuMs: cpuMs(), isCompared: false, faults: [error instanceof Error ? `${error.stack}` : `${error}`] };
  }
}

/** Undefined where there is nothing to compare. */
function differs(text: string, verdict: Verdict): boolean | undefined {
  const { document } = parseText(text, "a.odcs.yaml");
  if (!document) return undefined;
  const standard = standardOf(document);
  const theirs = verdict(standard, document.data);
  return theirs === undefined ? undefined : theirs !== (structureOf(document, standard).problems.length === 0);
}

/** Some of them aren't UTF-8. */
function bytesOf(corpus: readonly string[], seed: number): Buffer {
  const random = randomOf(seed);
  const bytes = Buffer.from(mutated(corpus, random));
  if (random() < 0.02 && bytes.length > 0)
    bytes[Math.floor(random() * bytes.length)] = 0x80 + Math.floor(random() * 0x80);
  return bytes;
}
