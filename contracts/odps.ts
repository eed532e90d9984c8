/** Open Data Product Standard 1.0.0 and 1.1.0 (Bitol): the fields that its published schema names. */
import { z } from "zod";
import { anything, list, moment, needed, neededUri, open, type StandardVersion, tags, text, uri } from "./fields";

export const ODPS_VERSIONS: Readonly<Record<string, StandardVersion>> = {
  "v0.9.0": 90,
  "v1.0.0": 100,
  "v1.1.0": 110,
};

export function odps(version: StandardVersion) {
  const custom = () =>
    list(
      open(version, { property: needed("Name"), value: z.unknown().describe("Value"), description: text("Meaning") }),
      "Key and value pairs that the standard has no field for",
    );
  const links = () =>
    list(
      open(version, { type: needed("Kind of link"), url: neededUri("Address"), description: text("What it shows") }),
      "Where more is said",
    );
  const shared = () => ({ tags: tags(), customProperties: custom(), authoritativeDefinitions: links() });
  // From 1.1.0 an input port needs only its name, and an output port no version.
  const late = (description: string) => (version >= 110 ? text(description) : needed(description));

  return open(version, {
    apiVersion: needed("Version of the standard"),
    kind: z.literal("DataProduct").describe("What this file is"),
    id: needed("Unique identifier"),
    name: text("Name"),
    version: text("Version of the product"),
    status: version >= 110 ? text("proposed, draft, active, deprecated, retired") : needed("Life-cycle status"),
    domain: text("Business domain"),
    tenant: text("Organisation"),
    context: anything("Since 1.1.0"),
    synonyms: anything("Since 1.1.0"),
    deprecated: anything("Since 1.1.0"),
    description: open(version, {
      purpose: text("What the data is for"),
      limitations: text("Technical, compliance and legal limits"),
      usage: text("How to use it"),
      customProperties: custom(),
      authoritativeDefinitions: links(),
    })
      .optional()
      .describe("Purpose, limitations, usage"),
    ...shared(),
    inputPorts: list(
      open(version, {
        name: needed("Name of the port"),
        version: late("Version of the contract that is read"),
        contractId: late("Contract that is read"),
        ...shared(),
      }),
      "What the product reads",
    ),
    outputPorts: list(
      open(version, {
        name: needed("Name of the port"),
        description: text("What it offers"),
        type: text("Kind of port"),
        version: late("Version of the contract that is offered"),
        contractId: text("Contract that is offered"),
        sbom: list(open(version, { type: text("Kind"), url: neededUri("Address") }), "Software bills of materials"),
        inputContracts: list(
          open(version, { id: needed("Contract"), version: needed("Its version") }),
          "Contracts that this port depends on",
        ),
        ...shared(),
      }),
      "What the product offers",
    ),
    managementPorts: list(
      open(version, {
        name: needed("Name of the port"),
        content: needed("discoverability, observability, control, dictionary"),
        type: text("rest, topic"),
        url: uri("Address"),
        channel: text("Channel"),
        description: text("What it offers"),
        ...shared(),
      }),
      "Where the product is managed",
    ),
    support: list(
      open(version, {
        channel: needed("Name of the channel"),
        url: uri("Address"),
        description: text("What it is for"),
        tool: text("email, slack, teams, discord, ticket, other"),
        scope: text("interactive, announcements, issues"),
        invitationUrl: uri("Where to join"),
        ...shared(),
      }),
      "Where help is found",
    ),
    team: open(version, {
      name: text("Name"),
      description: text("What the team does"),
      members: list(
        open(version, {
          username: needed("User name or address"),
          name: text("Name"),
          description: text("What they do"),
          role: text("owner, data steward, …"),
          dateIn: text("First day"),
          dateOut: text("Last day"),
          replacedByUsername: text("Successor"),
          ...shared(),
        }),
        "Its members",
      ),
      ...shared(),
    })
      .optional()
      .describe("Who owns the product"),
    productCreatedTs: moment("When the product was made"),
  });
}

export type Odps = z.output<ReturnType<typeof odps>>;
