/**
 * All of YAML 1.2, with merge keys: slower, and able to say what is wrong and where. Only what ./index.ts can't read
 * comes here, so that the parser is loaded when it is needed first.
 */
import type { CST, Document, Pair, YAMLMap } from "yaml";
import type { PlaceOf } from ".";

let loaded: typeof import("yaml") | undefined;
function yaml(): typeof import("yaml") {
  loaded ??= require("yaml") as typeof import("yaml");
  return loaded;
}

/** A file may refer to its anchors this often: more is a "YAML bomb", not a contract. */
const MOST_ALIASES = 100;
/** What they may expand to; each of these is judged. */
const MOST_VALUES = 500_000;
/** Deeper than any contract. Far deeper, the parser would run out of stack. */
const DEEPEST = 100;
/** After so many errors in the syntax the others are their consequence. */
const MOST_ERRORS = 50;
/** This parser takes a third of a second for it. */
const LARGEST = 512 * 1024;

/** What is wrong at an offset of the text. */
export interface Fault {
  readonly at: number;
  readonly rule: "schema/syntax" | "semantic/merge-key";
  readonly message: string;
  readonly given?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

export interface Complete {
  /** Absent where there are faults in the syntax. */
  readonly data?: unknown;
  readonly faults: readonly Fault[];
  readonly placeOf: PlaceOf;
}

/** How to go on, for the codes of the `yaml` package that people meet. */
const FIXES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "keep one of the two keys",
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "line the entry up with its neighbours, and close every bracket",
  MULTIPLE_DOCS: "put each document into a file of its own",
  BLOCK_AS_IMPLICIT_KEY: 'put the value into quotes when it contains ": "',
  MISSING_CHAR: "close the quote or bracket",
  KEY_OVER_1024_CHARS: "use a shorter key",
};

/** Beside what was read, the document that it was read from. */
export interface Parsed extends Omit<Complete, "placeOf"> {
  readonly document?: Document;
}

export function readComplete(text: string): Complete {
  const { document, ...read } = parseComplete(text);
  return { ...read, placeOf: document ? placesIn(document) : () => undefined };
}

export function parseComplete(text: string): Parsed {
  if (text.length > LARGEST)
    return {
      faults: [
        {
          at: 0,
          rule: "schema/syntax",
          message:
            "A file of this size has to be plain YAML or JSON: no syntax errors, no anchors, no tags, no 10000 keys in one mapping.",
          given: `${text.length} characters`,
          allowed: `${LARGEST} characters`,
          fix: "split the file, and lint its parts",
        },
      ],
    };
  const parsed = parse(text);
  if ("fault" in parsed) return { faults: [parsed.fault] };
  const { document } = parsed;
  const faults = [...syntaxFaults(document), ...nodeFaults(document)];
  if (faults.some(({ rule }) => rule === "schema/syntax")) return { document, faults };
  const unresolved = (reason: string, allowed?: string): Parsed => {
    const message = `The file's anchors and aliases can't be resolved: ${reason}.`;
    const fault: Fault = { at: 0, rule: "schema/syntax", message, fix: "write the repeated parts out" };
    return { document, faults: [allowed === undefined ? fault : { ...fault, allowed }] };
  };
  try {
    const data: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (sizeOf(data, new Map()) > MOST_VALUES) return unresolved("they repeat too much", `${MOST_VALUES} values`);
    return { document, data, faults };
  } catch (error) {
    return unresolved(error instanceof Error ? error.message : String(error));
  }
}

/** Number of values, those that an alias repeats each time. Endless where a value holds itself. */
function sizeOf(value: unknown, known: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 1;
  const found = known.get(value);
  if (found !== undefined) return found;
  known.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const part of Object.values(value)) size += sizeOf(part, known);
  known.set(value, size);
  return size;
}

