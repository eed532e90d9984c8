/** Every logical type with every option that ODCS has for it, in every format that has types. */
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { contractWith, exported } from "./exports-support";
import { OTHERS } from "./exports-types-others";
import type { Row } from "./exports-types-row";
import { SCALARS } from "./exports-types-scalars";

const ROWS = { ...SCALARS, ...OTHERS };

interface Written {
  readonly json: { readonly properties: { readonly x: object }; readonly required: readonly string[] };
  readonly avro: { readonly fields: readonly [{ readonly type: unknown; readonly default?: unknown }] };
  readonly sql: string;
  readonly field: protobuf.FieldBase;
}

function write(row: Row, more: object = {}): Written {
  const source = contractWith({ name: "x", ...row.odcs, ...more }, row.version);
  const [, sql = ""] = /^ {2}"x" (.*?),?$/m.exec(exported("sql", source).text) ?? [];
  const { root } = protobuf.parse(exported("protobuf", source).text);
  const field = root.lookupType("mesh.tests.v1.Things").fields.x;
  if (!field) throw new Error("no field x");
  return {
    json: JSON.parse(exported("jsonschema", source).text),
    avro: JSON.parse(exported("avro", source).text),
    sql,
    field,
  };
}

function typeOf(field: protobuf.FieldBase): string {
  const { type } = field;
  if (field instanceof protobuf.MapField) return `map<${field.keyType},${type}>`;
  return `${field.repeated ? "repeated " : ""}${type.replace("google.protobuf.", "")}`;
}

describe.each(Object.entries(ROWS))("%s", (_name, row) => {
  test("where it is required", () => {
    const { json, avro, sql, field } = write(row, { required: true });
    expect(json.properties.x).toEqual(row.json);
    expect(json.required).toEqual(["x"]);
    expect(avro.fields[0]).toEqual({ name: "x", type: row.avro });
    expect(sql.replace(" NOT NULL", "")).toBe(row.sql);
    expect(sql).toContain(" NOT NULL");
    expect(typeOf(field)).toBe(row.proto);
    expect((field as protobuf.Field).options?.proto3_optional).toBeUndefined();
  });

  test("where it may be left out", () => {
    const { json, avro, sql, field } = write(row);
    expect(json.required).toEqual([]);
    expect(avro.fields[0]).toEqual({ name: "x", type: ["null", row.avro], default: null });
    expect(sql).toBe(row.sql);
    const hasPresence = !field.repeated && !(field instanceof protobuf.MapField);
    expect((field as protobuf.Field).options?.proto3_optional === true).toBe(hasPresence);
  });
});

test("every logical type and every option of the standard has a row", () => {
  const said = JSON.stringify(Object.values(ROWS).map(({ odcs }) => odcs));
  const types = "string date timestamp time number integer object array boolean map vector".split(" ");
  const options =
    "minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf timezone " +
    "minItems maxItems uniqueItems minProperties maxProperties required dimensions elementType";
  for (const type of types) expect(said).toContain(`"logicalType":"${type}"`);
  for (const option of options.split(" ")) expect(said).toContain(`"${option}":`);
});
