/** Avro's resolution case by case; test/unit/compatibility/avro-java.test.ts compares it with Java's. */
import { describe, expect, test } from "vitest";
import { avroClashes } from "../../../contracts/compatibility/avro/resolution";
import { readAvro } from "../../../contracts/compatibility/avro/schema";

type Json = unknown;

const read = (schema: Json) => readAvro(JSON.stringify(schema));
const clashes = (reader: Json, writer: Json) => avroClashes(read(reader), read(writer));
const kinds = (reader: Json, writer: Json) => clashes(reader, writer).map(({ path, kind }) => `${path} ${kind}`.trim());

const record = (fields: readonly Json[], more: object = {}) => ({ type: "record", name: "R", fields, ...more });
const field = (name: string, type: Json, more: object = {}) => ({ name, type, ...more });
const choice = (symbols: readonly string[], more: object = {}) => ({ type: "enum", name: "E", symbols, ...more });
const fixed = (size: number, more: object = {}) => ({ type: "fixed", name: "F", size, ...more });

describe("promotions", () => {
  const TYPES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
  const READ_AS: Readonly<Record<string, readonly string[]>> = {
    int: ["long", "float", "double"],
    long: ["float", "double"],
    float: ["double"],
    string: ["bytes"],
    bytes: ["string"],
  };

  test.each(TYPES)("%s is read as itself and as what it is promoted to, and as nothing else", (writer) => {
    const accepted = TYPES.filter((reader) => clashes(reader, writer).length === 0);
    expect(accepted).toEqual(TYPES.filter((one) => one === writer || READ_AS[writer]?.includes(one)));
  });

  test("the clash names both types", () => {
    expect(clashes("int", "long")).toEqual([{ path: "", kind: "type", message: "long isn't read as int" }]);
  });
});

test.each<[title: string, reader: Json, writer: Json, expected: string[]]>([
  ["a field that was written and isn't read", record([]), record([field("a", "int")]), []],
  ["a field without a default that wasn't written", record([field("a", "int")]), record([]), ["a default"]],
  ["a field with a default", record([field("a", "int", { default: 1 })]), record([]), []],
  ["a default of null", record([field("a", ["null", "int"], { default: null })]), record([]), []],
  ["an enum's default is no field's", record([field("a", choice(["A"], { default: "A" }))]), record([]), ["a default"]],
  ["a field by its alias", record([field("b", "int", { aliases: ["a"] })]), record([field("a", "int")]), []],
  [
    "a writer's alias counts for nothing",
    record([field("b", "int")]),
    record([field("a", "int", { aliases: ["b"] })]),
    ["b default"],
  ],
  [
    "a name and an alias that both match",
    record([field("b", "int", { aliases: ["a"] })]),
    record([field("a", "int"), field("b", "int")]),
    ["b alias"],
  ],
  [
    "every clash is told",
    record([field("a", "int"), field("b", "int")]),
    record([field("a", "string")]),
    ["a type", "b default"],
  ],
  ["another order", record([field("a", "int"), field("b", "int")]), record([field("b", "int"), field("a", "int")]), []],
  ["another name", record([]), { ...record([]), name: "S" }, ["name"]],
  ["another namespace", record([], { namespace: "x" }), record([], { namespace: "y" }), []],
  [
    "a record by its alias, with the namespace",
    record([], { namespace: "x", aliases: ["S"] }),
    { ...record([]), name: "x.S" },
    [],
  ],
  [
    "a record by an alias of another namespace",
    record([], { namespace: "x", aliases: ["y.S"] }),
    { ...record([]), name: "x.S" },
    ["name"],
  ],
  ["a record isn't an enum", record([]), choice(["A"]), ["type"]],
  ["symbols more to read", choice(["A", "B"]), choice(["A"]), []],
  ["symbols that aren't known", choice(["A"]), choice(["A", "B"]), ["symbols"]],
  ["symbols with a default in place of them", choice(["A"], { default: "A" }), choice(["A", "B"]), []],
  ["an enum of another name", choice(["A"]), { ...choice(["A"]), name: "G" }, ["name"]],
  ["the same size", fixed(2), fixed(2), []],
  ["another size", fixed(2), fixed(3), ["size"]],
  ["a fixed of another name", fixed(2), { ...fixed(2), name: "G" }, ["name"]],
  ["items", { type: "array", items: "long" }, { type: "array", items: "int" }, []],
  ["items that aren't read", { type: "array", items: "int" }, { type: "array", items: "long" }, ["[] type"]],
  ["values that aren't read", { type: "map", values: "int" }, { type: "map", values: "long" }, ["{} type"]],
  ["a branch for it", ["null", "int"], "int", []],
  ["a branch that it is promoted to", ["null", "double"], "int", []],
  ["no branch", ["null", "int"], "string", ["union"]],
  ["each branch that was written", "int", ["null", "int"], ["type"]],
  ["a union in another order", ["int", "null"], ["null", "int"], []],
  [
    "the branch of the same kind is told of",
    ["null", record([field("a", "int")])],
    record([field("a", "string")]),
    ["a type"],
  ],
  [
    "inside of a union, an array, a record",
    record([field("l", ["null", { type: "array", items: { ...record([field("x", "int")]), name: "I" } }])]),
    record([field("l", ["null", { type: "array", items: { ...record([field("x", "string")]), name: "I" } }])]),
    ["l[].x type"],
  ],
  [
    "decimals that are the same",
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 1 },
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 1 },
    [],
  ],
  [
    "decimals of another scale",
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 1 },
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 2 },
    ["logicalType"],
  ],
  [
    "a scale that is left out is 0",
    { type: "bytes", logicalType: "decimal", precision: 4 },
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 0 },
    [],
  ],
  [
    "decimals in fixed",
    fixed(4, { logicalType: "decimal", precision: 4 }),
    fixed(4, { logicalType: "decimal", precision: 5 }),
    ["logicalType"],
  ],
  [
    "a decimal that isn't valid is bytes",
    { type: "bytes", logicalType: "decimal", precision: 1, scale: 2 },
    { type: "bytes", logicalType: "decimal", precision: 4, scale: 2 },
    [],
  ],
  ["bytes are read without their meaning", "bytes", { type: "bytes", logicalType: "decimal", precision: 4 }, []],
  [
    "another unit of time",
    { type: "long", logicalType: "time-micros" },
    { type: "int", logicalType: "time-millis" },
    ["logicalType"],
  ],
  [
    "local or not",
    { type: "long", logicalType: "timestamp-millis" },
    { type: "long", logicalType: "local-timestamp-millis" },
    ["logicalType"],
  ],
  [
    "a logical type that we don't know",
    { type: "string", logicalType: "uuid" },
    { type: "string", logicalType: "iban" },
    [],
  ],
])("%s", (_title, reader, writer, expected) => {
  expect(kinds(reader, writer)).toEqual(expected);
});

