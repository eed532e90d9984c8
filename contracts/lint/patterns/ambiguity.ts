/**
 * Exponential ambiguity of a regular expression (Weber and Seidl 1991; Weideman et al. 2016): some loop of its automaton
 * reads the same text along two ways. The automaton is Glushkov's: a state for each character of the expression; ways
 * that come together through what reads nothing, as the two loops of `(a+)+`, are counted as two.
 */
import { type CharSet, overlaps } from "./charset";
import type { Node } from "./parse";

/** A larger automaton isn't worth its time in a linter; hand-written patterns have a tenth. */
const MOST_STATES = 100;
/** Ways from state to state in one loop: their pairs, which are looked at, take some milliseconds. */
const MOST_WAYS = 300;

interface Part {
  readonly isEmpty: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

interface Automaton {
  readonly sets: CharSet[];
  /** State → the states that may come next, each with in how many ways. */
  readonly next: Map<number, number>[];
}

/** Undefined where it is too large to be found out. */
export function isAmbiguous(pattern: Node): boolean | undefined {
  if (!hasLoop(pattern) || !canFailLate(pattern)) return false;
  const automaton: Automaton = { sets: [], next: [] };
  if (!build(pattern, automaton)) return undefined;
  const loops = loopsOf(automaton);
  if (loops.some((loop) => hasTwins(automaton, loop))) return true;
  const found = loops.map((loop) => hasTwoWays(automaton, loop));
  return found.includes(true) || (found.includes(undefined) ? undefined : false);
}

/** Where nothing has to follow the last loop, a match is found at once and no other way is tried. */
function canFailLate(node: Node): boolean {
  if (node.kind === "all") {
    const after = node.of.slice(node.of.findLastIndex(hasLoop) + 1);
    return (
      after.some((one) => one.kind === "anchor" || !canBeEmpty(one)) ||
      node.of.some((one) => hasLoop(one) && canFailLate(one))
    );
  }
  if (node.kind === "any") return node.of.some((one) => hasLoop(one) && canFailLate(one));
  return node.kind === "loop" && canFailLate(node.of);
}

function hasLoop(node: Node): boolean {
  if (node.kind === "loop") return true;
  return (node.kind === "all" || node.kind === "any") && node.of.some(hasLoop);
}

function canBeEmpty(node: Node): boolean {
  switch (node.kind) {
    case "anchor":
      return true;
    case "chars":
      return false;
    case "loop":
      return canBeEmpty(node.of);
    case "all":
      return node.of.every(canBeEmpty);
    case "any":
      return node.of.some(canBeEmpty);
  }
}

/** Undefined where it is too large. */
function build(node: Node, automaton: Automaton): Part | undefined {
  const join = (from: readonly number[], to: readonly number[]) => {
    for (const a of from) for (const b of to) automaton.next[a]?.set(b, (automaton.next[a]?.get(b) ?? 0) + 1);
  };
  if (node.kind === "anchor") return { isEmpty: true, first: [], last: [] };
  if (node.kind === "chars") {
    const state = automaton.sets.push(node.set) - 1;
    automaton.next.push(new Map());
    return state < MOST_STATES ? { isEmpty: false, first: [state], last: [state] } : undefined;
  }
  if (node.kind === "loop") {
    const part = build(node.of, automaton);
    if (part) join(part.last, part.first);
    return part;
  }
  const parts: Part[] = [];
  for (const one of node.of) {
    const part = build(one, automaton);
    if (!part) return undefined;
    parts.push(part);
  }
  if (node.kind === "any")
    return {
      isEmpty: parts.some(({ isEmpty }) => isEmpty),
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
    };
  return parts.reduce<Part>(
    (before, after) => {
      join(before.last, after.first);
      return {
        isEmpty: before.isEmpty && after.isEmpty,
        first: before.isEmpty ? [...before.first, ...after.first] : before.first,
        last: after.isEmpty ? [...before.last, ...after.last] : after.last,
      };
    },
    { isEmpty: true, first: [], last: [] },
  );
}

/** States that can be reached from each other, as sets. */
function loopsOf({ next }: Automaton): Set<number>[] {
  const reached = next.map((_, state) => reach([state], (at) => [...(next[at]?.keys() ?? [])]));
  const loops: Set<number>[] = [];
  next.forEach((_, state) => {
    if (!reached[state]?.has(state) || loops.some((loop) => loop.has(state))) return;
    loops.push(new Set([...(reached[state] ?? [])].filter((other) => reached[other]?.has(state))));
  });
  return loops;
}

/** Everything that `step` leads to; what it starts from only where it comes back there. */
function reach<T extends number>(from: readonly T[], step: (at: T) => readonly T[]): Set<T> {
  const found = new Set<T>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const to of step(at))
      if (!found.has(to)) {
        found.add(to);
        open.push(to);
      }
  return found;
}

function hasTwins({ next }: Automaton, loop: ReadonlySet<number>): boolean {
  return [...loop].some((state) => [...(next[state] ?? [])].some(([to, ways]) => ways > 1 && loop.has(to)));
}

/** Two different states that one text leads to from one state, and from which one text leads to one state again. */
function hasTwoWays({ sets, next }: Automaton, loop: ReadonlySet<number>): boolean | undefined {
  const { length } = sets;
  const inside = (state: number) => [...(next[state]?.keys() ?? [])].filter((to) => loop.has(to));
  const ways = [...loop].reduce((sum, state) => sum + inside(state).length, 0);
  if (ways > MOST_WAYS) return undefined;
  const before = new Map<number, number[]>();
  const step = (pair: number): number[] => {
    const [a, b] = [Math.floor(pair / length), pair % length];
    return inside(a).flatMap((one) =>
      inside(b)
        .filter((other) => overlaps(sets[one] ?? [], sets[other] ?? []))
        .map((other) => one * length + other),
    );
  };
  const same = [...loop].map((state) => state * length + state);
  const ahead = reach(same, (pair) => {
    const to = step(pair);
    for (const one of to) {
      const known = before.get(one);
      if (known) known.push(pair);
      else before.set(one, [pair]);
    }
    return to;
  });
  const back = reach(same, (pair) => before.get(pair) ?? []);
  return [...ahead].some((pair) => Math.floor(pair / length) !== pair % length && back.has(pair));
}
