/** Backstage catalog entities (backstage.io/v1alpha1) as one YAML file of several documents, a `catalog-info.yaml`. */
import { stringify } from "yaml";
import type { Contract, DataProduct, SupportChannel } from "../model";
import { descriptionText, emailOf, ownerName } from "./about";
import { asyncapi } from "./asyncapi";
import { type ContractSource, type Exporter, NotExpressible, portSources, type Surroundings } from "./exporter";
import { openapi } from "./openapi";

type Json = Readonly<Record<string, unknown>>;

const API_VERSION = "backstage.io/v1alpha1";
const LONGEST_NAME = 63;
/** Our status → Backstage's well-known lifecycles; one that we don't know is an experiment. */
const LIFECYCLES: Readonly<Record<string, string>> = {
  active: "production",
  deprecated: "deprecated",
  retired: "deprecated",
};

/** Tools of support channels that people talk in. */
const CHATS: ReadonlySet<string> = new Set(["slack", "teams", "discord", "googlechat"]);

interface Owned {
  /** Reference to the group. */
  readonly owner: string;
  readonly system?: string;
}

/** A name that Backstage takes: letters and digits, with one of `-_.` between them. */
function nameOf(text: string): string {
  const name = text.replace(/[^A-Za-z0-9]+/g, (some) => (/^[-_.]$/.test(some) ? some : "-"));
  return name.slice(0, LONGEST_NAME).replace(/^[-_.]+|[-_.]+$/g, "") || "unnamed";
}

const reference = (kind: string, name: string) => `${kind.toLowerCase()}:default/${name}`;

function entity(kind: string, metadata: Json & { readonly name: string }, spec: Json): Json {
  return { apiVersion: API_VERSION, kind, metadata, spec };
}

/** What a contract and a product are described by alike. */
function metadata(name: string, about: Contract | DataProduct): Json & { readonly name: string } {
  const description = descriptionText(about.description);
  const tags = [...new Set(about.tags.map(tagOf).filter((tag) => tag !== ""))];
  const links = about.support.flatMap(linkOf);
  return {
    name: nameOf(name),
    title: about.name,
    ...(description && { description }),
    annotations: { "data-mesh/version": about.version, "data-mesh/file": about.source.file },
    ...(tags.length > 0 && { tags }),
    ...(links.length > 0 && { links }),
  };
}

/** Lower case, digits and `+#:`, parts joined by single hyphens. */
function tagOf(text: string): string {
  const tag = text.toLowerCase().replace(/[^a-z0-9+#:]+/g, "-");
  return tag.slice(0, LONGEST_NAME).replace(/^-+|-+$/g, "");
}

function linkOf({ channel, url, tool }: SupportChannel): Json[] {
  if (url === undefined || !/^(https?|mailto):/.test(url)) return [];
  const icon = url.startsWith("mailto:") ? "email" : CHATS.has(tool ?? "") ? "chat" : "help";
  return [{ url, title: channel, icon, ...(tool && { type: tool }) }];
}

const lifecycleOf = (status: string) => LIFECYCLES[status] ?? "experimental";

function groupOf({ team, source, support }: Contract | DataProduct): Json & { readonly metadata: { name: string } } {
  const name = ownerName(team);
  if (team === undefined || name === undefined)
    throw new NotExpressible({ ...source, path: "team" }, "Backstage has nothing without an owner", {
      fix: "add team with a name, or with a member whose role is owner",
    });
  const email = emailOf(support);
  const about = { name: nameOf(name), ...(team.description && { description: team.description }) };
  const profile = { displayName: name, ...(email && { email }) };
  return { apiVersion: API_VERSION, kind: "Group", metadata: about, spec: { type: "team", profile, children: [] } };
}

/** The APIs of a contract: its streams, and where it has none, what the service answers. */
function apisOf(source: ContractSource, owned: Owned, surroundings: Surroundings): Json[] {
  const { contract } = source;
  const hasStreams = contract.datasets.some(({ stream }) => stream);
  const type = hasStreams ? "asyncapi" : "openapi";
  const exporter = hasStreams ? asyncapi : openapi;
  const definition = exporter.contract?.(source, surroundings).text;
  const spec = { type, lifecycle: lifecycleOf(contract.status), ...owned, definition };
  return [entity("API", metadata(contract.id, contract), spec)];
}

function resourcesOf({ contract }: ContractSource, owned: Owned): Json[] {
  return contract.datasets.flatMap(({ stream, table, description }) => {
    const about = (name: string) => ({ name: nameOf(name), title: name, ...(description && { description }) });
    const name = table && `${table.schema}.${table.name}`;
    return [
      ...(stream ? [entity("Resource", about(stream.topic), { type: "kafka-topic", ...owned })] : []),
      ...(name ? [entity("Resource", about(name), { type: "database-table", ...owned })] : []),
    ];
  });
}

const refOf = (one: Json) => reference(String(one.kind), (one.metadata as { readonly name: string }).name);

function text(entities: readonly Json[]): string {
  return entities.map((one) => `---\n${stringify(one, { lineWidth: 0 })}`).join("");
}

export const backstage: Exporter = {
  contract: (source, surroundings) => {
    const { contract, data } = source;
    const group = groupOf(contract);
    const system = data.dataProduct === undefined ? {} : { system: reference("System", nameOf(data.dataProduct)) };
    const owned: Owned = { owner: refOf(group), ...system };
    return { text: text([group, ...apisOf(source, owned, surroundings), ...resourcesOf(source, owned)]) };
  },

  product: (source, surroundings) => {
    const { product } = source;
    const group = groupOf(product);
    const owner = refOf(group);
    const owned: Owned = { owner, system: reference("System", nameOf(product.id)) };
    const ports = portSources(source);
    const apis = ports.flatMap((port) => apisOf(port, owned, surroundings));
    const resources = ports.flatMap((port) => resourcesOf(port, owned));
    const service = entity("API", metadata(`${product.id}-http`, product), {
      type: "openapi",
      lifecycle: lifecycleOf(product.status),
      ...owned,
      definition: openapi.product?.(source, surroundings).text,
    });
    const consumed = new Set(product.inputPorts.map(({ contract }) => reference("API", nameOf(contract.id))));
    const domain = nameOf(product.domain);
    return {
      text: text([
        entity("Domain", { name: domain }, { owner }),
        group,
        entity("System", metadata(product.id, product), { owner, domain: reference("Domain", domain) }),
        entity("Component", metadata(product.id, product), {
          type: "service",
          lifecycle: lifecycleOf(product.status),
          ...owned,
          providesApis: [...apis, service].map(refOf),
          consumesApis: [...consumed],
          dependsOn: resources.map(refOf),
        }),
        ...apis,
        service,
        ...resources,
      ]),
    };
  },
};
