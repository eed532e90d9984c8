/**
 * Numbers that JSON.parse rounds: a decimal with more digits than a double holds, an integer beyond 2^53. They are
 * looked for in the text only where it has a number long enough to be one, so that the usual body costs one test.
 */

/** A number whose value is not the one that was sent. */
export interface Inexact {
  readonly path: readonly string[];
  /** As it was sent. */
  readonly literal: string;
}

/** Every decimal of up to 15 digits comes through a double unchanged; exponents beyond ±308 may not. */
const SUSPECT = /[\d.]{16}|\d[eE][+-]?\d{3}/;
/** Of valid JSON: strings, so that what is in them is passed over, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Every such number of a body; `body` is what JSON.parse made of `text`. */
export function inexactNumbers(text: string, body: unknown): readonly Inexact[] {
  if (!SUSPECT.test(text)) return [];
  let found = false;
  const marked = text.replace(TOKENS, (token) => {
    if (token.startsWith('"') || isExact(token)) return token;
    found = true;
    return `"${token}"`;
  });
  return found ? differences(body, JSON.parse(marked), []) : [];
}

/** Where the one has a number, the other its text. */
function differences(body: unknown, marked: unknown, path: readonly string[]): Inexact[] {
  if (typeof body === "number") return typeof marked === "string" ? [{ path, literal: marked }] : [];
  if (typeof body !== "object" || body === null) return [];
  const other = marked as Readonly<Record<string, unknown>>;
  return Object.entries(body).flatMap(([name, value]) => differences(value, other[name], [...path, name]));
}

function isExact(literal: string): boolean {
  const value = Number(literal);
  if (!Number.isFinite(value)) return false;
  if (/^-?\d+$/.test(literal)) return BigInt(literal) === BigInt(value);
  const [given, kept] = [partsOf(literal), partsOf(String(value))];
  return given.digits === kept.digits && given.exponent === kept.exponent;
}

/**
 * Whether a number is one that doubles are commonly printed as: with up to 17 digits, most of them are read as the
 * same double again. Whole numbers aren't, they are counts.
 */
export function isPrintedDouble(literal: string): boolean {
  const digits = partsOf(literal).digits.toString().replace("-", "");
  return /[.eE]/.test(literal) && digits.length <= 17;
}

/** A number as its text says, for a type that holds all of its digits. */
export class ExactNumber {
  constructor(readonly literal: string) {}

  /** Times 10^scale, as a whole number; `undefined` where that would lose digits. */
  unscaled(scale: number): bigint | undefined {
    const { digits, exponent } = partsOf(this.literal);
    if (digits === 0n) return 0n;
    const shift = exponent + scale;
    return shift < 0 || shift > MOST_DIGITS ? undefined : digits * 10n ** BigInt(shift);
  }
}

/** More than any decimal has; a literal's exponent must not cost memory. */
const MOST_DIGITS = 400;

/** `-12.50` and `-1.25e1` are -125 and -1. */
function partsOf(literal: string): { readonly digits: bigint; readonly exponent: number } {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = whole + fraction;
  const short = digits.replace(/0+$/, "");
  if (/^0*$/.test(short)) return { digits: 0n, exponent: 0 };
  return {
    digits: BigInt(sign + short),
    exponent: Number(exponent) - fraction.length + digits.length - short.length,
  };
}
