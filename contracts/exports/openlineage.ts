/**
 * OpenLineage 2.0.2: a DatasetEvent for each place where a dataset lies, and of a product the JobEvent that says what it
 * reads and writes. One JSON array; each of its events is what the lineage endpoint takes.
 */
import type { Contract, Dataset, Property, Team } from "../model";
import { descriptionText, objectivesOf } from "./about";
import { type ContractSource, datasetsOf, type Exporter, type ProductSource, portSources, pretty } from "./exporter";
import { kindOf } from "./kinds";
import { inputPlaces, type Place, placesOf } from "./places";

type Json = Readonly<Record<string, unknown>>;

/** Who says it: the URI of what made the events, as OpenLineage wants it. */
const PRODUCER = "urn:data-mesh-as-code:mesh-export";
const SPEC = "https://openlineage.io/spec";
const CORE = `${SPEC}/2-0-2/OpenLineage.json#/$defs`;
/** Each facet and the version of its published schema. */
const FACETS = {
  DatasetTypeDatasetFacet: "1-0-1",
  DatasetVersionDatasetFacet: "1-0-1",
  DatasourceDatasetFacet: "1-0-1",
  DocumentationDatasetFacet: "1-1-0",
  DocumentationJobFacet: "1-1-0",
  JobTypeJobFacet: "2-0-4",
  OwnershipDatasetFacet: "1-0-1",
  OwnershipJobFacet: "1-0-1",
  SchemaDatasetFacet: "1-2-0",
  SymlinksDatasetFacet: "1-0-1",
  TagsDatasetFacet: "1-0-0",
  TagsJobFacet: "1-0-0",
} as const;

function facet(name: keyof typeof FACETS, content: Json): Json {
  return { _producer: PRODUCER, _schemaURL: `${SPEC}/facets/${FACETS[name]}/${name}.json#/$defs/${name}`, ...content };
}

function event(name: "DatasetEvent" | "JobEvent", eventTime: string, content: Json): Json {
  return { eventTime, producer: PRODUCER, schemaURL: `${CORE}/${name}`, ...content };
}

const idOf = ({ namespace, name }: Place) => ({ namespace, name });

/** `user:` and `team:` are OpenLineage's own way to tell owners apart. */
function owners(team: Team | undefined): Json[] {
  const members = (team?.members ?? []).map(({ username, role }) => ({
    name: `user:${username}`,
    ...(role && { type: role.toUpperCase().replace(/\W+/g, "_") }),
  }));
  return [...(team?.name ? [{ name: `team:${team.name}`, type: "OWNER" }] : []), ...members];
}

/** The store's column type in a table; elsewhere what the contract calls it. */
function typeOf(property: Property, place: Place, dataset: Dataset): string {
  const column = place.kind === "table" ? dataset.table?.columns.find(({ name }) => name === property.name) : undefined;
  const { kind } = kindOf(property);
  if (column) return column.type;
  if (kind === "record" || kind === "anything") return "struct";
  if (kind === "array" || kind === "map") return kind;
  return property.physicalType ?? property.logicalType;
}

function innerOf(property: Property): readonly Property[] {
  const kind = kindOf(property);
  if (kind.kind === "record") return kind.properties;
  if (kind.kind === "array") return kind.items ? [{ ...kind.items, name: "_element" }] : [];
  if (kind.kind === "map")
    return [
      { ...(kind.keys ?? TEXT), name: "key" },
      { ...kind.values, name: "value" },
    ];
  return [];
}

/** Items of a list are called `_element`, parts of a map `key` and `value`: that is OpenLineage's convention. */
function fieldsOf(properties: readonly Property[], place: Place, dataset: Dataset): Json[] {
  return properties.map((property, at) => {
    const inner = innerOf(property);
    return {
      name: property.name,
      type: typeOf(property, place, dataset),
      ...(property.description && { description: property.description }),
      ordinal_position: at + 1,
      ...(inner.length > 0 && { fields: fieldsOf(inner, { ...place, kind: "file" }, dataset) }),
    };
  });
}

const TEXT: Property = {
  name: "",
  logicalType: "string",
  required: true,
  requiredStated: true,
  unique: false,
  primaryKey: false,
  options: {},
  examples: [],
  quality: [],
  source: { file: "", path: "" },
};

