/** ODCS properties: what each logical type adds, by version of the standard. */
import { z } from "zod";
import {
  choice,
  entries,
  flag,
  integer,
  isMapping,
  list,
  mapping,
  oneOf,
  plain,
  type StandardVersion,
  shapeOf,
  since,
  tags,
  text,
  whole,
} from "../fields";
import { custom, links, type RelationshipData, relationship, shared, synonyms } from "./parts";
import { type QualityData, quality } from "./quality";

const RANGE_OF_TEXT =
  "maximum minimum exclusiveMaximum:flag<310 exclusiveMaximum>310 exclusiveMinimum:flag<310 exclusiveMinimum>310";
const RANGE =
  "multipleOf:step maximum:number minimum:number " +
  "exclusiveMaximum:flag<310 exclusiveMaximum:number>310 exclusiveMinimum:flag<310 exclusiveMinimum:number>310";

/** `logicalTypeOptions` of each logical type; types that aren't here may have any. Syntax: `shapeOf` in ../fields.ts. */
const OPTIONS: Readonly<Record<string, string>> = {
  string: "minLength:count maxLength:count pattern format",
  date: `format ${RANGE_OF_TEXT}`,
  timestamp: `format timezone:flag defaultTimezone ${RANGE_OF_TEXT}`,
  time: `format timezone:flag defaultTimezone ${RANGE_OF_TEXT}`,
  integer: `format:integers ${RANGE}`,
  number: `format:floats ${RANGE}`,
  object: "maxProperties:count minProperties:count required:names",
  array: "maxItems:count minItems:count uniqueItems:flag",
  vector:
    "dimensions!:dimension elementType:elements distanceMetric:distances embeddingModel embeddingModelVersion normalized:flag",
};

const KINDS: Readonly<Record<string, () => z.ZodType>> = {
  text: () => z.string(),
  flag: () => z.boolean(),
  number: () => z.number(),
  step: () => z.number().gt(0),
  count: () => integer().min(0),
  dimension: () => integer().min(1),
  names: () => entries(z.string(), { least: 1, distinct: "names that differ" }),
  integers: () => z.enum(["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"]),
  floats: () => z.enum(["f32", "f64"]),
  elements: () => z.enum(["bfloat16", "binary", "float16", "float32", "float64", "int8", "uint8"]),
  distances: () => z.enum(["cosine", "dotProduct", "euclidean", "hamming", "manhattan"]),
};

const ABOUT: Readonly<Record<string, string>> = {
  minLength: "Fewest characters",
  maxLength: "Most characters",
  pattern: "Regular expression that the value matches",
  format: "Format of the value",
  minimum: "Least value",
  maximum: "Greatest value",
  exclusiveMinimum: "Value that it has to be above",
  exclusiveMaximum: "Value that it has to be below",
  multipleOf: "Step",
  minItems: "Fewest items",
  maxItems: "Most items",
  uniqueItems: "No item twice",
  minProperties: "Fewest properties",
  maxProperties: "Most properties",
  required: "Names of the properties that have to be there",
  timezone: "Whether the value names its time zone",
  defaultTimezone: "Time zone of a value that names none",
  dimensions: "Length of the vector",
  elementType: "Type of its elements",
  distanceMetric: "How distances are measured",
  embeddingModel: "What made the vector",
  embeddingModelVersion: "Version of what made it",
  normalized: "Whether its length is 1",
};

/** Logical types in the order in which the versions brought them. */
export function logicalTypes(version: StandardVersion): string[] {
  return [
    ...["string", "date", "number", "integer", "object", "array", "boolean"],
    ...(version >= 310 ? ["timestamp", "time"] : []),
    ...(version >= 320 ? ["map", "vector"] : []),
  ];
}

/** What schema objects and properties have in common. */
export const element = (version: StandardVersion) => ({
  ...shared(version),
  physicalType: text("Type in the store"),
  description: text("Meaning"),
  businessName: text("Name in the words of the business"),
  deprecated: since(320, flag("No longer to be used")),
  synonyms: since(320, synonyms(version)),
});

export interface OdcsProperty {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly logicalType?: string | undefined;
  readonly logicalTypeOptions?: Readonly<Record<string, unknown>> | undefined;
  readonly physicalType?: string | undefined;
  readonly physicalName?: string | undefined;
  readonly businessName?: string | undefined;
  readonly description?: string | undefined;
  readonly classification?: string | undefined;
  readonly encryptedName?: string | undefined;
  readonly required?: boolean | undefined;
  readonly unique?: boolean | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly primaryKeyPosition?: number | undefined;
  readonly partitioned?: boolean | undefined;
  readonly partitionKeyPosition?: number | undefined;
  readonly examples?: readonly unknown[] | undefined;
  /** Since 3.2.0. */
  readonly enum?: readonly { readonly value: unknown }[] | undefined;
  readonly customProperties?: readonly { readonly property: string; readonly value?: unknown }[] | undefined;
  readonly relationships?: readonly RelationshipData[] | undefined;
  readonly properties?: readonly OdcsProperty[] | undefined;
  readonly items?: Partial<OdcsProperty> | undefined;
  /** Since 3.2.0. */
  readonly map?: { readonly key: Partial<OdcsProperty>; readonly value: Partial<OdcsProperty> } | undefined;
  readonly quality?: readonly QualityData[] | undefined;
}

