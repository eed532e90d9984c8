import { Type } from "avsc";
import { describe, expect, it } from "vitest";
import type { Subject } from "../../../contracts/model";
import { decimalBytes } from "../../../services/data-product/avro-values";
import { partitionOf } from "../../../services/data-product/kafka";
import { ExactNumber, inexactNumbers } from "../../../services/data-product/numbers";
import { type Encoder, encoderOf, NotEncodable, numberKindsOf } from "../../../services/data-product/wire";
import { dataset, order } from "./fixture";

const subject = dataset.subject as Subject;

function encoder(type: unknown, required = true): Encoder {
  const field = required ? { name: "v", type } : { name: "v", type: ["null", type], default: null };
  return encoderOf({ ...subject, schema: JSON.stringify({ type: "record", name: "R", fields: [field] }) });
}

/** Reads a record back without our logical types: what another consumer finds on the wire. */
function raw(bytes: Buffer, type: unknown): unknown {
  const schema = { type: "record", name: "R", fields: [{ name: "v", type }] };
  return (Type.forSchema(schema as never).fromBuffer(bytes.subarray(5)) as { v: unknown }).v;
}

function fault(action: () => unknown): NotEncodable {
  try {
    action();
  } catch (error) {
    if (error instanceof NotEncodable) return error;
    throw error;
  }
  throw new Error("was encoded");
}

describe("Confluent's wire format", () => {
  it("is a zero, the schema id in four bytes, big-endian, then Avro", () => {
    const bytes = encoderOf(subject)(0x01020304, order);
    expect([...bytes.subarray(0, 5)]).toEqual([0, 1, 2, 3, 4]);
    const type = Type.forSchema(JSON.parse(subject.schema), { wrapUnions: false });
    const decoded = JSON.parse(JSON.stringify(type.fromBuffer(bytes.subarray(5))));
    expect(decoded).toEqual({ ...order, placed_at: null, note: null, items: null });
  });

  it("holds records longer than the first guess, whole", () => {
    const encode = encoderOf(subject);
    for (const length of [10, 5_000, 20, 200_000, 30]) {
      const note = "ä".repeat(length);
      const type = Type.forSchema(JSON.parse(subject.schema), { wrapUnions: false });
      const decoded = type.fromBuffer(encode(7, { ...order, note }).subarray(5)) as { note: string };
      expect(decoded.note).toBe(note);
    }
  });

  it("is JSON for a JSON subject", () => {
    const bytes = encoderOf({ ...subject, schemaType: "JSON" })(9, { a: "ä" });
    expect([...bytes.subarray(0, 5)]).toEqual([0, 0, 0, 0, 9]);
    expect(JSON.parse(bytes.subarray(5).toString())).toEqual({ a: "ä" });
  });
});

