/** A draft as the text of an ODCS 3.1.0 file. */
import { stringify } from "yaml";
import { pascalCase, snakeCase } from "../names";
import type { ContractDraft, DatasetDraft, PropertyDraft } from "./importer";

const VERSION = "v3.1.0";
/** The order in which people read a property. */
const ORDER: readonly (keyof PropertyDraft)[] = [
  "name",
  "businessName",
  "description",
  "logicalType",
  "physicalType",
  "physicalName",
  "required",
  "unique",
  "primaryKey",
  "primaryKeyPosition",
  "partitioned",
  "partitionKeyPosition",
  "classification",
  "logicalTypeOptions",
  "examples",
  "relationships",
  "customProperties",
  "items",
  "properties",
];

/** @param id of the contract, where the draft says none */
export function contractText({ datasets, keep: _beside, ...draft }: ContractDraft, id: string): string {
  const contract = {
    apiVersion: VERSION,
    kind: "DataContract",
    id: draft.id ?? id,
    ...(draft.name && { name: draft.name }),
    version: draft.version ?? "1.0.0",
    status: "draft",
    ...(draft.domain && { domain: draft.domain }),
    schema: datasets.map(written),
  };
  // Anchors would make two properties one to whoever edits them.
  return stringify(contract, { lineWidth: 0, aliasDuplicateObjects: false });
}

function written({ name, properties, ...more }: DatasetDraft) {
  return { name, logicalType: "object", ...more, properties: properties.map(inOrder) };
}

function inOrder(property: PropertyDraft): PropertyDraft {
  const { items, properties } = property;
  const whole = {
    ...property,
    ...(items && { items: inOrder(items) }),
    ...(properties && { properties: properties.map(inOrder) }),
  };
  return Object.fromEntries(ORDER.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]])));
}

/** `OrderLines` → `order_lines`, where the exports make the same name of it again. */
export function datasetName(given: string): string {
  const words = snakeCase(given.replace(/([a-z0-9])([A-Z])/g, "$1_$2"));
  return pascalCase(words) === given ? words : given;
}
