/** A regular expression as a tree, as far as it matters for how often it can be taken apart. It is known to compile. */
import { ANY, type CharSet, complement, NAMED, one, opaque, union } from "./charset";

export type Node =
  | { readonly kind: "chars"; readonly set: CharSet }
  | { readonly kind: "all"; readonly of: readonly Node[] }
  | { readonly kind: "any"; readonly of: readonly Node[] }
  /** Once or more often. */
  | { readonly kind: "loop"; readonly of: Node }
  /** Matches where something is, but reads nothing. It can fail. */
  | { readonly kind: "anchor" };

const NOTHING: Node = { kind: "all", of: [] };
const optional = (of: Node): Node => ({ kind: "any", of: [of, NOTHING] });
/** Of repetitions with a number, so many are written out: more would tell nothing new. */
const WRITTEN_OUT = 3;

/** The expression, and each lookaround in it by itself; none where the pattern doesn't compile. */
export function parsePattern(pattern: string): Node[] {
  try {
    new RegExp(pattern, "u");
  } catch {
    return [];
  }
  const parser = new Parser([...pattern]);
  const whole = parser.alternatives();
  return [whole, ...parser.lookarounds];
}

class Parser {
  readonly lookarounds: Node[] = [];
  #at = 0;
  constructor(readonly text: readonly string[]) {}

  alternatives(): Node {
    const of: Node[] = [this.#sequence()];
    while (this.#take("|")) of.push(this.#sequence());
    return of.length === 1 ? (of[0] as Node) : { kind: "any", of };
  }

  #sequence(): Node {
    const of: Node[] = [];
    while (this.#at < this.text.length && this.#next !== "|" && this.#next !== ")")
      of.push(this.#repeated(this.#atom()));
    return { kind: "all", of };
  }

  get #next(): string {
    return this.text[this.#at] ?? "";
  }

  #take(sign: string): boolean {
    const isThere = this.text.slice(this.#at, this.#at + sign.length).join("") === sign;
    if (isThere) this.#at += sign.length;
    return isThere;
  }

  #until(end: string): string {
    const from = this.#at;
    while (this.#at < this.text.length && this.#next !== end) this.#at++;
    return this.text.slice(from, this.#at++).join("");
  }

  #atom(): Node {
    const sign = this.text[this.#at++] ?? "";
    if (sign === "(") return this.#group();
    if (sign === "[") return { kind: "chars", set: this.#class() };
    if (sign === "^" || sign === "$") return { kind: "anchor" };
    if (sign === ".") return { kind: "chars", set: NAMED["."] ?? ANY };
    if (sign !== "\\") return { kind: "chars", set: one(sign.codePointAt(0) ?? 0) };
    if (this.#take("b") || this.#take("B")) return { kind: "anchor" };
    // What a group matched before: anything.
    if (this.#take("k<")) {
      this.#until(">");
      return optional({ kind: "chars", set: ANY });
    }
    if (/[1-9]/.test(this.#next)) {
      while (/\d/.test(this.#next)) this.#at++;
      return optional({ kind: "chars", set: ANY });
    }
    return { kind: "chars", set: this.#escape() };
  }

  #group(): Node {
    const looks = ["?=", "?!", "?<=", "?<!"].some((sign) => this.#take(sign));
    if (!looks && this.#take("?<")) this.#until(">");
    // `?:`, or with flags between the two.
    else if (!looks && this.#take("?")) this.#until(":");
    const inner = this.alternatives();
    this.#at++;
    if (!looks) return inner;
    this.lookarounds.push(inner);
    return { kind: "anchor" };
  }

  /** After the backslash. */
  #escape(): CharSet {
    const letter = this.text[this.#at++] ?? "";
    if (letter === "p" || letter === "P") {
      const name = this.#until("}");
      return letter === "p" ? opaque(name) : complement(opaque(name));
    }
    if (letter === "x") return one(this.#hex(2));
    if (letter === "u") return one(this.#take("{") ? Number.parseInt(this.#until("}"), 16) : this.#hex(4));
    if (letter === "c") return one((this.text[this.#at++] ?? "").charCodeAt(0) % 32);
    return (letter === "." ? undefined : NAMED[letter]) ?? one(letter.codePointAt(0) ?? 0);
  }

  #hex(digits: number): number {
    const text = this.text.slice(this.#at, this.#at + digits).join("");
    this.#at += digits;
    return Number.parseInt(text, 16);
  }

  #class(): CharSet {
    const isNot = this.#take("^");
    const sets: CharSet[] = [];
    while (this.#at < this.text.length && !this.#take("]")) {
      const from = this.#member();
      const isRange = from.length === 1 && this.#next === "-" && this.text[this.#at + 1] !== "]";
      if (!isRange) {
        sets.push(from);
        continue;
      }
      this.#at++;
      sets.push([[from[0]?.[0] ?? 0, this.#member().at(-1)?.[1] ?? 0]]);
    }
    const set = union(sets);
    return isNot ? complement(set) : set;
  }

  #member(): CharSet {
    const sign = this.text[this.#at++] ?? "";
    if (sign !== "\\") return one(sign.codePointAt(0) ?? 0);
    return this.#take("b") ? one(8) : this.#escape();
  }

  #repeated(atom: Node): Node {
    const [least, most] = this.#counts();
    this.#take("?");
    if (least === 1 && most === 1) return atom;
    const copies: Node[] = Array.from({ length: Math.min(least, WRITTEN_OUT) }, () => atom);
    if (most === Number.POSITIVE_INFINITY) {
      const loop: Node = { kind: "loop", of: atom };
      if (least === 0) return optional(loop);
      return { kind: "all", of: [...copies.slice(1), loop] };
    }
    return { kind: "all", of: most > least ? [...copies, optional(atom)] : copies };
  }

  #counts(): readonly [least: number, most: number] {
    const most = Number.POSITIVE_INFINITY;
    if (this.#take("*")) return [0, most];
    if (this.#take("+")) return [1, most];
    if (this.#take("?")) return [0, 1];
    if (!this.#take("{")) return [1, 1];
    const [from = "", to] = this.#until("}").split(",");
    return [Number(from), to === undefined ? Number(from) : to === "" ? most : Number(to)];
  }
}
