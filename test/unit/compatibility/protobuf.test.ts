/** Protobuf: wire and JSON, case by case. */
import { expect, test } from "vitest";
import { incompatibilities } from "../../../contracts/compatibility";

const kinds = (mode: string, before: string, after: string) =>
  incompatibilities({ schemaType: "PROTOBUF", mode, next: after, previous: [{ label: "v1", schema: before }] })
    .map(({ kind }) => kind)
    .join(" ") || "-";

const message = (body: string, more = "") => `syntax = "proto3"; package a.b; message M { ${body} } ${more}`;

/** Kinds in each direction. */
test.each<[title: string, before: string, after: string, backward: string, forward: string]>([
  ["the same", message("string a = 1;"), message("string a = 1;"), "-", "-"],
  ["a field more", message("string a = 1;"), message("string a = 1; int32 b = 2;"), "-", "-"],
  [
    "a field less, its number reserved",
    message("string a = 1; int32 b = 2;"),
    message('string a = 1; reserved 2; reserved "b";'),
    "-",
    "-",
  ],
  [
    "a field less, its number free",
    message("string a = 1; int32 b = 2;"),
    message("string a = 1;"),
    "reserved",
    "reserved",
  ],
  ["a reserved number is used", message("reserved 2 to 4;"), message("string a = 3;"), "reserved", "reserved"],
  ["a reserved name is used", message('reserved "a";'), message("string a = 3;"), "reserved", "reserved"],
  ["a type of the same group", message("int32 a = 1;"), message("int64 a = 1;"), "-", "-"],
  ["a type of another group", message("int32 a = 1;"), message("sint32 a = 1;"), "type", "type"],
  ["fixed is no varint", message("fixed32 a = 1;"), message("uint32 a = 1;"), "type", "type"],
  ["the same bytes, another JSON", message("string a = 1;"), message("bytes a = 1;"), "json-type", "json-type"],
  ["a number becomes a flag", message("int32 a = 1;"), message("bool a = 1;"), "json-type", "json-type"],
  [
    "a message becomes text",
    message("N a = 1;", "message N {}"),
    message("string a = 1;", "message N {}"),
    "kind",
    "kind",
  ],
  [
    "another message",
    message("N a = 1;", "message N {} message O {}"),
    message("O a = 1;", "message N {} message O {}"),
    "type",
    "type",
  ],
  ["another name", message("string a_b = 1;"), message("string c = 1;"), "json-name", "json-name"],
  [
    "another name, the JSON name kept",
    message("string a_b = 1;"),
    message('string c = 1 [json_name = "aB"];'),
    "-",
    "-",
  ],
  ["another number", message("string a = 1;"), message("string a = 2; reserved 1;"), "number", "number"],
  ["one number becomes many", message("int32 a = 1;"), message("repeated int32 a = 1;"), "label", "label"],
  ["into a new oneof, alone", message("string a = 1;"), message("oneof o { string a = 1; string b = 2; }"), "-", "-"],
  [
    "two into a oneof",
    message("string a = 1; string b = 2;"),
    message("oneof o { string a = 1; string b = 2; }"),
    "oneof",
    "-",
  ],
  [
    "one into a oneof that is there",
    message("string a = 1; oneof o { string b = 2; }"),
    message("oneof o { string a = 1; string b = 2; }"),
    "oneof",
    "-",
  ],
  [
    "out of a oneof",
    message("oneof o { string a = 1; string b = 2; }"),
    message("oneof o { string b = 2; } reserved 1;"),
    "oneof",
    "-",
  ],
  ["optional is no oneof", message("string a = 1;"), message("optional string a = 1;"), "-", "-"],
  ["a map's key", message("map<string, int32> a = 1;"), message("map<int32, int32> a = 1;"), "type", "type"],
  ["a map's value", message("map<string, int32> a = 1;"), message("map<string, string> a = 1;"), "type", "type"],
  ["a message less", message("", "message N {}"), message(""), "message", "-"],
  [
    "an enum's value more",
    message("E e = 1;", "enum E { A = 0; }"),
    message("E e = 1;", "enum E { A = 0; B = 1; }"),
    "-",
    "enum",
  ],
  [
    "an enum's value under another name",
    message("E e = 1;", "enum E { A = 0; }"),
    message("E e = 1;", "enum E { C = 0; }"),
    "json-name",
    "json-name",
  ],
  ["another package", message("string a = 1;"), message("string a = 1;").replace("a.b", "a.c"), "-", "-"],
  [
    "a well-known type",
    'syntax = "proto3"; import "google/protobuf/timestamp.proto"; message M { google.protobuf.Timestamp t = 1; }',
    'syntax = "proto3"; message M { int64 t = 1; }',
    "kind",
    "kind",
  ],
  [
    "required comes",
    'syntax = "proto2"; message M { optional string a = 1; }',
    'syntax = "proto2"; message M { required string a = 1; required string b = 2; }',
    "required required",
    "-",
  ],
])("%s", (_title, before, after, backward, forward) => {
  expect({ backward: kinds("BACKWARD", before, after), forward: kinds("FORWARD", before, after) }).toEqual({
    backward,
    forward,
  });
});

test("nested messages are found by their names, and named in the message", () => {
  const nested = (type: string) => message(`N n = 1; message N { ${type} x = 1; }`);
  const [found] = incompatibilities({
    schemaType: "PROTOBUF",
    mode: "FULL",
    next: nested("string"),
    previous: [{ label: "version 1", schema: nested("double") }],
  });
  expect(found).toMatchObject({
    path: "M.N.x",
    direction: "backward",
    message: "it can't read records of version 1: M.N.x: number 1 was double, string is read",
  });
});

test("a text that is no definition is refused", () => {
  expect(() => kinds("BACKWARD", "message {", message(""))).toThrow(/illegal/);
});
