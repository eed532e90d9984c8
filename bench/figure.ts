/** One measured figure, and how it compares with its baseline in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Of the same unit; absent where a figure stands for itself. */
  readonly baseline?: number;
}

/** Prints a figure as its JSON line; `ratio` is value / baseline. */
export function print({ name, value, unit, baseline }: Figure): void {
  const figure = {
    name,
    value: round(value),
    unit,
    ...(baseline !== undefined && { baseline: round(baseline), ratio: round(value / baseline) }),
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** What happens meanwhile; never on standard output. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error("median of no values");
  return (upper + lower) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
