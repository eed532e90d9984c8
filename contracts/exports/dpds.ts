/** Data Product Descriptor Specification 1.0.0 (Open Data Mesh): a product with its ports and what it is made of. */
import type { Contract, DataProduct, Dataset, InputPort, OutputPort } from "../model";
import { major } from "../names";
import type { Odps } from "../odps";
import { descriptionText } from "./about";
import { asyncapi } from "./asyncapi";
import {
  type ContractSource,
  type Exporter,
  NotExpressible,
  type ProductSource,
  pretty,
  type Surroundings,
} from "./exporter";
import { openapi } from "./openapi";

type Json = Readonly<Record<string, unknown>>;

const VERSION = "1.0.0";
/** Contents of ODPS management ports → the collections that DPDS has for them. */
const MANAGEMENT: Readonly<Record<string, "discoveryPorts" | "observabilityPorts" | "controlPorts">> = {
  discoverability: "discoveryPorts",
  dictionary: "discoveryPorts",
  observability: "observabilityPorts",
  control: "controlPorts",
};
/** Whose names these are, where the product names no tenant. */
const ORGANISATION = "mesh";

class Names {
  readonly #base: string;

  constructor(product: Pick<DataProduct, "id" | "version">, tenant: string | undefined) {
    const organisation = part(tenant ?? ORGANISATION);
    this.#base = `urn:dpds:${organisation}:dataproducts:${part(product.id)}:${major(product.version)}`;
  }
  get product(): string {
    return this.#base;
  }
  of(collection: string, { name, version }: { readonly name: string; readonly version: string }): string {
    return `${this.#base}:${collection}:${part(name)}:${major(version)}`;
  }
}

/** A part of a URN. */
const part = (text: string) => encodeURIComponent(text.trim().replace(/\s+/g, "-")).replace(/%../g, "-");

interface Component {
  readonly name: string;
  readonly version: string;
  readonly displayName?: string;
  readonly description?: string | undefined;
}

function component(
  names: Names,
  [entityType, collection]: readonly [string, string],
  { description, ...about }: Component,
): Json {
  return {
    fullyQualifiedName: names.of(collection, about),
    entityType,
    ...about,
    ...(description === undefined ? {} : { description }),
  };
}

/** A definition by a standard, as DPDS refers to each. */
function definition(about: Component, specification: string, content: unknown, specificationVersion?: string): Json {
  return { ...about, specification, ...(specificationVersion && { specificationVersion }), definition: content };
}

/** The API of a port: its event streams, or where it has none, what the service answers. */
function apiOf(source: ContractSource, surroundings: Surroundings): Json {
  const { contract } = source;
  const hasStreams = contract.datasets.some(({ stream }) => stream);
  const exporter = hasStreams ? asyncapi : openapi;
  const content = JSON.parse(exporter.contract?.(source, surroundings).text ?? "{}") as Json;
  const about = { name: contract.id, version: contract.version, displayName: contract.name };
  const specification = hasStreams ? "asyncapi" : "openapi";
  return definition(about, specification, content, String(content[specification]));
}

function promisesOf(source: ContractSource, surroundings: Surroundings): Json {
  const { contract } = source;
  const { endOfSupport, endOfLife, ...measured } = contract.objectives;
  const about = { version: contract.version };
  const slo = Object.entries(measured).map(([property, { value, unit }]) => ({ property, value, unit }));
  const ends = { ...(endOfSupport && { endOfSupport }), ...(endOfLife && { endOfLife }) };
  return {
    servicesType: contract.datasets.some(({ stream }) => stream) ? "streaming-services" : "rest-services",
    api: apiOf(source, surroundings),
    ...(slo.length > 0 && {
      slo: definition({ name: `${contract.id}-slo`, ...about }, "odcs", { slaProperties: slo }, odcsVersion(source)),
    }),
    ...(Object.keys(ends).length > 0 && {
      deprecationPolicy: definition(
        { name: `${contract.id}-deprecation`, ...about },
        "odcs",
        ends,
        odcsVersion(source),
      ),
    }),
  };
}

const odcsVersion = ({ data }: ContractSource) => data.apiVersion.replace(/^v/, "");

function outputPort(names: Names, { name, version, description, contract }: OutputPort, more: ContractParts): Json {
  const { source, surroundings } = more;
  const about = { version: contract.version };
  const { usage, limitations } = contract.description;
  const roles = contract.roles.map(({ role, access, description: allows }) => ({ role, access, description: allows }));
  const words = (suffix: string, text: string) =>
    definition({ name: `${contract.id}-${suffix}`, ...about }, "text", text);
  const expectations = {
    ...(roles.length > 0 && {
      audience: definition({ name: `${contract.id}-audience`, ...about }, "odcs", { roles }, odcsVersion(source)),
    }),
    ...(usage && { usage: words("usage", usage) }),
  };
  return {
    ...component(names, ["outputport", "outputports"], { name, version, description }),
    ...(contract.tags.length > 0 && { tags: contract.tags }),
    promises: promisesOf(source, surroundings),
    ...(Object.keys(expectations).length > 0 && { expectations }),
    ...(limitations && { obligations: { termsAndConditions: words("terms", limitations) } }),
    "x-contract": contract.id,
  };
}

