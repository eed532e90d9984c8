import type { Contract, Dataset, Property } from "../model";
import { type ContractSource, datasetsOf, type Exporter, portSources, pretty } from "./exporter";
import { type Bounds, boundsOf, enumOf, type Kind, kindOf, rangeOf } from "./kinds";

export type JsonSchema = { readonly [keyword: string]: unknown };

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
/** RFC 3339 without an offset: `date-time` demands one. */
export const LOCAL_DATE_TIME = "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?$";

/**
 * A dataset as JSON Schema 2020-12. Closed: a field that the contract does not name is refused at the entrance, because
 * it would be lost on the way to the stream.
 */
export function jsonSchema(contract: Contract, dataset: Dataset): JsonSchema {
  return {
    $schema: DIALECT,
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
  const values = enumOf(property);
  return {
    ...typeOf(property, kindOf(property)),
    ...(property.businessName === undefined ? {} : { title: property.businessName }),
    ...(property.description === undefined ? {} : { description: property.description }),
    ...(property.classification === undefined ? {} : { "x-classification": property.classification }),
    ...(values === undefined ? {} : { enum: values }),
    ...(property.examples.length > 0 ? { examples: property.examples } : {}),
  };
}

/**
 * The keywords of a kind of value. In JSON a date or time is RFC 3339 text, whatever pattern its store has for it; a
 * decimal is a number.
 */
function typeOf(property: Property, kind: Kind): JsonSchema {
  const options = property.options as Readonly<Record<string, unknown>>;
  switch (kind.kind) {
    case "text":
      return {
        type: "string",
        ...(kind.format === undefined ? {} : { format: kind.format }),
        ...picked(options, "minLength", "maxLength", "pattern"),
      };
    case "bytes":
      return { type: "string", contentEncoding: "base64" };
    case "boolean":
      return { type: "boolean" };
    case "integer":
      return {
        type: "integer",
        ...within(boundsOf(property, "number"), rangeOf(kind.bits, kind.signed)),
        ...picked(options, "multipleOf"),
      };
    case "float":
    case "decimal":
      return { type: "number", ...boundsOf(property, "number"), ...picked(options, "multipleOf") };
    case "date":
    case "time":
      return { type: "string", format: kind.kind, ...formatBounds(property) };
    case "timestamp":
      return kind.zoned
        ? { type: "string", format: "date-time", ...formatBounds(property) }
        : { type: "string", pattern: LOCAL_DATE_TIME };
    case "record":
      return withNames(objectOf(kind.properties), options);
    case "map":
      return {
        type: "object",
        additionalProperties: schemaOf(kind.values),
        ...(kind.keys ? { propertyNames: keyOf(kind.keys) } : {}),
        ...picked(options, "minProperties", "maxProperties"),
      };
    case "array":
      return {
        type: "array",
        ...(kind.items ? { items: schemaOf(kind.items) } : {}),
        ...picked(options, "minItems", "maxItems", "uniqueItems"),
      };
    case "anything":
      return { type: "object", ...picked(options, "required", "minProperties", "maxProperties") };
  }
}

function picked(options: Readonly<Record<string, unknown>>, ...names: readonly string[]): JsonSchema {
  return Object.fromEntries(names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}

/** `logicalTypeOptions.required` of an object says the same as `required` of its properties, in another place. */
function withNames(schema: JsonSchema, options: Readonly<Record<string, unknown>>): JsonSchema {
  const names = new Set([schema.required, options.required].flatMap((some) => (Array.isArray(some) ? some : [])));
  return { ...schema, required: [...names], ...picked(options, "minProperties", "maxProperties") };
}

/** What the contract bounds, and where it doesn't, what the type's width does. */
function within({ ...own }: Bounds<number>, { minimum, maximum }: Bounds<number>): JsonSchema {
  return {
    ...own,
    ...(minimum !== undefined && own.minimum === undefined && own.exclusiveMinimum === undefined ? { minimum } : {}),
    ...(maximum !== undefined && own.maximum === undefined && own.exclusiveMaximum === undefined ? { maximum } : {}),
  };
}

const FORMAT_KEYWORDS = {
  minimum: "formatMinimum",
  maximum: "formatMaximum",
  exclusiveMinimum: "formatExclusiveMinimum",
  exclusiveMaximum: "formatExclusiveMaximum",
} as const;

/** JSON Schema has no bounds of its own for text; validators that know the proposed keywords check them. */
function formatBounds(property: Property): JsonSchema {
  const bounds = boundsOf(property, "string");
  return Object.fromEntries(
    Object.entries(bounds).map(([side, text]) => [FORMAT_KEYWORDS[side as keyof Bounds<string>], internetTime(text)]),
  );
}

/** `2020-01-01 00:00:00+10:00` as RFC 3339 has it; a time that names no zone counts as UTC. */
function internetTime(text: string): string {
  const time = text.replace(/^(\d{4}-\d{2}-\d{2}) /, "$1T");
  return /\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(time) && !/[+-]\d{2}:\d{2}$/.test(time) ? `${time}Z` : time;
}

/** Keys are text in JSON, so that of a key of another type only its form can be demanded. */
function keyOf(key: Property): JsonSchema {
  const { type, ...keywords } = schemaOf(key);
  if (type === "string") return keywords;
  if (type === "integer") return { pattern: "^-?\\d+$" };
  return type === "number" ? { pattern: "^-?\\d+(\\.\\d+)?$" } : {};
}

/** The schema of a dataset; of several, one that holds them all and accepts a record of any. */
function bundle(sources: readonly ContractSource[], about: { readonly $id: string; readonly title: string }): string {
  const all = sources.flatMap((source) =>
    datasetsOf(source).map((dataset) => ({ entity: dataset.entity, schema: jsonSchema(source.contract, dataset) })),
  );
  if (all.length === 1) return pretty(all[0]?.schema);
  const names = new Map<string, JsonSchema>();
  for (const { entity, schema } of all) names.set(names.has(entity) ? String(schema.$id) : entity, schema);
  return pretty({
    $schema: DIALECT,
    ...about,
    anyOf: all.map(({ schema }) => ({ $ref: schema.$id })),
    $defs: Object.fromEntries(names),
  });
}

export const jsonschema: Exporter = {
  contract: (source) => {
    const { domain, id, version, name } = source.contract;
    return { text: bundle([source], { $id: `urn:mesh:${domain}:${id}:${version}`, title: name }) };
  },
  product: (source) => {
    const { domain, id, version, name } = source.product;
    return { text: bundle(portSources(source), { $id: `urn:mesh:${domain}:${id}:${version}`, title: name }) };
  },
};
