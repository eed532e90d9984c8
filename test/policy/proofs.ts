/** What is proved of every guardrail from the cases that it has, whatever it checks. */
import { expect } from "vitest";
import type { Guardrail } from "../../policy-pack/lib/guardrail";
import type { Violation } from "../../policy-pack/lib/judge";
import { collectSecrets, hide } from "../../policy-pack/lib/secrets";
import type { Registered } from "../../policy-pack/lib/stage";
import { isKubernetes } from "../../policy-pack/lib/types";
import { type Case, draftsOf, type Edit, judge, judgeAll, type Path, registered, UNKNOWN } from "./cases";

/** A check that falls over is a violation, but one that nobody understands. */
const FELL_OVER = /could not be judged: (?!.* has to be )/;

function neverOver(found: readonly Violation[], what: string): void {
  for (const { message } of found) if (FELL_OVER.test(message)) expect(message, what).not.toMatch(FELL_OVER);
}

/**
 * Wherever a bad value is refused, an unknown one is too: each edit of a refused case, and each object around it, made
 * unknown in turn. A value that may turn out bad must not pass.
 */
export function refusesUnknown(guardrail: Guardrail, one: Case): void {
  const { edits = [] } = one;
  edits.forEach(([key, path, value], index) => {
    if (value === UNKNOWN) return;
    const others = edits.filter((_, other) => other !== index);
    for (let length = path.length; length > 0; length--) {
      const unknown: Edit = [key, path.slice(0, length), UNKNOWN];
      // What else is edited below it is unknown with it.
      const kept = others.filter(([other, at]) => other !== key || !startsWith(at, unknown[1]));
      const found = judge(guardrail, { ...one, edits: [...kept, unknown] });
      const what = `${key}.${unknown[1].join(".")} is unknown`;
      expect(found, what).not.toEqual([]);
      neverOver(found, what);
    }
  });
}

/**
 * Every value of the valid stack made unknown in turn: a guardrail doesn't read it, or says that it needs it, and never
 * falls over.
 *
 * @returns how many values there were
 */
export function surviveUnknown(guardrails: readonly Guardrail[]): number {
  let count = 0;
  for (const [key, { props }] of draftsOf({ title: "as it is" })) {
    for (const path of leaves(props)) {
      const resources = registered({ title: "one unknown", edits: [[key, path, UNKNOWN]] });
      // A resource is judged by itself and by what the stack's contracts say, which is of no pod.
      const concerned = ({ name, type }: Registered) => name === key || (key === "product" && !isKubernetes(type));
      neverOver(judgeAll(guardrails, resources, { concerned }), `${key}.${path.join(".")} is unknown`);
      count++;
    }
  }
  return count;
}

/** The same of what a valid case changes, and of what stands beside it. */
export function survivesUnknown(guardrail: Guardrail, one: Case): void {
  const { edits = [], more = {} } = one;
  const places: (readonly [key: string, path: Path])[] = [
    ...edits.map(([key, path]) => [key, path.slice(0, -1)] as const),
    ...Object.keys(more).map((key) => [key, []] as const),
  ];
  for (const [key, { props }] of draftsOf(one)) {
    const near = places.flatMap(([other, path]) => (other === key ? [path] : []));
    for (const path of near.length > 0 ? leaves(props) : []) {
      if (!near.some((start) => startsWith(path, start))) continue;
      const edit: Edit = [key, path, UNKNOWN];
      neverOver(judge(guardrail, { ...one, edits: [...edits, edit] }), `${key}.${path.join(".")} is unknown`);
    }
  }
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

function* leaves(value: unknown, path: Path = []): Generator<Path> {
  if (value === null || typeof value !== "object") yield path;
  else for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, step(value, key)]);
}

function step(container: object, key: string): string | number {
  return Array.isArray(container) ? Number(key) : key;
}

/** A secret is judged like a plain value, and no message says it. */
export function keepsSecret(guardrail: Guardrail, one: Case): Violation[] {
  const plain = judge(guardrail, one);
  const found = judge(guardrail, { ...one, secretly: true });
  const verdicts = (violations: readonly Violation[]) => violations.map(({ guardrail: id, urn }) => ({ id, urn }));
  expect(verdicts(found)).toEqual(verdicts(plain));
  const secrets = (one.edits ?? []).flatMap(([, , value]) => collectSecrets(value, true));
  for (const { message } of found) {
    // The resource's name is no input of it, and what to do about it is the guardrail's own text.
    const said = message.slice(message.indexOf(": "), message.lastIndexOf(". Fix: "));
    expect(said).toBe(hide(said, secrets));
  }
  return found;
}
