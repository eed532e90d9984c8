/** Open Data Contract Standard 3.0.2, 3.1.0 and 3.2.0 (Bitol): every field that its published schemas name. */
import { z } from "zod";
import { list, mapping, moment, needed, oneOf, type StandardVersion, since, tags, text } from "./fields";
import { context, custom, links, objective, price, relationship, role, support, team } from "./odcs/parts";
import { element, property } from "./odcs/property";
import { quality } from "./odcs/quality";
import { server } from "./odcs/servers";

export type { OdcsProperty } from "./odcs/property";

/** Before 3.1.0 the published schema of 3.0.2 holds. */
export const ODCS_VERSIONS: Readonly<Record<string, StandardVersion>> = {
  "v3.0.0": 300,
  "v3.0.1": 301,
  "v3.0.2": 302,
  "v3.1.0": 310,
  "v3.2.0": 320,
};

export function odcs(version: StandardVersion) {
  const description = mapping(
    version,
    {
      purpose: text("What the data is for"),
      limitations: text("Technical, compliance and legal limits"),
      usage: text("How to use it"),
      customProperties: custom(version),
      authoritativeDefinitions: links(version),
    },
    false,
  );
  const dataset = mapping(version, {
    ...element(version),
    name: needed("Name"),
    logicalType: oneOf(["object"], "Always object"),
    physicalName: text("Name in the store"),
    dataGranularityDescription: text("What one record is"),
    properties: list(property(version), "Its fields"),
    relationships: since(310, list(relationship(version, "object"), "Foreign keys")),
    quality: quality(version),
    context: since(320, context(version).optional().describe("What machines should know")),
  });
  const status = "proposed, draft, active, deprecated, retired";
  return mapping(version, {
    apiVersion: needed("Version of the standard"),
    kind: z.literal("DataContract").describe("What this file is"),
    id: needed("Unique identifier"),
    version: needed("Version of the contract"),
    status: version >= 320 ? text(status) : needed(status),
    name: text("Name"),
    tenant: text("Organisation"),
    domain: text("Business domain"),
    dataProduct: text("Product it belongs to"),
    tags: tags(),
    description: description.optional().describe("Purpose, limitations, usage"),
    context: since(320, context(version).optional().describe("What machines should know")),
    servers: list(server(version), "Where the data is"),
    schema: list(dataset, "The datasets"),
    support: list(support(version), "Where help is found"),
    price: price(version).optional().describe("What it costs"),
    team: team(version).optional().describe("Who owns it"),
    roles: list(role(version), "Who may ask for which access"),
    slaDefaultElement: text("Element that SLAs are about"),
    slaProperties: list(objective(version), "What is promised"),
    authoritativeDefinitions: links(version),
    customProperties: custom(version),
    contractCreatedTs: moment("When the contract was made"),
  });
}

export type Odcs = z.output<ReturnType<typeof odcs>>;
