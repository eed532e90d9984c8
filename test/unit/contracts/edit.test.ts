import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isCollection, isMap, parse, parseDocument, stringify } from "yaml";
import { type Edit, editText } from "../../../contracts/edit";

const set = (path: Edit["path"], value: unknown): Edit => ({ kind: "set", path, value });
const remove = (path: Edit["path"]): Edit => ({ kind: "remove", path });
const rename = (path: Edit["path"], name: string): Edit => ({ kind: "rename", path, name });

const FILE = `# the orders
apiVersion: v3.1.0   # of the standard
'id': "orders"

schema:
  # one record is one order
  - name: orders
    properties:
      - { name: id, required: false }   # the key
      - name: amount
        # in euros
        logicalType: number

        examples: [1.5, 2]
    x-unknown: kept
tail:
`;

test.each<[string, Edit, string, string]>([
  ["a value", set(["apiVersion"], "v3.2.0"), "v3.1.0   #", "v3.2.0   #"],
  ["a value in its quotes", set(["id"], "it's"), '"orders"', '"it\'s"'],
  ["a value in brackets", set(["schema", 0, "properties", 0, "required"], true), "false", "true"],
  ["an item", set(["schema", 0, "properties", 1, "examples", 1], 3), "[1.5, 2]", "[1.5, 3]"],
  ["an empty value", set(["tail"], "end"), "tail:\n", "tail: end\n"],
  ["an empty value by a mapping", set(["tail", "a", "b"], 1), "tail:\n", "tail:\n  a:\n    b: 1\n"],
  ["a new key", set(["schema", 0, "tags"], ["a"]), "kept\n", "kept\n    tags:\n      - a\n"],
  ["a new key in brackets", set(["schema", 0, "properties", 0, "unique"], true), "false }", "false, unique: true }"],
  [
    "a new item",
    set(["schema", 0, "properties", 2], { name: "c", tags: [] }),
    "examples: [1.5, 2]\n",
    "examples: [1.5, 2]\n      - name: c\n        tags: []\n",
  ],
  ["a list by a word", set(["schema", 0, "properties", 1, "examples"], "none"), "[1.5, 2]", "none"],
  ["a word by a list", set(["schema", 0, "x-unknown"], [1]), "x-unknown: kept", "x-unknown:\n      - 1"],
  ["a key's name", rename(["schema", 0, "x-unknown"], "tenant"), "x-unknown:", "tenant:"],
  ["a quoted key's name", rename(["id"], "name"), "'id'", "'name'"],
  ["no key", remove(["apiVersion"]), "apiVersion: v3.1.0   # of the standard\n", ""],
  ["no first key of an item", remove(["schema", 0, "properties", 1, "name"]), "name: amount\n        # in", "# in"],
  ["no item", remove(["schema", 0, "properties", 0]), "      - { name: id, required: false }   # the key\n", ""],
  ["no item in brackets", remove(["schema", 0, "properties", 1, "examples", 0]), "[1.5, 2]", "[2]"],
  ["no key in brackets", remove(["schema", 0, "properties", 0, "required"]), "id, required: false }", "id }"],
])("%s, and nothing else, is changed", (_what, edit, from, to) => {
  expect(FILE.split(from)).toHaveLength(2);
  for (const text of [FILE, FILE.replaceAll("\n", "\r\n"), `\ufeff${FILE}`]) {
    const lines = (part: string) => (text.includes("\r") ? part.replaceAll("\n", "\r\n") : part);
    expect(editText(text, [edit])).toBe(text.replace(lines(from), lines(to)));
  }
});

test("edits are made together; their paths are those of the text as it was", () => {
  const edits = [
    remove(["schema", 0, "properties", 0]),
    set(["schema", 0, "properties", 1, "name"], "total"),
    rename(["schema", 0, "properties"], "fields"),
    set(["description", "purpose"], "a: b"),
    set(["description", "usage"], "c"),
  ];
  expect(editText(FILE, edits)).toBe(
    FILE.replace("      - { name: id, required: false }   # the key\n", "")
      .replace("amount", "total")
      .replace("properties", "fields")
      .replace(/tail:\n$/, 'tail:\ndescription:\n  purpose: "a: b"\n  usage: c\n'),
  );
});

