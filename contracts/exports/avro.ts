import type { Dataset, Property } from "../model";
import { pascalCase } from "../names";

export type AvroSchema = string | readonly AvroSchema[] | { readonly [key: string]: unknown };

const TYPES: Readonly<Record<Exclude<Property["logicalType"], "object" | "array">, AvroSchema>> = {
  string: "string",
  number: "double",
  // 64 bits: an int that turns out too small can't be widened for old readers.
  integer: "long",
  boolean: "boolean",
  date: { type: "int", logicalType: "date" },
  time: { type: "int", logicalType: "time-millis" },
  timestamp: { type: "long", logicalType: "timestamp-millis" },
};

/** `decimal(12,2)` or `numeric(12,2)`: precision and scale. */
const DECIMAL = /^(?:decimal|numeric)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)$/i;

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
      ...(property.description === undefined ? {} : { doc: property.description }),
    };
  });
}

function typeOf(property: Property, name: string): AvroSchema {
  const { logicalType, physicalType = "" } = property;
  if (property.values) return { type: "map", values: typeOf(property.values, `${name}Value`) };
  if (logicalType === "object") return { type: "record", name, fields: fieldsOf(property.properties ?? [], name) };
  if (logicalType === "array")
    return { type: "array", items: property.items ? typeOf(property.items, `${name}Item`) : "string" };
  const decimal = logicalType === "number" ? DECIMAL.exec(physicalType) : null;
  if (decimal)
    return { type: "bytes", logicalType: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2] ?? 0) };
  return TYPES[logicalType];
}
