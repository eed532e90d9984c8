/** Postgres column types: one writing for each, and which change of type keeps every value. */

interface ColumnType {
  readonly name: string;
  /** What stands in brackets, e.g. precision and scale. */
  readonly sizes: readonly number[];
  readonly array: boolean;
}

/** Postgres' own names for its short ones (documentation, table 8.1). */
const ALIASES: Readonly<Record<string, string>> = {
  int: "integer",
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  decimal: "numeric",
  varchar: "character varying",
  char: "character",
  bpchar: "character",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone",
};
/** Words, sizes, more words, array: `numeric(12,2)`, `timestamp(3) with time zone`, `text[]`. Nothing else is a type. */
const TYPE = /^([a-z][a-z0-9_]*(?: [a-z]+)*?) ?(?:\((\d{1,4})(?: ?, ?(\d{1,4}))?\))?((?: [a-z]+)*)(\[\])?$/;

/** What {@link parseType} takes; also keeps a column's type from being any other SQL. */
export function isType(text: string): boolean {
  return parseType(text) !== undefined;
}

/** The type in Postgres' own writing, as `format_type` gives it: `varchar(5)` → `character varying(5)`. */
export function canonicalType(text: string): string {
  const type = parseType(text);
  if (type === undefined) return text;
  const sizes = type.sizes.length === 0 ? "" : `(${type.sizes.join(",")})`;
  const [head = "", ...rest] = type.name.split(" ");
  // The precision of times stands before "with time zone".
  const name =
    /^times?(tamp)?$/.test(head) && rest.length > 0 ? `${head}${sizes} ${rest.join(" ")}` : type.name + sizes;
  return `${name}${type.array ? "[]" : ""}`;
}

/** Whether every value of `from` is a value of `to`, unchanged. */
export function widens(from: string, to: string): boolean {
  const a = parseType(from);
  const b = parseType(to);
  if (a === undefined || b === undefined || a.array !== b.array) return false;
  if (canonicalType(from) === canonicalType(to)) return true;
  if (b.name === "text") return a.name === "character varying";
  if (b.name === "character varying") {
    return a.name === b.name && (b.sizes.length === 0 || (a.sizes[0] ?? Number.POSITIVE_INFINITY) <= (b.sizes[0] ?? 0));
  }
  if (b.name === "numeric") return (digitsOf(a)?.fits(b) ?? false) as boolean;
  if (b.name === "double precision") return a.name === "real" || a.name === "integer" || a.name === "smallint";
  const whole = ["smallint", "integer", "bigint"];
  return whole.includes(a.name) && whole.indexOf(a.name) < whole.indexOf(b.name);
}

function digitsOf(type: ColumnType): { readonly fits: (to: ColumnType) => boolean } | undefined {
  const whole: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 };
  const unbounded = type.name === "numeric" && type.sizes.length === 0;
  const scale = type.name === "numeric" ? (type.sizes[1] ?? 0) : 0;
  const before = type.name === "numeric" ? (type.sizes[0] ?? 0) - scale : whole[type.name];
  if (before === undefined) return undefined;
  return {
    fits: (to) => {
      if (to.sizes.length === 0) return true;
      const toScale = to.sizes[1] ?? 0;
      return !unbounded && toScale >= scale && (to.sizes[0] ?? 0) - toScale >= before;
    },
  };
}

function parseType(text: string): ColumnType | undefined {
  const found = TYPE.exec(text.trim().toLowerCase().replace(/\s+/g, " "));
  if (found === null) return undefined;
  const [, head = "", first, second, tail = "", array] = found;
  const written = `${head}${tail}`;
  const sizes = [first, second].filter((size) => size !== undefined).map(Number);
  const name = ALIASES[written] ?? written;
  // What Postgres fills in by itself: numeric(12) is numeric(12,0), char is char(1).
  if (name === "numeric" && sizes.length === 1) sizes.push(0);
  if (name === "character" && sizes.length === 0) sizes.push(1);
  return { name, sizes, array: array !== undefined };
}
