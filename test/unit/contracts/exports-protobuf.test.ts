/** Protobuf: accepted by protoc and protobufjs, and no field number ever means two things. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { type FieldType, type MessageNumbers, numbered } from "../../../contracts/exports/protobuf-numbers";
import { INSTALLING, python } from "../../support/python";
import { contractFrom, contracts, EVERYTHING, exported, head } from "./exports-support";

/** A file with what it imports. */
function parse(file: string, options: protobuf.IParseOptions = {}): protobuf.IParserResult {
  const parsed = protobuf.parse(file, new protobuf.Root(), options);
  for (const name of parsed.imports ?? []) parsed.root.addJSON(protobuf.common.get(name)?.nested ?? {});
  parsed.root.resolveAll();
  return parsed;
}
const source = (...properties: object[]) =>
  contractFrom(JSON.stringify({ ...head("things"), schema: [{ name: "things", properties }] }));
const text = (name: string, more = {}) => ({ name, logicalType: "string", ...more });

describe.each(contracts({ withDatasets: true }))("$name", (contract) => {
  const file = exported("protobuf", contract.source).text;

  test("is read by protobufjs, with a message for each dataset", () => {
    const { root, package: name } = parse(file, { keepCase: true });
    expect(name).toMatch(/^mesh\.\w+\.v\d+$/);
    const messages = root.lookup(name ?? "") as protobuf.Namespace;
    expect(messages.nestedArray).toHaveLength(contract.source.contract.datasets.length);
  });

  test("is compiled by protoc without a warning", { timeout: INSTALLING }, async (context) => {
    const { run } = await python("protobuf", context);
    const folder = mkdtempSync(join(tmpdir(), "mesh-proto-"));
    writeFileSync(join(folder, "a.proto"), file);
    const args = ["-m", "grpc_tools.protoc", `-I${folder}`, `--descriptor_set_out=${join(folder, "a.pb")}`, "a.proto"];
    const ended = await run("python", args);
    rmSync(folder, { recursive: true });
    expect(ended).toEqual({ code: 0, output: "" });
  });
});

test("a record survives the wire and keeps its names in JSON", () => {
  const { root } = parse(exported("protobuf", contractFrom(EVERYTHING)).text);
  const type = root.lookupType("mesh.tests.v2.Everything");
  const [field] = type.fieldsArray.filter((one) => one.options?.json_name === "at_micros");
  expect(field?.resolve().type).toBe("google.protobuf.Timestamp");
  const record = {
    id: "a",
    level: 1,
    yes: true,
    matrix: [{ entries: [1, 2] }],
    lists: { x: { entries: [{ seconds: 3 }] } },
  };
  const decoded = type.decode(type.encode(type.fromObject(record)).finish());
  expect(type.toObject(decoded, { longs: Number })).toMatchObject(record);
});

describe("field numbers", () => {
  const fieldsOf = (file: string) => {
    const { root } = parse(file, { keepCase: true });
    const { fieldsArray, reserved } = root.lookupType("mesh.tests.v1.Things");
    return { fields: Object.fromEntries(fieldsArray.map(({ name, id }) => [name, id])), reserved: reserved ?? [] };
  };

  test("stay with their fields, whatever comes, goes or moves", () => {
    const first = exported("protobuf", source(text("a"), text("b"), text("c")));
    expect(fieldsOf(first.text).fields).toEqual({ a: 1, b: 2, c: 3 });
    const second = exported("protobuf", source(text("c"), text("d"), text("a")), first.keep?.text);
    expect(fieldsOf(second.text)).toEqual({ fields: { c: 3, d: 4, a: 1 }, reserved: [[2, 2], "b"] });
    // What came back is another field to those who have its number in old data.
    const third = exported("protobuf", source(text("a"), text("b"), text("c"), text("d")), second.keep?.text);
    expect(fieldsOf(third.text)).toEqual({ fields: { a: 1, b: 5, c: 3, d: 4 }, reserved: [[2, 2]] });
  });

  test("the greatest number isn't given again after its field is gone", () => {
    const first = exported("protobuf", source(text("a"), text("b")));
    const second = exported("protobuf", source(text("a")), first.keep?.text);
    const third = exported("protobuf", source(text("a"), text("c")), second.keep?.text);
    expect(fieldsOf(third.text)).toEqual({ fields: { a: 1, c: 3 }, reserved: [[2, 2], "b"] });
  });

  test("a type that old data can't be read as gets a new one", () => {
    const first = exported("protobuf", source(text("a"), { name: "n", logicalType: "integer" }));
    const narrower = { name: "n", logicalType: "integer", logicalTypeOptions: { format: "i32" } };
    const second = exported("protobuf", source(text("a", { logicalType: "number" }), narrower), first.keep?.text);
    expect(fieldsOf(second.text)).toEqual({ fields: { a: 3, n: 2 }, reserved: [[1, 1]] });
  });

  test("are kept only where something has changed", () => {
    const { keep } = exported("protobuf", source(text("a")));
    expect(exported("protobuf", source(text("a")), keep?.text)).not.toHaveProperty("keep");
  });

  test("those that can't be used are refused with what to do", () => {
    const { keep } = exported("protobuf", source(text("a"), text("b")));
    const twice = keep?.text.replace('"number": 2', '"number": 1') ?? "";
    expect(() => exported("protobuf", source(text("a")), twice)).toThrow(
      /two fields have the number 1; fix: after a merge/,
    );
    expect(() => exported("protobuf", source(text("a")), "<<<<<<< HEAD")).toThrow(
      /aren't JSON; fix: take the file back/,
    );
    expect(() => exported("protobuf", source(text("a")), '{"messages":1}')).toThrow(/the kept field numbers/);
  });

  test("Protobuf's own range is left out", () => {
    const before = { fields: { a: { number: 18_999, type: "string" } }, reserved: { numbers: [], names: [] } };
    const { fields } = numbered(before, [
      { name: "a", type: "string" },
      { name: "b", type: "string" },
    ]);
    expect(fields.b?.number).toBe(20_000);
  });

  test("over any history no number ever belongs to two fields or to two types", () => {
    const type = fc.constantFrom("string", "bytes", "int64", "int32", "repeated string");
    const version = fc.uniqueArray(fc.record({ name: fc.constantFrom(..."abcdefg"), type }), {
      selector: ({ name }) => name,
    });
    const meaning = ({ name, type: of }: FieldType) => `${name} ${of.replace("32", "64")}`;
    fc.assert(
      fc.property(fc.array(version, { maxLength: 12 }), (versions) => {
        const owners = new Map<number, string>();
        let numbers: MessageNumbers | undefined;
        for (const fields of versions) {
          numbers = numbered(numbers, fields);
          for (const [name, { number, type: of }] of Object.entries(numbers.fields)) {
            const owner = meaning({ name, type: of });
            expect(owners.get(number) ?? owner).toBe(owner);
            owners.set(number, owner);
          }
          const used = Object.values(numbers.fields).map(({ number }) => number);
          expect(new Set([...used, ...numbers.reserved.numbers]).size).toBe(owners.size);
          expect(used.filter((one) => numbers?.reserved.numbers.includes(one))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("what Protobuf can't say is refused with the place", () => {
  expect(() => exported("protobuf", source({ name: "x", logicalType: "array" }))).toThrow(
    /schema\[0\]\.properties\[0\]: .*items; given: x; fix: add items/,
  );
  expect(() => exported("protobuf", source(text("a_b"), text("aB")))).toThrow(/its name for that of a_b; given: aB/);
});