describe("logical types", () => {
  it.each([
    ["date", "int", "1970-01-11", 10],
    ["date", "int", "1969-12-31", -1],
    ["time-millis", "int", "01:02:03.5Z", 3_723_500],
    ["time-millis", "int", "01:30:00+02:00", 84_600_000],
    ["time-micros", "long", "00:00:01.000002Z", 1_000_002],
    ["timestamp-millis", "long", "1970-01-01T00:00:01.5Z", 1_500],
    ["timestamp-millis", "long", "1970-01-01T01:00:00+01:00", 0],
    ["timestamp-micros", "long", "1970-01-01T00:00:00.000123Z", 123],
  ])("%s of %s: %s", (logicalType, type, text, count) => {
    expect(raw(encoder({ type, logicalType })(1, { v: text }), type)).toBe(count);
    expect(raw(encoder({ type, logicalType }, false)(1, { v: text }), ["null", type])).toBe(count);
  });

  it.each([
    ["date", "int", "2026-02-30x"],
    ["date", "int", 5],
    ["time-millis", "int", "25:00:00Z"],
    ["timestamp-millis", "long", "yesterday"],
  ])("%s refuses %s %s", (logicalType, type, value) => {
    expect(fault(() => encoder({ type, logicalType })(1, { v: value })).path).toEqual(["v"]);
  });

  it("decimal is the unscaled number, shortest two's complement", () => {
    const bytes = (value: number) => [...(decimalBytes(value, 12, 2) ?? [])];
    expect(bytes(0)).toEqual([0]);
    expect(bytes(1.27)).toEqual([127]);
    expect(bytes(1.28)).toEqual([0, 128]);
    expect(bytes(-1.28)).toEqual([128]);
    expect(bytes(-1.29)).toEqual([255, 127]);
    expect(bytes(19.99)).toEqual([7, 207]);
    expect(decimalBytes(1.005, 12, 2)).toBeUndefined();
    expect(decimalBytes(1e10, 12, 2)).toBeUndefined();
    expect(decimalBytes(Number.NaN, 12, 2)).toBeUndefined();
  });

  it("decimal has all the digits that were sent, beyond what a double holds", () => {
    const type = { type: "bytes", logicalType: "decimal", precision: 30, scale: 2 };
    const encode = encoder(type, false);
    const unscaled = (literal: string) => {
      const bytes = raw(encode(1, { v: new ExactNumber(literal) }), ["null", "bytes"]) as Buffer;
      return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString("hex")}`));
    };
    expect(unscaled("12345678901234567.89")).toBe(1234567890123456789n);
    expect(unscaled("-12345678901234567890.5")).toBe(-1234567890123456789050n);
    expect(unscaled("1.5e20")).toBe(15000000000000000000000n);
    for (const literal of ["0.123", "1e28", "1e999999999"])
      expect(fault(() => encode(1, { v: new ExactNumber(literal) })).path, literal).toEqual(["v"]);
  });

  it("names the field of a value that does not fit", () => {
    const error = fault(() => encoderOf(subject)(1, { ...order, items: 2 ** 53 }));
    expect(error.path).toEqual(["items"]);
  });
});

describe("numbers that JSON.parse rounds", () => {
  const found = (text: string) =>
    inexactNumbers(text, JSON.parse(text)).map(({ path, literal }) => `${path.join(".")}=${literal}`);

  it("are found by their place, whatever is around them", () => {
    expect(found('{"a":[{"b":12345678901234567890},1],"c":"9007199254740993","d\\"":0.1234567890123456789}')).toEqual([
      "a.0.b=12345678901234567890",
      'd"=0.1234567890123456789',
    ]);
    expect(found("9007199254740993")).toEqual(["=9007199254740993"]);
    expect(found('{"a":1e400}')).toEqual(["a=1e400"]);
  });

  it.each(["1152921504606846976", "0.1", "123456789012345.6", "1.50", "1e22", "-0.0", "100000000000000000.00"])(
    "are not those that a double has: %s",
    (literal) => {
      expect(found(`{"a":${literal},"b":"1234567890.1234567890"}`)).toEqual([]);
    },
  );

  it("are told apart by what the stream keeps of them", () => {
    const decimal = { type: "bytes", logicalType: "decimal", precision: 30, scale: 2 };
    const line = { type: "record", name: "L", fields: [{ name: "price", type: ["null", decimal] }] };
    const fields = [
      { name: "lines", type: { type: "array", items: line } },
      { name: "weights", type: { type: "map", values: "double" } },
      { name: "count", type: ["null", "long"] },
    ];
    const kindAt = numberKindsOf({ ...subject, schema: JSON.stringify({ type: "record", name: "R", fields }) });
    expect(kindAt(["lines", "0", "price"])).toBe("decimal");
    expect(kindAt(["weights", "gross"])).toBe("float");
    expect(kindAt(["count"])).toBe("other");
    expect(kindAt(["nothing"])).toBe("other");
    expect(numberKindsOf({ ...subject, schemaType: "JSON" })(["count"])).toBe("other");
  });
});

describe("partitions", () => {
  // Kafka's own test vectors of Utils.murmur2 (org.apache.kafka.common.utils.UtilsTest), made positive as its
  // partitioner does.
  it.each([
    ["21", -973_932_308],
    ["foobar", -790_332_482],
    ["a-little-bit-long-string", -985_981_536],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971],
  ])("of %s are Java's", (key, murmur2) => {
    expect(partitionOf(Buffer.from(key), 1_000_003)).toBe((murmur2 & 0x7fffffff) % 1_000_003);
  });
});
