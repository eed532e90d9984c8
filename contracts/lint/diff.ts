/** Two texts as a unified diff, which `git apply` and `patch` read. */

const CONTEXT = 3;

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** Empty where the two are the same. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = compared(linesOf(before), linesOf(after));
  return [`--- a/${file}`, `+++ b/${file}`, ...hunksOf(lines), ""].join("\n");
}

/** Each with its line end, so that a missing last one, or another kind, shows. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Where the two differ, the nearest place where they are the same again is looked for. */
function compared(before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [a, b] = [0, 0];
  while (a < before.length || b < after.length) {
    if (before[a] === after[b]) {
      lines.push({ sign: " ", text: before[a] ?? "" });
      a++;
      b++;
      continue;
    }
    const [gone, come] = nearestMeeting(before.slice(a), after.slice(b));
    for (const text of before.slice(a, a + gone)) lines.push({ sign: "-", text });
    for (const text of after.slice(b, b + come)) lines.push({ sign: "+", text });
    a += gone;
    b += come;
  }
  return lines;
}

function nearestMeeting(before: readonly string[], after: readonly string[]): readonly [number, number] {
  for (let steps = 1; steps < before.length + after.length; steps++)
    for (let gone = Math.max(0, steps - after.length); gone <= Math.min(steps, before.length); gone++)
      if (before[gone] !== undefined && before[gone] === after[steps - gone]) return [gone, steps - gone];
  return [before.length, after.length];
}

function* hunksOf(lines: readonly Line[]): Generator<string> {
  const changed = lines.flatMap(({ sign }, at) => (sign === " " ? [] : [at]));
  for (let first = 0; first < changed.length; ) {
    let last = first;
    while ((changed[last + 1] ?? Number.POSITIVE_INFINITY) - (changed[last] ?? 0) <= 2 * CONTEXT) last++;
    const from = Math.max(0, (changed[first] ?? 0) - CONTEXT);
    const hunk = lines.slice(from, (changed[last] ?? 0) + CONTEXT + 1);
    const side = (left: "-" | "+") => {
      const isOf = ({ sign }: Line) => sign === " " || sign === left;
      const count = hunk.filter(isOf).length;
      const start = lines.slice(0, from).filter(isOf).length;
      return `${left}${count === 0 ? start : start + 1},${count}`;
    };
    yield `@@ ${side("-")} ${side("+")} @@`;
    for (const { sign, text } of hunk)
      yield text.endsWith("\n") ? `${sign}${text.slice(0, -1)}` : `${sign}${text}\n\\ No newline at end of file`;
    first = last + 1;
  }
}