/** A tag has a key and a value: a word that is only there is true. Classifications are of their fields. */
function datasetTags(contract: Contract, dataset: Dataset): Json[] {
  const words = contract.tags.map((key) => ({ key, value: "true", source: "ODCS" }));
  const classified = (properties: readonly Property[], prefix: string): Json[] =>
    properties.flatMap((property) => {
      const field = `${prefix}${property.name}`;
      const own = property.classification
        ? [{ key: "classification", value: property.classification, source: "ODCS", field }]
        : [];
      const inner = property.properties ?? property.items?.properties ?? property.values?.properties ?? [];
      return [...own, ...classified(inner, `${field}.`)];
    });
  return [...words, ...classified(dataset.properties, "")];
}

/**
 * OpenLineage's facets of data quality tell results of checks that ran; a contract has none yet. What it promises is in
 * a facet of our own, which the specification leaves room for.
 */
function promises({ contract }: ContractSource, dataset: Dataset): Json {
  const quality = [
    ...dataset.quality,
    ...dataset.properties.flatMap(({ name, quality: rules }) => rules.map((rule) => ({ ...rule, field: name }))),
  ];
  const { id, version, status } = contract;
  return {
    _producer: PRODUCER,
    _schemaURL: `${CORE}/DatasetFacet`,
    ...{ id, version, status },
    objectives: objectivesOf(contract.objectives),
    ...(quality.length > 0 && { quality }),
  };
}

function datasetEvents(source: ContractSource, owner: Team | undefined, eventTime: string): Json[] {
  const { contract } = source;
  return datasetsOf(source).flatMap((dataset) => {
    const places = placesOf(source, dataset);
    return places.map((place) => {
      const others = places.filter((one) => one !== place);
      const team = owners(contract.team ?? owner);
      const tags = datasetTags(contract, dataset);
      const description = dataset.description ?? descriptionText(contract.description);
      const facets = {
        datasetType: facet("DatasetTypeDatasetFacet", { datasetType: place.kind.toUpperCase() }),
        dataSource: facet("DatasourceDatasetFacet", { name: place.namespace, uri: place.namespace }),
        version: facet("DatasetVersionDatasetFacet", { datasetVersion: contract.version }),
        schema: facet("SchemaDatasetFacet", { fields: fieldsOf(dataset.properties, place, dataset) }),
        ...(description && {
          documentation: facet("DocumentationDatasetFacet", { description, contentType: "text/markdown" }),
        }),
        ...(team.length > 0 && { ownership: facet("OwnershipDatasetFacet", { owners: team }) }),
        ...(tags.length > 0 && { tags: facet("TagsDatasetFacet", { tags }) }),
        ...(others.length > 0 && {
          symlinks: facet("SymlinksDatasetFacet", {
            identifiers: others.map((one) => ({ ...idOf(one), type: one.kind.toUpperCase() })),
          }),
        }),
        mesh_contract: promises(source, dataset),
      };
      return event("DatasetEvent", eventTime, { dataset: { ...idOf(place), facets } });
    });
  });
}

function jobEvent(source: ProductSource, ports: readonly ContractSource[], eventTime: string): Json {
  const { product } = source;
  const description = descriptionText(product.description);
  const team = owners(product.team);
  const facets = {
    jobType: facet("JobTypeJobFacet", { processingType: "SERVICE", integration: "DATA_MESH", jobType: "DATA_PRODUCT" }),
    ...(description && {
      documentation: facet("DocumentationJobFacet", { description, contentType: "text/markdown" }),
    }),
    ...(team.length > 0 && { ownership: facet("OwnershipJobFacet", { owners: team }) }),
    ...(product.tags.length > 0 && {
      tags: facet("TagsJobFacet", { tags: product.tags.map((key) => ({ key, value: "true", source: "ODPS" })) }),
    }),
  };
  return event("JobEvent", eventTime, {
    job: { namespace: product.domain, name: product.id, facets },
    inputs: inputPlaces(source).map(idOf),
    outputs: ports.flatMap((port) => port.contract.datasets.flatMap((dataset) => placesOf(port, dataset)).map(idOf)),
  });
}

export const openlineage: Exporter = {
  contract: (source, { now }) => ({ text: pretty(datasetEvents(source, undefined, now)) }),
  product: (source, { now }) => {
    const ports = portSources(source).filter(({ contract }) => contract.datasets.length > 0);
    const events = ports.flatMap((port) => datasetEvents(port, source.product.team, now));
    return { text: pretty([...events, jobEvent(source, ports, now)]) };
  },
};