describe("records that hold themselves", () => {
  const list = (more: readonly Json[]) => record([field("next", ["null", "R"]), ...more]);

  test("are compared to their end", () => {
    expect(kinds(list([]), list([]))).toEqual([]);
    expect(kinds(list([field("a", "int")]), list([field("a", "string")]))).toEqual(["a type"]);
  });

  test("what turns out unreadable is so wherever it was taken for readable", () => {
    const holder = (of: Json) => ({ ...record([field("r", ["null", of])]), name: "S" });
    const inner = (type: string) => ({ ...record([field("s", holder("R")), field("a", type)]) });
    const root = (first: Json) => ({ ...record([field("first", first), field("second", "S")]), name: "Root" });
    const other = { ...record([], { aliases: ["R"] }), name: "F" };
    // The first field is read by the other branch; the second holds what only the branch that fails would read.
    expect(kinds(root([inner("int"), other]), root(inner("string")))).toEqual(["second.r recursion"]);
    expect(kinds(root([inner("int"), other]), root(inner("int")))).toEqual([]);
  });
});

describe("a text that is no schema is refused with its place", () => {
  test.each<[schema: Json, message: RegExp]>([
    [1, /^1 is no type$/],
    [null, /^null is no type$/],
    ["x", /^the type x isn't defined before it is used$/],
    [{ type: "record", fields: [] }, /^a named type has no name$/],
    [{ ...record([]), name: "1" }, /^"1" is no name$/],
    [{ type: "record", name: "R" }, /^the record R has no fields$/],
    [record([field("1", "int")]), /^"1" is no field's name$/],
    [record([null]), /^undefined is no field's name$/],
    [record([field("a", "int"), field("a", "int")]), /^a: the field is there twice$/],
    [record([field("a", record([]))]), /^a: R is defined twice$/],
    [record([field("a", [["int"]])]), /^a: a union holds a union$/],
    [record([field("a", ["int", "int"])]), /^a: a union holds int twice$/],
    [record([field("a", { type: "array", items: "x" })]), /^a\[\]: the type x/],
    [record([field("a", { type: "map", values: "x" })]), /^a\{\}: the type x/],
    [choice(["A", "A"]), /^the enum E needs symbols that are names and differ$/],
    [choice(["1"]), /^the enum E needs symbols/],
    [{ type: "enum", name: "E" }, /^the enum E needs symbols/],
    [fixed(-1), /^the fixed F has no size$/],
    [fixed(1.5), /^the fixed F has no size$/],
  ])("%j", (schema, message) => {
    expect(() => read(schema)).toThrow(message);
  });

  test.each<[type: Json, good: readonly Json[], bad: readonly Json[]]>([
    ["null", [null], [0, "null"]],
    ["boolean", [true], ["true"]],
    ["int", [1, -5], [1.5, 2 ** 40, "1"]],
    ["long", [2 ** 40], [1.5, "1"]],
    ["double", [1.5, 1], ["1.5"]],
    ["string", [""], [1]],
    ["bytes", ["\u00ff"], [1]],
    [choice(["A"]), ["A"], ["B"]],
    [fixed(1), ["a"], [1]],
    [{ type: "array", items: "int" }, [[], [1]], [["a"], {}]],
    [{ type: "map", values: "int" }, [{}, { a: 1 }], [[], { a: "b" }, null]],
    [["null", "int"], [null, 1], ["a"]],
    [
      { ...record([field("x", "int"), field("y", "int", { default: 1 })]), name: "I" },
      [{ x: 1 }, { x: 1, y: 2 }],
      [{}, { x: "a" }, []],
    ],
  ])("a default of %j", (type, good, bad) => {
    const withDefault = (value: Json) => () => read(record([field("a", type, { default: value })]));
    for (const value of good) expect(withDefault(value)).not.toThrow();
    for (const value of bad) expect(withDefault(value)).toThrow(/^a: the default .* isn't a value of its type$/);
  });
});

test("names that match several fields are told", () => {
  const reader = record([field("b", "int", { aliases: ["a"] })]);
  expect(clashes(reader, record([field("a", "int"), field("b", "int")]))[0]?.message).toBe(
    "the field's name and aliases match several fields: a, b",
  );
});

test("names are found in their own namespace, then in none", () => {
  const inside = { ...record([field("a", fixed(1)), field("b", "F"), field("c", "x.F")]), namespace: "x" };
  expect(() => read(inside)).not.toThrow();
  expect(() => read(record([field("a", { ...fixed(1), name: "y.F" }), field("b", "F")]))).toThrow(/^b: the type F/);
  expect(() => read({ ...record([]), type: "error" })).not.toThrow();
});
