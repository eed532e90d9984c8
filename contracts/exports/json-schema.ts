import type { Contract, Dataset, Property } from "../model";

export type JsonSchema = { readonly [keyword: string]: unknown };

const TYPES: Readonly<Record<Property["logicalType"], JsonSchema>> = {
  string: { type: "string" },
  number: { type: "number" },
  integer: { type: "integer" },
  boolean: { type: "boolean" },
  date: { type: "string", format: "date" },
  time: { type: "string", format: "time" },
  timestamp: { type: "string", format: "date-time" },
  object: { type: "object" },
  array: { type: "array" },
};

/** Formats that JSON Schema 2020-12 knows; others that a contract names (a Java date pattern, say) don't carry over. */
const FORMATS: ReadonlySet<string> = new Set(["email", "uri", "uuid", "hostname", "ipv4", "ipv6"]);

/**
 * A dataset as JSON Schema 2020-12. Closed: a field that the contract does not name is refused at the entrance, because
 * it would be lost on the way to the stream.
 */
export function jsonSchema(contract: Contract, dataset: Dataset): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:mesh:${contract.domain}:${contract.id}:${dataset.entity}:${contract.version}`,
    title: dataset.name,
    ...(dataset.description === undefined ? {} : { description: dataset.description }),
    "x-version": contract.version,
    ...objectOf(dataset.properties),
  };
}

function objectOf(properties: readonly Property[]): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(properties.map((property) => [property.name, schemaOf(property)])),
    required: properties.filter((property) => property.required).map((property) => property.name),
    additionalProperties: false,
  };
}

function schemaOf(property: Property): JsonSchema {
  const { format, ...bounds } = property.options;
  return {
    ...TYPES[property.logicalType],
    ...(property.businessName === undefined ? {} : { title: property.businessName }),
    ...(property.description === undefined ? {} : { description: property.description }),
    ...(property.classification === undefined ? {} : { "x-classification": property.classification }),
    ...bounds,
    ...(format !== undefined && FORMATS.has(format) ? { format } : {}),
    ...(property.enum === undefined ? {} : { enum: property.enum }),
    ...(property.examples.length > 0 ? { examples: property.examples } : {}),
    ...(property.properties ? objectOf(property.properties) : {}),
    ...(property.items ? { items: schemaOf(property.items) } : {}),
    ...(property.values ? { additionalProperties: schemaOf(property.values) } : {}),
  };
}