/** As the package's own `parseDocument`, but for the depth: nesting is counted before anything recurses into it. */
function parse(text: string): { readonly document: Document } | { readonly fault: Fault } {
  const { Composer, Lexer, Parser } = yaml();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let at = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST) {
      const message = "The file is nested too deep.";
      const allowed = `${DEEPEST} levels`;
      return { fault: { at, rule: "schema/syntax", message, allowed, fix: "close every bracket, and nest less" } };
    }
    at = parser.offset;
  }
  for (const token of parser.end()) tokens.push(token);
  // The package looks for each key among all of its neighbours; nodeFaults does so once.
  const composer = new Composer({ merge: true, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const { stackTraceLimit } = Error;
  // An error's stack takes longer than all else, and nobody reads it.
  Error.stackTraceLimit = 0;
  const [document, second] = composer.compose(tokens, true, text.length);
  Error.stackTraceLimit = stackTraceLimit;
  if (!document) throw new Error("yaml: no document");
  if (second) {
    const at = second.range[0];
    return {
      fault: {
        at,
        rule: "schema/syntax",
        message: "The file holds more than one document.",
        ...fixOf("MULTIPLE_DOCS"),
      },
    };
  }
  return { document: document as Document };
}

function fixOf(code: string): { readonly fix?: string } {
  const fix = FIXES[code];
  return fix === undefined ? {} : { fix };
}

function syntaxFaults({ errors }: Document): Fault[] {
  const faults = errors.slice(0, MOST_ERRORS).map((error): Fault => {
    const message = `${error.message}.`.replace(/\.\.$/, ".");
    return { at: error.pos[0], rule: "schema/syntax", message, ...fixOf(error.code) };
  });
  const last = errors[MOST_ERRORS];
  if (last) {
    const message = `The syntax has ${errors.length - MOST_ERRORS} more errors.`;
    faults.push({ at: last.pos[0], rule: "schema/syntax", message, fix: "correct the first ones, and lint again" });
  }
  return faults;
}

/** Aliases of nothing, and keys that aren't plain, stand twice or are taken for something else by some readers. */
function nodeFaults(document: Document): Fault[] {
  const { isAlias, isMap, isNode, isScalar, visit } = yaml();
  const faults: Fault[] = [];
  const anchors = new Set<string>();
  const syntax = (node: unknown, fault: Omit<Fault, "at" | "rule">) => {
    faults.push({ at: startOf(node) ?? 0, rule: "schema/syntax", ...fault });
  };
  const inMap = ({ items }: YAMLMap) => {
    const seen = new Set<string>();
    for (const { key } of items) {
      const name = nameOf(key);
      if (isNode(key) && !isScalar(key))
        syntax(key, { message: "A key has to be plain text.", fix: "use a plain name as key" });
      else if (name === "__proto__")
        syntax(key, { message: "The key __proto__ isn't allowed.", fix: "rename or remove it" });
      else if (seen.has(name))
        syntax(key, { message: "The mapping has this key already.", given: name, ...fixOf("DUPLICATE_KEY") });
      else if (name === MERGE && isScalar(key) && key.type === "PLAIN")
        faults.push({
          at: startOf(key) ?? 0,
          rule: "semantic/merge-key",
          message: "YAML 1.2 has no merge keys: some readers find a field named << here.",
          given: MERGE,
          allowed: "fields of the standard",
          fix: "write the merged fields out",
        });
      seen.add(name);
    }
  };
  visit(document, (_, node) => {
    if (isMap(node)) inMap(node);
    if (isAlias(node) && !anchors.has(node.source)) {
      const fix = "name an anchor that stands before it, or put the value into quotes";
      syntax(node, { message: "The alias has no anchor.", given: `*${node.source}`, fix });
    } else if (isNode(node) && "anchor" in node && node.anchor) anchors.add(node.anchor);
  });
  return faults;
}

function startOf(node: unknown): number | undefined {
  return yaml().isNode(node) ? node.range?.[0] : undefined;
}

/** A key as it is in the data. One that holds keys again has no name: written out, it doubles with each level. */
function nameOf(key: unknown): string {
  const value: unknown = yaml().isScalar(key) ? key.value : undefined;
  if (value === null || value === undefined) return "";
  return typeof value === "symbol" ? (value.description ?? "") : String(value);
}

const MERGE = "<<";

/** The offset of the key or item at a path. What was looked up once isn't looked for again. */
function placesIn(document: Document): PlaceOf {
  const { isMap, isSeq } = yaml();
  const pairs = new Map<unknown, Map<string, Pair>>();
  const pairsOf = (node: YAMLMap) => {
    const found = pairs.get(node) ?? new Map(node.items.map((pair) => [nameOf(pair.key), pair]));
    pairs.set(node, found);
    return found;
  };
  return (path) => {
    let node: unknown = document.contents;
    let at = startOf(node);
    for (const part of path) {
      if (isMap(node)) {
        // A key's own place reads better than its value's: the value of a mapping starts on the next line.
        const pair = pairsOf(node).get(String(part));
        at = startOf(pair?.key);
        node = pair?.value;
      } else {
        node = isSeq(node) ? node.items[Number(part)] : undefined;
        at = startOf(node);
      }
    }
    return at;
  };
}
