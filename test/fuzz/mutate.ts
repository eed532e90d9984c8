/** Files as nobody should write them: pieces of good ones, with what breaks readers of YAML put in. */

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function oneOf<T>(random: Random, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error("one of nothing");
  return value;
}

const SIGNS = [..."  \t\n\r:-#'\"{}[],&*!|>%@`?=<~\\/.0e\0\u0085\u2028\ufeff\ud800😀é"];
const WORDS = [
  ...["---\n", "...\n", "? ", "- ", ": ", " # said", "<<: *a", "&a ", "*a", "!!str ", "!!binary ", "%YAML 1.1\n"],
  ...[
    "|\n",
    ">-\n",
    "|2+\n",
    "__proto__: { a: 1 }",
    "constructor: { prototype: 1 }",
    "toString: 1",
    "hasOwnProperty: 1",
  ],
  ...["null", "~", "yes", "True", "0x1F", "0o17", "1_000", "1e999", "-.inf", ".nan", "9007199254740993", "2026-01-31"],
  ...[
    "''",
    '""',
    "[]",
    "{}",
    "{",
    "]",
    '"\\u00e9\\x41\\ud800"',
    '"\\',
    "v2.2.2",
    "v3.2.0",
    "DataProduct",
    "\r\n",
    "01",
  ],
];
/** Values that rules have to think about. */
const VALUES = [
  ...[
    "(a+)+$",
    "[a",
    "(?<n>a)\\k<n>",
    "-1",
    "1e308",
    "99999999999999999999",
    "2026-13-45",
    "P1D",
    "🙂",
    "a".repeat(5000),
  ],
  ...[
    "[1, [2, [3]]]",
    "{ a: { b: { c: 1 } } }",
    "- 1",
    "../../etc/passwd",
    "a.b.c",
    "schema/x/properties/y",
    "percent",
  ],
];

const line = (random: Random, lines: readonly string[]) => Math.floor(random() * lines.length);

type Mutation = (text: string, random: Random, corpus: readonly string[]) => string;

const insert = (text: string, at: number, added: string) => text.slice(0, at) + added + text.slice(at);
const place = (text: string, random: Random) => Math.floor(random() * (text.length + 1));

function onLines(change: (lines: string[], at: number, random: Random) => void): Mutation {
  return (text, random) => {
    const lines = text.split("\n");
    change(lines, line(random, lines), random);
    return lines.join("\n");
  };
}

/** Puts something in place of a line's value. */
const withValue = (value: (random: Random, old: string) => string) =>
  onLines((lines, at, random) => {
    lines[at] = (lines[at] ?? "").replace(
      /(: |- )(.*)$/,
      (_all, before: string, old: string) => before + value(random, old),
    );
  });

const MUTATIONS: readonly Mutation[] = [
  (text, random) => insert(text, place(text, random), oneOf(random, SIGNS)),
  (text, random) => insert(text, place(text, random), oneOf(random, WORDS)),
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + text.slice(at + 1);
  },
  (text, random) => {
    const at = place(text, random);
    return text.slice(0, at) + oneOf(random, SIGNS) + text.slice(at + 1);
  },
  (text, random) => {
    const [from, length] = [place(text, random), Math.floor(random() * 80)];
    return text.slice(0, from) + text.slice(from + length);
  },
  (text, random, corpus) => {
    const other = oneOf(random, corpus);
    const from = place(other, random);
    return insert(text, place(text, random), other.slice(from, from + Math.floor(random() * 200)));
  },
  (text, random) => (random() < 0.2 ? text.slice(0, place(text, random)) : text.trimEnd()),
  (text, random) => (random() < 0.2 ? text.replaceAll("\n", "\r\n") : text.replace(/\n/, "\r\n")),
  (text, random) => (random() < 0.2 ? `\ufeff${text}` : text),
  (text, random) => {
    // Deep, but short: what is long is slow to read for reasons of its own.
    const depth = Math.floor(random() ** 4 * 3000);
    const [open, close] = oneOf(random, [
      ["[", "]"],
      ["{a: ", "}"],
      ["- ", ""],
      ["? ", ""],
    ] as const);
    return insert(text, place(text, random), open.repeat(depth) + close.repeat(random() < 0.5 ? depth : 0));
  },
  withValue((random) => oneOf(random, VALUES)),
  withValue((random) => oneOf(random, WORDS)),
  withValue((_random, old) => `"${old}"`),
  withValue((_random, old) => `'${old.replaceAll("'", "''")}'`),
  withValue((_random, old) => `[${old}, { a: ${old} }]`),
  withValue((_random, old) => `>\n        ${old}\n          ${old}\n\n        b`),
  withValue((_random, old) => `&a ${old}`),
  withValue(() => "*a"),
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? "")),
  onLines((lines, at, random) => lines.splice(at, 0, "", " ".repeat(Math.floor(random() * 8)), "# said")),
  onLines((lines, at, random) => {
    lines[at] = " ".repeat(Math.floor(random() * 4)) + (lines[at] ?? "");
  }),
  onLines((lines, at) => {
    lines[at] = (lines[at] ?? "").replace(/^ {1,2}/, "");
  }),
  onLines((lines, at) => {
    lines[at] = `${lines[at] ?? ""} # said: so`;
  }),
  onLines((lines, at, random) => {
    const [one, other] = [lines[at] ?? "", line(random, lines)];
    lines[at] = lines[other] ?? "";
    lines[other] = one;
  }),
  onLines((lines, at, random) => {
    const [from, to] = [at, Math.min(lines.length, at + 1 + Math.floor(random() * 6))];
    lines.push(...Array.from({ length: 1 + Math.floor(random() * 20) }, () => lines.slice(from, to)).flat());
  }),
];

/** A file of the corpus after one to eight mutations. */
export function mutated(corpus: readonly string[], random: Random): string {
  let text = oneOf(random, corpus);
  for (let left = 1 + Math.floor(random() ** 2 * 8); left > 0; left--)
    text = oneOf(random, MUTATIONS)(text, random, corpus);
  return text;
}
