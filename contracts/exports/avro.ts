import type { Contract, Dataset, Property } from "../model";
import { pascalCase } from "../names";
import { allProperties, datasetsOf, type Exporter, NotExpressible, pretty } from "./exporter";
import { type Bits, type Kind, kindOf } from "./kinds";

export type AvroSchema = string | readonly AvroSchema[] | { readonly [key: string]: unknown };

/**
 * A dataset as an Avro record (Avro 1.12). Optional properties are nullable with default null, so that they may come
 * and go; enums stay strings, because a reader fails on an Avro symbol that it doesn't know.
 */
export function avroSchema(
  dataset: Pick<Dataset, "name" | "description" | "properties">,
  contract: { readonly domain: string },
): AvroSchema {
  const name = pascalCase(dataset.name);
  return {
    type: "record",
    name,
    namespace: `mesh.${contract.domain.replace(/[^A-Za-z0-9_]/g, "_")}`,
    ...(dataset.description === undefined ? {} : { doc: dataset.description }),
    fields: fieldsOf(dataset.properties, name),
  };
}

/** Nested records are named after their path, since an Avro name may be defined only once. */
function fieldsOf(properties: readonly Property[], owner: string): AvroSchema[] {
  return properties.map((property) => {
    const type = typeOf(property, `${owner}${pascalCase(property.name)}`);
    return {
      name: property.name,
      type: property.required ? type : ["null", type],
      ...(property.required ? {} : { default: null }),
      ...(property.aliases === undefined ? {} : { aliases: property.aliases }),
      ...(property.description === undefined ? {} : { doc: property.description }),
    };
  });
}

function typeOf(property: Property, name: string): AvroSchema {
  const kind = kindOf(property);
  switch (kind.kind) {
    case "record":
      return { type: "record", name, fields: fieldsOf(kind.properties, name) };
    case "anything":
      return { type: "record", name, fields: [] };
    case "map":
      return { type: "map", values: typeOf(kind.values, `${name}Value`) };
    case "array":
      return { type: "array", items: kind.items ? typeOf(kind.items, `${name}Item`) : "string" };
    default:
      return scalarOf(kind);
  }
}

function scalarOf(kind: Exclude<Kind, { kind: "record" | "anything" | "map" | "array" }>): AvroSchema {
  switch (kind.kind) {
    case "text":
      return kind.format === "uuid" ? { type: "string", logicalType: "uuid" } : "string";
    case "bytes":
      return "bytes";
    case "boolean":
      return "boolean";
    case "integer":
      return integerOf(kind.bits, kind.signed);
    case "float":
      return kind.bits === 32 ? "float" : "double";
    case "decimal":
      return { type: "bytes", logicalType: "decimal", precision: kind.precision, scale: kind.scale };
    case "date":
      return { type: "int", logicalType: "date" };
    case "time":
      return { type: kind.unit === "millis" ? "int" : "long", logicalType: `time-${kind.unit}` };
    case "timestamp":
      return { type: "long", logicalType: `${kind.zoned ? "" : "local-"}timestamp-${kind.unit}` };
  }
}

/** Decimal digits of the greatest unsigned number, where `long` can't hold it. */
const DIGITS = { 64: 20, 128: 39 } as const;

/**
 * 64 bits where the contract doesn't say less: an int that turns out too small can't be widened for old readers. Avro
 * has no unsigned types: the next wider one holds them, in the end a decimal.
 */
function integerOf(bits: Bits, signed: boolean): AvroSchema {
  if (bits < 32 || (bits === 32 && signed)) return "int";
  if (bits === 32 || (bits === 64 && signed)) return "long";
  return { type: "bytes", logicalType: "decimal", precision: DIGITS[bits === 64 ? 64 : 128], scale: 0 };
}

/** Avro 1.12, "Names". */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The schema of a contract's dataset; of several, the union of their records. */
export const avro: Exporter = {
  contract: (source) => {
    const datasets = datasetsOf(source);
    datasets.forEach(requireExpressible);
    const [first, ...more] = datasets.map((dataset) => avroSchema(dataset, source.contract));
    return { text: pretty(more.length === 0 ? first : [first, ...more]) };
  },
};

function requireExpressible({ name, source, properties }: Contract["datasets"][number]): void {
  const recordName = pascalCase(name);
  if (!NAME.test(recordName))
    throw new NotExpressible(source, "the dataset's name makes no Avro name", {
      given: name,
      fix: "start it with a letter",
    });
  for (const property of allProperties(properties)) {
    const kind = kindOf(property);
    if (!NAME.test(property.name))
      throw new NotExpressible(property.source, "the property's name isn't an Avro name", {
        given: property.name,
        fix: "write it with letters, digits and _",
      });
    if (kind.kind === "anything")
      throw new NotExpressible(property.source, "Avro has no object whose properties aren't named", {
        given: property.name,
        fix: "add properties, or make it a map",
      });
    if (kind.kind === "array" && !kind.items)
      throw new NotExpressible(property.source, "an Avro array needs the type of its items", {
        given: property.name,
        fix: "add items",
      });
  }
}