/**
 * Where no logical type is given, the published schemas apply every type's rules at once. Since 3.2.0 one of those wants
 * a `map`: a property that has neither is told to name its type. `unknown`: what is given is no type.
 */
const ABSENT = "absent";
const MISSING = "missing";
const UNKNOWN = "unknown";

export function property(version: StandardVersion): z.ZodType<OdcsProperty> {
  const types = logicalTypes(version);
  const at = (level: "property" | "item"): z.ZodType<OdcsProperty> =>
    choice<OdcsProperty>({
      of: (value) => {
        if (!isMapping(value)) return UNKNOWN;
        if (!Object.hasOwn(value, "logicalType"))
          return version >= 320 && !Object.hasOwn(value, "map") ? MISSING : ABSENT;
        return types.includes(value.logicalType as string) ? (value.logicalType as string) : UNKNOWN;
      },
      variants: [...types, ABSENT, ...(version >= 320 ? [MISSING] : []), UNKNOWN],
      make: (type) => model(level, type),
    });
  const properties = at("property");
  const item = at("item");
  const map = () => mapping(version, { key: item.describe("Of each key"), value: item.describe("Of each value") });

  const model = (level: "property" | "item", type: string): z.ZodType => {
    const is = (name: string) => type === name || type === ABSENT || type === MISSING;
    return mapping(
      version,
      {
        ...element(version),
        name: level === "property" ? z.string().describe("Name") : text("Name"),
        logicalType: (type === MISSING ? z.enum(types) : z.enum(types).optional()).describe("Type, whatever the store"),
        physicalName: text("Name in the store"),
        primaryKey: flag("Part of the key"),
        primaryKeyPosition: whole("Place in the key, from 1"),
        required: flag("Never null"),
        unique: flag("Never twice"),
        semanticType: since(320, oneOf(["column", "measure", "dimension"], "Part that it plays in analysis")),
        partitioned: flag("Part of the partition key"),
        partitionKeyPosition: whole("Place in the partition key"),
        classification: text("public, internal, confidential, restricted"),
        encryptedName: text("Name of the encrypted twin"),
        transformSourceObjects: list(z.string(), "Where the value comes from"),
        transformLogic: text("How it is made"),
        transformDescription: text("How it is made, in words"),
        examples: list(z.unknown(), "Examples"),
        enum: since(320, enumeration(version)),
        criticalDataElement: flag("Matters to the business"),
        relationships: since(310, list(relationship(version, "property"), "Foreign keys")),
        quality: quality(version),
        logicalTypeOptions: options(version, type),
        ...(is("object") || (level === "item" && version < 310)
          ? { properties: list(properties, "Of an object") }
          : {}),
        ...(is("array") ? { items: item.optional().describe("Of an array") } : {}),
        ...(type === "map" || (type === ABSENT && version >= 320) ? { map: map().describe("Of a map") } : {}),
      },
      type !== UNKNOWN,
    );
  };
  return properties;
}

function options(version: StandardVersion, type: string): z.ZodType {
  const about = "Bounds of the value";
  const line = OPTIONS[type];
  const kinds = (kind: string) => KINDS[kind]?.() ?? z.string();
  if (line !== undefined)
    return mapping(version, shapeOf(line, version, { kinds, about: ABOUT }))
      .optional()
      .describe(about);
  if (type !== ABSENT && type !== MISSING) return z.looseObject({}).optional().describe(about);
  // Every type's options at once leave none; from 3.2.0 not even an empty mapping, since a vector needs dimensions.
  const none = mapping(version, {});
  return version < 320
    ? none.optional().describe(about)
    : z
        .unknown()
        .refine((value) => value === undefined, { error: "options of a property that has a logicalType" })
        .optional()
        .describe(about);
}

function enumeration(version: StandardVersion) {
  const { id, tags: words } = { id: shared(version).id, tags: tags() };
  const value = mapping(version, {
    id,
    value: plain().describe("The value"),
    label: text("Its name for people"),
    description: text("Its meaning"),
    customProperties: custom(version),
    authoritativeDefinitions: links(version),
    tags: words,
  });
  return entries(value, { least: 1, distinct: "values that differ" }).optional().describe("Allowed values");
}
