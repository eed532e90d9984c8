/** Open Data Product Standard 1.0.0 and 1.1.0 (Bitol): every field that its published schemas name. */
import { z } from "zod";
import {
  day,
  flag,
  list,
  mapping,
  moment,
  needed,
  neededUri,
  present,
  type StandardVersion,
  since,
  tags,
  text,
  uri,
} from "./fields";

/** 0.9.0 is judged by the published schema of 1.0.0, which names both. */
export const ODPS_VERSIONS: Readonly<Record<string, StandardVersion>> = {
  "v0.9.0": 90,
  "v1.0.0": 100,
  "v1.1.0": 110,
};

export function odps(version: StandardVersion) {
  const id = () => ({ id: since(110, text("Identifier that stays when names change")) });
  const custom = () =>
    list(
      mapping(version, {
        ...id(),
        property: needed("Name"),
        value: present("Value"),
        description: text("Meaning"),
        vendor: since(110, text("Whose tool it is for")),
      }),
      "Key and value pairs that the standard has no field for",
    );
  const links = () =>
    list(
      mapping(version, {
        ...id(),
        type: needed("Kind of link"),
        url: neededUri("Address"),
        description: text("What it shows"),
      }),
      "Where more is said",
    );
  const shared = () => ({ tags: tags(), customProperties: custom(), authoritativeDefinitions: links() });
  const deprecated = () => ({ deprecated: since(110, flag("No longer to be used")) });
  // From 1.1.0 a port needs only its name, and a bill of materials nothing.
  const late = (description: string) => (version >= 110 ? text(description) : needed(description));
  const statement = () => ({ id: text("Identifier"), ...shared() });
  const context = () =>
    since(
      110,
      mapping(version, {
        instructions: text("How to use this"),
        verifiedStatements: list(
          mapping(version, { ...statement(), question: needed("A question"), answer: text("Its answer") }),
          "Questions whose answers are known",
        ),
        constraints: list(mapping(version, { ...statement(), constraint: needed("What not to do") }), "Limits of use"),
      })
        .optional()
        .describe("What machines should know"),
    );
  const synonyms = () =>
    since(
      110,
      list(
        mapping(version, {
          ...id(),
          synonym: needed("Other name"),
          description: text("When it is used"),
          locale: text("Language, as in BCP 47"),
          source: text("Where it is used"),
          status: text("active, deprecated"),
          customProperties: custom(),
        }),
        "Other names of this",
      ),
    );

  const description = mapping(version, {
    purpose: text("What the data is for"),
    limitations: text("Technical, compliance and legal limits"),
    usage: text("How to use it"),
    customProperties: custom(),
    authoritativeDefinitions: links(),
  });
  const inputPort = mapping(version, {
    ...id(),
    ...deprecated(),
    ...shared(),
    name: needed("Name of the port"),
    version: late("Version of the contract that is read"),
    contractId: late("Contract that is read"),
  });
  const { tags: words, customProperties, authoritativeDefinitions } = shared();
  const bill = mapping(version, {
    ...id(),
    type: text("Kind"),
    url: version >= 110 ? uri("Address") : neededUri("Address"),
    tags: since(110, words),
    customProperties: since(110, customProperties),
    authoritativeDefinitions: since(110, authoritativeDefinitions),
  });
  const outputPort = mapping(version, {
    ...id(),
    ...deprecated(),
    ...shared(),
    name: needed("Name of the port"),
    description: text("What it offers"),
    type: text("Kind of port"),
    version: late("Version of the contract that is offered"),
    contractId: text("Contract that is offered"),
    sbom: list(bill, "Software bills of materials"),
    inputContracts: list(
      mapping(version, { id: needed("Contract"), version: needed("Its version") }),
      "Contracts that this port depends on",
    ),
    synonyms: synonyms(),
    context: context(),
  });
  const managementPort = mapping(version, {
    ...id(),
    ...deprecated(),
    ...shared(),
    name: needed("Name of the port"),
    content: needed("discoverability, observability, control, dictionary"),
    type: text("rest, topic"),
    url: uri("Address"),
    channel: text("Channel"),
    description: text("What it offers"),
  });
  const support = mapping(version, {
    ...id(),
    ...shared(),
    channel: needed("Name of the channel"),
    url: neededUri("Address"),
    description: text("What it is for"),
    tool: text("email, slack, teams, discord, ticket, other"),
    scope: text("interactive, announcements, issues"),
    invitationUrl: uri("Where to join"),
  });
  const member = mapping(version, {
    ...id(),
    ...shared(),
    username: needed("User name or address"),
    name: text("Name"),
    description: text("What they do"),
    role: text("owner, data steward, …"),
    dateIn: day("First day"),
    dateOut: day("Last day"),
    replacedByUsername: text("Successor"),
  });
  const team = mapping(version, {
    ...shared(),
    name: text("Name"),
    description: text("What the team does"),
    members: list(member, "Its members"),
  });
  const status = "proposed, draft, active, deprecated, retired";
  return mapping(version, {
    ...deprecated(),
    ...shared(),
    apiVersion: needed("Version of the standard"),
    kind: z.literal("DataProduct").describe("What this file is"),
    id: needed("Unique identifier"),
    name: text("Name"),
    version: text("Version of the product"),
    status: version >= 110 ? text(status) : needed(status),
    domain: text("Business domain"),
    type: since(110, text("sourceAligned, aggregate, consumerAligned")),
    tenant: text("Organisation"),
    synonyms: synonyms(),
    context: context(),
    description: description.optional().describe("Purpose, limitations, usage"),
    inputPorts: list(inputPort, "What the product reads"),
    outputPorts: list(outputPort, "What the product offers"),
    managementPorts: list(managementPort, "Where the product is managed"),
    support: list(support, "Where help is found"),
    team: team.optional().describe("Who owns the product"),
    productCreatedTs: moment("When the product was made"),
  });
}

export type Odps = z.output<ReturnType<typeof odps>>;
