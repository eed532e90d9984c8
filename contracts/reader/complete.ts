/**
 * All of YAML 1.2, with merge keys: slower, and able to say what is wrong and where. Only what ./index.ts can't read
 * comes here, so that the parser is loaded when it is needed first.
 */
import type { CST, Document } from "yaml";
import type { PlaceOf } from ".";

const yaml = (): typeof import("yaml") => require("yaml") as typeof import("yaml");

/** A file may refer to its anchors this often: more is a "YAML bomb", not a contract. */
const MOST_ALIASES = 100;
/** Deeper than any contract. Far deeper, the parser would run out of stack. */
const DEEPEST = 100;
/** After so many errors in the syntax the others are their consequence. */
const MOST_ERRORS = 50;
/** This parser takes a third of a second for it. */
export const LARGEST = 1024 * 1024;

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
  return { ...read, placeOf: (path) => document && offsetOf(document, path) };
}

export function parseComplete(text: string): Parsed {
  if (text.length > LARGEST)
    return {
      faults: [
        {
          at: 0,
          rule: "schema/syntax",
          message: "A file of this size has to be plain YAML or JSON, without syntax errors, anchors and tags.",
          given: `${text.length} characters`,
          allowed: `${LARGEST} characters`,
          fix: "split the file, and lint its parts",
        },
      ],
    };
  const parsed = parse(text);
  if ("fault" in parsed) return { faults: [parsed.fault] };
  const { document } = parsed;
  const faults = [...syntaxFaults(document), ...keyFaults(document)];
  if (faults.some(({ rule }) => rule === "schema/syntax")) return { document, faults };
  try {
    return { document, data: document.toJS({ maxAliasCount: MOST_ALIASES }), faults };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The file's anchors and aliases can't be resolved: ${reason}.`;
    return { faults: [{ at: 0, rule: "schema/syntax", message, fix: "write the repeated parts out" }] };
  }
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
  // The package looks for each key among all of its neighbours; keyFaults does so once.
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

/** Keys that JavaScript would take for something else, that aren't text, that stand twice, that readers disagree on. */
function keyFaults(document: Document): Fault[] {
  const { isNode, isScalar, visit } = yaml();
  const faults: Fault[] = [];
  const syntax = (key: unknown, fault: Omit<Fault, "at" | "rule">) => {
    faults.push({ at: isNode(key) ? (key.range?.[0] ?? 0) : 0, rule: "schema/syntax", ...fault });
  };
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) {
          // The fault of an alias that leads nowhere is the composer's.
          if (key !== null) syntax(key, { message: "A key has to be plain text.", fix: "use a plain name as key" });
          continue;
        }
        const name = String(key.value);
        if (name === "__proto__")
          syntax(key, { message: "The key __proto__ isn't allowed.", fix: "rename or remove it" });
        else if (seen.has(name))
          syntax(key, { message: "The mapping has this key already.", given: name, ...fixOf("DUPLICATE_KEY") });
        else if (name === MERGE && key.type === "PLAIN")
          faults.push({
            at: key.range?.[0] ?? 0,
            rule: "semantic/merge-key",
            message: "YAML 1.2 has no merge keys: some readers find a field named << here.",
            given: MERGE,
            allowed: "fields of the standard",
            fix: "write the merged fields out",
          });
        seen.add(name);
      }
    },
  });
  return faults;
}

const MERGE = "<<";

/** The offset of the key or item at `path`. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const { isMap, isNode, isScalar } = yaml();
  const last = path.at(-1);
  if (last === undefined) return isNode(document.contents) ? document.contents.range?.[0] : undefined;
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  // A key's own place reads better than its value's: the value of a mapping starts on the next line.
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return pair !== undefined && isNode(pair.key) ? pair.key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