test("JSON stays JSON", () => {
  const text = '{\n  "id": "a",\n  "tags": ["x", "y"],\n  "team": {}\n}\n';
  const edits = [
    set(["id"], 'b"'),
    remove(["tags", 0]),
    set(["version"], "1.0.0"),
    set(["team", "name"], "it"),
    rename(["tags"], "words"),
  ];
  expect(editText(text, edits)).toBe(
    '{\n  "id": "b\\"",\n  "words": ["y"],\n  "team": {"name":"it"},\n  "version":"1.0.0"\n}\n',
  );
});

test("where the last key or item goes, an empty collection stays", () => {
  expect(editText("a:\n  - 1 # one\nb: { c: 1 }\nd:\n  e: 1\n", [remove(["a", 0]), remove(["b", "c"])])).toBe(
    "a: [] # one\nb: {}\nd:\n  e: 1\n",
  );
  expect(editText("d:\n  e: 1\n", [remove(["d", "e"]), set(["d", "f"], 2)])).toBe("d:\n  f: 2\n");
});

test.each<[string, string, Edit]>([
  ["a repeated anchor", "a: &x { b: 1 }\nc: *x\n", set(["a", "b"], 2)],
  ["a path through a word", "a: b\n", set(["a", "b"], 2)],
  ["a key that is there already", "a: 1\nb: 2\n", rename(["a"], "b")],
  ["a syntax error", "a: [\n", set(["a"], 2)],
  ["the whole text", "a: 1\n", set([], 2)],
])("given up: %s", (_what, text, edit) => {
  expect(editText(text, [edit])).toBeUndefined();
});

type Path = readonly (string | number)[];

/** Plain words, and such as have to be quoted. */
const word = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/),
  fc.constantFrom("a: b", "# no comment", "- c", "x, y", "[", "yes", "1", "it's", '"', "two\nlines", "é", " ", ""),
);
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.double({ noNaN: true }));
const { value: tree } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(word, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const mapping = fc.dictionary(word, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true });

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value)
    ? value.map((item, at) => [at, item] as const)
    : Object.entries(value as Record<string, unknown>);
  return [path, ...below.flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

function common(a: string, b: string): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++;
  return at;
}

test("any edit of any document changes one piece of it, and does what it says", () => {
  const property = fc.property(
    fc.record({
      data: mapping,
      style: fc.constantFrom({}, { collectionStyle: "flow" as const }, { indentSeq: false }, { lineWidth: 20 }),
      at: fc.nat(),
      kind: fc.constantFrom("set", "add", "remove", "rename"),
      value: tree,
      isCommented: fc.boolean(),
    }),
    ({ data, style, at, kind, value, isCommented }) => {
      const plain = stringify(data, { aliasDuplicateObjects: false, ...style });
      // Comments can't be put blindly into text that goes over lines.
      const text =
        isCommented && !/[|>"']/.test(plain)
          ? plain.replace(/^( *)(.*)$/gm, "$1# about\n$1$2 # said").trimEnd()
          : plain;
      const paths = pathsOf(data);
      const path = paths[at % paths.length] ?? [];
      const document = parseDocument(text);
      if (document.errors.length > 0 || !isDeepStrictEqual(document.toJS(), data)) return;
      const node = document.getIn(path);
      let edit: Edit;
      if (kind === "add") {
        if (!isCollection(node)) return;
        edit = set([...path, isMap(node) ? "added" : node.items.length], value);
      } else if (path.length === 0) return;
      else if (kind === "set") edit = set(path, value);
      else if (kind === "remove") edit = remove(path);
      else if (typeof path.at(-1) === "string") edit = rename(path, "renamed");
      else return;

      const edited = editText(text, [edit]);
      if (edited === undefined) throw new Error(`given up: ${JSON.stringify(edit)} in\n${text}`);
      if (edit.kind === "remove") document.deleteIn(path);
      else if (edit.kind === "set") document.setIn(edit.path, value);
      if (edit.kind !== "rename") expect(parse(edited)).toEqual(document.toJS());
      const first = common(text, edited);
      const last = common([...text].reverse().join(""), [...edited].reverse().join(""));
      if (kind === "add") {
        const isEmpty = isCollection(node) && node.items.length === 0;
        expect(first + last).toBeGreaterThanOrEqual(text.length - (isEmpty ? 2 : 0));
      } else if (kind === "remove" && parse(edited) !== undefined) {
        // Nothing new, but for the brackets of what is empty then.
        expect(first + last).toBeGreaterThanOrEqual(edited.length - " {}".length);
      }
    },
  );
  fc.assert(property, { numRuns: 300, interruptAfterTimeLimit: 5000 });
});
