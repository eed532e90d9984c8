/** The seven modes: which direction, and how far back. */
import { expect, test } from "vitest";
import { incompatibilities, MODES, NotASchema, requireSchema } from "../../../contracts/compatibility";

const record = (...fields: string[]) =>
  JSON.stringify({
    type: "record",
    name: "R",
    fields: fields.map((name) =>
      name.endsWith("?") ? { name: name.slice(0, -1), type: "int", default: 0 } : { name, type: "int" },
    ),
  });

/** `old` clashes backward, `older` forward; the last is between. */
const previous = [
  { label: "1", schema: record("a") },
  { label: "2", schema: record("a", "b", "c") },
  { label: "3", schema: record("a", "b", "d?") },
];
const next = record("a", "b", "e?");

test.each([
  ["NONE", []],
  ["BACKWARD", []],
  ["BACKWARD_TRANSITIVE", ["1 backward b"]],
  ["FORWARD", []],
  ["FORWARD_TRANSITIVE", ["2 forward c"]],
  ["FULL", []],
  ["FULL_TRANSITIVE", ["1 backward b", "2 forward c"]],
])("%s", (mode, expected) => {
  const found = incompatibilities({ schemaType: "AVRO", mode, next, previous });
  expect(found.map(({ against, direction, path }) => `${against} ${direction} ${path}`)).toEqual(expected);
  // The table is whole.
  expect(MODES).toContain(mode);
});

test("the message says who can't read whose records, and where", () => {
  const messages = (mode: string, before: string, after: string, schemaType: "AVRO" | "JSON" = "AVRO") =>
    incompatibilities({ schemaType, mode, next: after, previous: [{ label: "version 1", schema: before }] }).map(
      ({ message }) => message,
    );
  expect(messages("FULL", record("a"), record("b"))).toEqual([
    "it can't read records of version 1: b: the field isn't in what was written, and has no default",
    "readers of version 1 can't read its records: a: the field isn't in what was written, and has no default",
  ]);
  expect(messages("BACKWARD", '"int"', '"string"')).toEqual([
    "it can't read records of version 1: int isn't read as string",
  ]);
  const [narrow, wide] = ['{"type":"integer"}', '{"type":"number"}'];
  expect(messages("BACKWARD", narrow, wide, "JSON")).toEqual([]);
  expect(messages("FORWARD", narrow, wide, "JSON")).toEqual([
    "readers of version 1 can't read its records: number was written, integer is read",
  ]);
  expect(messages("FULL", narrow, wide, "JSON")).toHaveLength(1);
});

test("with NONE nothing of the old is even read", () => {
  const previous = [{ label: "1", schema: "{" }];
  expect(incompatibilities({ schemaType: "AVRO", mode: "NONE", next: record("a"), previous })).toEqual([]);
});

test("the newest counts in every mode but NONE", () => {
  const found = MODES.filter(
    (mode) =>
      incompatibilities({ schemaType: "AVRO", mode, next: record("z"), previous: previous.slice(2) }).length > 0,
  );
  expect(found).toEqual(MODES.filter((mode) => mode !== "NONE"));
});

test.each([
  ["decimal(4, 2)", "decimal(6, 2)", "logicalType"],
  ["decimal(4, 2)", "decimal(4, 2)", "-"],
  ["timestamp-millis", "timestamp-micros", "logicalType"],
  ["date", "time-millis", "logicalType"],
])("%s to %s", (before, after, kind) => {
  const schema = (name: string) => {
    const [, precision, scale] = /^decimal\((\d+), (\d+)\)$/.exec(name) ?? [];
    const logicalType = name.replace(/\(.*/, "");
    const type = logicalType === "decimal" ? "bytes" : logicalType.startsWith("timestamp") ? "long" : "int";
    return JSON.stringify({
      type,
      logicalType,
      ...(precision ? { precision: Number(precision), scale: Number(scale) } : {}),
    });
  };
  const found = incompatibilities({
    schemaType: "AVRO",
    mode: "FULL",
    next: schema(after),
    previous: [{ label: "1", schema: schema(before) }],
  });
  expect([...new Set(found.map((one) => one.kind))].join() || "-").toBe(kind);
});

test.each([
  ["AVRO", "{", /isn't JSON/],
  [
    "AVRO",
    '{"type":"record","name":"R","fields":[{"name":"a","type":"Missing"}]}',
    /^a: the type Missing isn't defined/,
  ],
  [
    "AVRO",
    '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}',
    /^a: the default "x" isn't/,
  ],
  ["AVRO", '["int","int"]', /holds int twice/],
  ["AVRO", '{"type":"enum","name":"E","symbols":["a"],"default":"b"}', /none of its symbols/],
  ["AVRO", '{"type":"fixed","name":"F"}', /has no size/],
  ["JSON", "[]", /an object, true or false/],
  ["PROTOBUF", "message", /illegal/],
] as const)("%s: %s is no schema", (type, text, message) => {
  expect(() => requireSchema(type, text)).toThrow(message);
  expect(() => requireSchema(type, text)).toThrow(NotASchema);
});

test("the bare name of a primitive is an Avro schema", () => {
  expect(() => requireSchema("AVRO", "string")).not.toThrow();
});
