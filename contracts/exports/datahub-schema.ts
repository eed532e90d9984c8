/** DataHub's `schemaMetadata` of a dataset. */
import type { Dataset, Property } from "../model";
import { avroSchema } from "./avro";
import type { Json, Register, Stamp } from "./datahub-proposals";
import { urns } from "./datahub-proposals";
import type { ContractSource } from "./exporter";
import { jsonSchema } from "./json-schema";
import { type Kind, kindOf } from "./kinds";
import type { Place } from "./places";
import { ddl } from "./sql";

const TYPES: Readonly<Record<Kind["kind"], string>> = {
  text: "String",
  bytes: "Bytes",
  boolean: "Boolean",
  integer: "Number",
  float: "Number",
  decimal: "Number",
  date: "Date",
  time: "Time",
  timestamp: "Time",
  record: "Record",
  map: "Map",
  array: "Array",
  anything: "Record",
};

const union = (name: string, content: Json) => ({ [`com.linkedin.schema.${name}`]: content });

/** What DataHub calls the type of a property, like `NUMBER`. */
export function typeName(property: Property): string {
  const name = TYPES[kindOf(property).kind].toUpperCase();
  return name === "RECORD" ? "STRUCT" : name;
}

function fieldType(property: Property): Json {
  const kind = kindOf(property);
  const more =
    kind.kind === "array"
      ? { nestedType: [kind.items?.logicalType ?? "string"] }
      : kind.kind === "map"
        ? { keyType: kind.keys?.logicalType ?? "string", valueType: kind.values.logicalType }
        : {};
  return { type: union(`${TYPES[kind.kind]}Type`, more) };
}

interface Context {
  readonly register: Register;
  readonly stamp: Stamp;
  readonly dataset: Dataset;
  readonly place: Place;
}

/** Nested properties have their path as name: `lines.sku`. */
function fieldsOf(properties: readonly Property[], prefix: string, context: Context): Json[] {
  const { register, stamp, dataset, place } = context;
  return properties.flatMap((property) => {
    const { name, classification, description, businessName, required } = property;
    const column =
      prefix === "" && place.kind === "table" ? dataset.table?.columns.find((one) => one.name === name) : undefined;
    const terms = classification && { terms: [{ urn: register.classification(classification) }], auditStamp: stamp };
    const field = {
      fieldPath: `${prefix}${name}`,
      type: fieldType(property),
      nativeDataType: column?.type ?? property.physicalType ?? property.logicalType,
      nullable: !required,
      ...(description && { description }),
      ...(businessName && { label: businessName }),
      ...(prefix === "" && property.primaryKey && { isPartOfKey: true }),
      ...(terms && { glossaryTerms: terms }),
    };
    const inner = property.properties ?? property.items?.properties ?? property.values?.properties ?? [];
    return [field, ...fieldsOf(inner, `${prefix}${name}.`, context)];
  });
}

/** The schema in the store's own words, which DataHub shows as raw. */
function rawSchema({ contract }: ContractSource, { dataset, place }: Context): Json {
  if (place.kind === "topic") {
    const documentSchema = JSON.stringify(avroSchema(dataset, contract));
    return union("KafkaSchema", { documentSchema, documentSchemaType: "AVRO" });
  }
  const isTable = place.kind === "table" && dataset.table;
  return union("OtherSchema", { rawSchema: isTable ? ddl(isTable) : JSON.stringify(jsonSchema(contract, dataset)) });
}

export function schemaMetadata(source: ContractSource, context: Context): Json {
  const { dataset, place } = context;
  const keys = dataset.properties.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  return {
    schemaName: dataset.name,
    platform: urns.platform(place.platform),
    version: 0,
    hash: "",
    platformSchema: rawSchema(source, context),
    fields: fieldsOf(dataset.properties, "", context),
    ...(keys.length > 0 && { primaryKeys: keys }),
  };
}
