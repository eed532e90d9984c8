/**
 * DataHub: metadata change proposals as one JSON file, which `datahub check metadata-file` accepts and
 * `datahub ingest` with a source of type `file` takes in.
 */
import { stringify } from "yaml";
import type { Contract, DataProduct, Dataset, Team } from "../model";
import { descriptionText, emailOf, objectivesOf } from "./about";
import { contractProposals } from "./datahub-assertions";
import {
  encoded,
  type Json,
  linksOf,
  ownershipOf,
  type Proposal,
  proposals,
  Register,
  type Stamp,
  stampOf,
  urns,
} from "./datahub-proposals";
import { schemaMetadata } from "./datahub-schema";
import { type ContractSource, datasetsOf, type Exporter, portSources, pretty } from "./exporter";
import { inputPlaces, type Place, placesOf } from "./places";

/** Environments as people write them → DataHub's. What isn't here is production. */
const ENVIRONMENTS: readonly (readonly [RegExp, string])[] = [
  [/^dev/i, "DEV"],
  [/^te?st/i, "TEST"],
  [/^qa/i, "QA"],
  [/^uat/i, "UAT"],
  [/^(stg|stag)/i, "STG"],
  [/^(sbx|sandbox)/i, "SANDBOX"],
  [/^pre/i, "PRE"],
];

function urnOf({ platform, name, environment = "" }: Place): string {
  const env = ENVIRONMENTS.find(([pattern]) => pattern.test(environment))?.[1] ?? "PROD";
  return `urn:li:dataset:(${urns.platform(platform)},${encoded(name)},${env})`;
}

interface Context {
  readonly register: Register;
  readonly stamp: Stamp;
  /** Owns what its contract names no team for. */
  readonly team: Team | undefined;
  /** What the datasets are made from, by their product's input ports. */
  readonly upstreams: readonly string[];
}

/** Objectives as an entity's properties: `objective.latency` = `50 ms`. */
function objectiveProperties({ objectives }: Contract): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectivesOf(objectives)).map(([name, promised]) => [
      `objective.${name}`,
      typeof promised === "string" ? promised : `${promised.value} ${promised.unit}`,
    ]),
  );
}

/** What a contract and a product have alike. */
function common(
  about: Contract | DataProduct,
  { register, stamp, team }: Context,
): Readonly<Record<string, Json | undefined>> {
  const owner = about.team ?? team;
  register.team(owner, emailOf(about.support));
  const tags = [...new Set(about.tags)].map((tag) => ({ tag: register.tag(tag) }));
  const isLeaving = about.status === "deprecated" || about.status === "retired";
  return {
    ownership: ownershipOf(owner, stamp),
    globalTags: tags.length > 0 ? { tags } : undefined,
    domains: { domains: [register.domain(about.domain)] },
    institutionalMemory: linksOf(about.support, stamp),
    deprecation: isLeaving
      ? { deprecated: true, note: `The contract is ${about.status}.`, actor: stamp.actor, ...decommission(about) }
      : undefined,
  };
}

function decommission(about: Contract | DataProduct): Json {
  const { endOfLife, endOfSupport } = "objectives" in about ? about.objectives : {};
  const time = Date.parse(endOfLife ?? endOfSupport ?? "");
  return Number.isNaN(time) ? {} : { decommissionTime: time };
}

function datasetProposals(source: ContractSource, dataset: Dataset, context: Context): Proposal[] {
  const { contract, data } = source;
  const { register, stamp, upstreams } = context;
  return placesOf(source, dataset).flatMap((place) => {
    const entity = urnOf(place);
    const description = [dataset.description, descriptionText(contract.description)].filter(Boolean).join("\n\n");
    const schema = schemaMetadata(source, { register, stamp, dataset, place });
    const lineage = upstreams.filter((one) => one !== entity);
    const id = `${contract.id}.${dataset.name}.${place.platform}`;
    return [
      ...proposals(entity, {
        datasetProperties: {
          // Topic and table of one dataset are told apart by their names in the stores.
          name: place.kind === "table" ? (place.name.split(".").at(-1) ?? place.name) : place.name,
          qualifiedName: place.name,
          ...(description && { description }),
          customProperties: {
            contract: contract.id,
            version: contract.version,
            status: contract.status,
            file: contract.source.file,
            ...(data.dataProduct && { dataProduct: data.dataProduct }),
            ...objectiveProperties(contract),
          },
        },
        schemaMetadata: schema,
        subTypes: { typeNames: [place.kind === "topic" ? "Topic" : place.kind === "table" ? "Table" : "File"] },
        status: { removed: false },
        ...common(contract, context),
        upstreamLineage:
          lineage.length > 0
            ? { upstreams: lineage.map((one) => ({ dataset: one, type: "TRANSFORMED", auditStamp: stamp })) }
            : undefined,
      }),
      ...contractProposals({ contract, dataset, entity, id, raw: stringify(data), schema, stamp }),
    ];
  });
}

function contractDatasets(source: ContractSource, context: Context): Proposal[] {
  return datasetsOf(source).flatMap((dataset) => datasetProposals(source, dataset, context));
}

export const datahub: Exporter = {
  contract: (source, { now }) => {
    const register = new Register();
    const context = { register, stamp: stampOf(now), team: undefined, upstreams: [] };
    const datasets = contractDatasets(source, context);
    return { text: pretty([...register.all, ...datasets]) };
  },

  product: (source, { now }) => {
    const { product } = source;
    const register = new Register();
    const context: Context = {
      register,
      stamp: stampOf(now),
      team: product.team,
      upstreams: inputPlaces(source).map(urnOf),
    };
    const datasets = portSources(source)
      .filter(({ contract }) => contract.datasets.length > 0)
      .flatMap((port) => contractDatasets(port, context));
    const assets = [
      ...new Set(datasets.filter(({ entityType }) => entityType === "dataset").map((one) => one.entityUrn)),
    ];
    const { id, name, version, status, principal, inputPorts } = product;
    const description = descriptionText(product.description);
    const own = proposals(urns.product(id), {
      dataProductProperties: {
        name,
        ...(description && { description }),
        assets: assets.map((destinationUrn) => ({ destinationUrn, outputPort: true })),
        customProperties: {
          ...{ version, status, principal, file: product.source.file },
          ...(inputPorts.length > 0 && { reads: inputPorts.map(({ contract }) => contract.id).join(", ") }),
        },
      },
      ...common(product, context),
    });
    return { text: pretty([...register.all, ...datasets, ...own]) };
  },
};