interface ContractParts {
  readonly source: ContractSource;
  readonly surroundings: Surroundings;
}

function inputPort(names: Names, { name, version, product, contract, role }: InputPort): Json {
  return {
    ...component(names, ["inputport", "inputports"], { name, version, description: contract.description.purpose }),
    "x-contract": contract.id,
    "x-product": `${product.domain}.${product.id}`,
    ...(role && { "x-role": role }),
  };
}

function managementPorts(names: Names, { version }: DataProduct, data: Odps): Record<string, Json[]> {
  const ports: Record<string, Json[]> = {};
  for (const { name, content, description, type, url, channel } of data.managementPorts ?? []) {
    const collection = MANAGEMENT[content] ?? "controlPorts";
    const kind = collection.toLowerCase();
    const port = component(names, [kind.slice(0, -1), kind], { name, version, description });
    const extra = {
      ...(type && { "x-type": type }),
      ...(url && { "x-url": url }),
      ...(channel && { "x-channel": channel }),
    };
    ports[collection] = [...(ports[collection] ?? []), { ...port, ...extra }];
  }
  return ports;
}

function infrastructure(names: Names, { version }: DataProduct, datasets: readonly Dataset[]): Json[] {
  const made = (name: string, infrastructureType: string, description: string | undefined) => ({
    ...component(names, ["infrastructure", "infrastructure"], { name, version, description }),
    infrastructureType,
  });
  return datasets.flatMap(({ stream, deadLetter, table, description }) => [
    ...(stream ? [made(stream.topic, "kafka-topic", description)] : []),
    ...(deadLetter ? [made(deadLetter.topic, "kafka-topic", "Records that were refused.")] : []),
    ...(table ? [made(`${table.schema}.${table.name}`, "postgres-table", description)] : []),
  ]);
}

function info({ product, data }: ProductSource, names: Names): Json {
  const { id, name, version, domain, description, team, support, status } = product;
  const owner = team?.owner;
  const ownerId = owner?.username ?? team?.name;
  if (!ownerId)
    throw new NotExpressible({ ...product.source, path: "team" }, "DPDS needs an owner", {
      fix: "add team with a member whose role is owner",
    });
  const about = descriptionText(description);
  const ownerName = owner?.name ?? team?.name;
  return {
    fullyQualifiedName: names.product,
    entityType: "dataproduct",
    name: id,
    version,
    displayName: name,
    ...(about && { description: about }),
    domain,
    owner: { id: ownerId, ...(ownerName && { name: ownerName }) },
    ...(support.length > 0 && {
      contactPoints: support.map(({ channel, url, tool, description: use }) => ({
        name: channel,
        ...(use && { description: use }),
        ...(tool && { channel: tool }),
        ...(url && { address: url }),
      })),
    }),
    "x-status": status,
    ...(data.productCreatedTs && { "x-created": data.productCreatedTs }),
  };
}

export const dpds: Exporter = {
  product: (source, surroundings) => {
    const { product, data, contracts } = source;
    const names = new Names(product, data.tenant);
    const outputPorts = product.outputPorts.flatMap((port) => {
      const read = contracts.get(port.contract.id);
      if (!read) return [];
      return [outputPort(names, port, { source: sourceOf(port.contract, read), surroundings })];
    });
    const inputPorts = product.inputPorts.map((port) => inputPort(names, port));
    const datasets = [...new Set(product.outputPorts.flatMap(({ contract }) => contract.datasets))];
    const components = infrastructure(names, product, datasets);
    const reads = inputPorts.map(({ fullyQualifiedName }) => fullyQualifiedName);
    const service = {
      ...component(names, ["application", "applications"], { name: product.id, version: product.version }),
      applicationType: "data-product-service",
      consumesFrom: reads,
      providesTo: outputPorts.map(({ fullyQualifiedName }) => fullyQualifiedName),
      dependsOn: components.map(({ fullyQualifiedName }) => fullyQualifiedName),
    };
    return {
      text: pretty({
        dataProductDescriptor: VERSION,
        info: info(source, names),
        interfaceComponents: {
          ...(inputPorts.length > 0 && { inputPorts }),
          outputPorts,
          ...managementPorts(names, product, data),
        },
        internalComponents: { applicationComponents: [service], infrastructuralComponents: components },
        ...(product.tags.length > 0 && { tags: product.tags }),
      }),
    };
  },
};

function sourceOf(contract: Contract, data: ContractSource["data"]): ContractSource {
  return { kind: "contract", contract, data };
}
