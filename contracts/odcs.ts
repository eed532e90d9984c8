/** Open Data Contract Standard 3.0.2, 3.1.0 and 3.2.0 (Bitol): the fields that its published schemas name. */
import { z } from "zod";
import {
  amount,
  anything,
  flag,
  list,
  moment,
  needed,
  neededUri,
  oneOf,
  open,
  plain,
  type StandardVersion,
  stableId,
  tags,
  text,
  uri,
  whole,
} from "./fields";

export const ODCS_VERSIONS: Readonly<Record<string, StandardVersion>> = {
  "v3.0.0": 300,
  "v3.0.1": 301,
  "v3.0.2": 302,
  "v3.1.0": 310,
  "v3.2.0": 320,
};

const LOGICAL_TYPES = [
  "string",
  "date",
  "timestamp",
  "time",
  "number",
  "integer",
  "object",
  "array",
  "boolean",
] as const;
const ACCESS = "Kind of access: read, write";

export function odcs(version: StandardVersion) {
  const id = () => (version >= 310 ? { id: stableId() } : {});
  const custom = () =>
    list(
      open(version, { ...id(), property: needed("Name"), value: z.unknown(), description: text("Meaning") }),
      "Key and value pairs that the standard has no field for",
    );
  const links = () =>
    list(
      open(version, { ...id(), type: needed("Kind of link"), url: neededUri("Address"), description: text("Shows") }),
      "Where more is said",
    );
  const shared = () => ({ ...id(), tags: tags(), customProperties: custom(), authoritativeDefinitions: links() });
  const quality = () =>
    list(
      open(version, {
        ...shared(),
        name: text("Name"),
        description: text("What the rule says"),
        type: oneOf(["library", "sql", "text", "custom"], "Kind of rule"),
        metric: text("Library rule, since 3.1.0"),
        rule: text("Library rule, before 3.1.0"),
        arguments: anything("Of a library rule"),
        dimension: text("accuracy, completeness, conformity, consistency, coverage, timeliness, uniqueness"),
        unit: text("rows, percent"),
        mustBe: anything("Value"),
        mustNotBe: anything("Value"),
        mustBeGreaterThan: amount("Bound"),
        mustBeGreaterOrEqualTo: amount("Bound"),
        mustBeLessThan: amount("Bound"),
        mustBeLessOrEqualTo: amount("Bound"),
        mustBeBetween: list(z.number(), "Two bounds"),
        mustNotBeBetween: list(z.number(), "Two bounds"),
        query: text("Of a SQL rule"),
        engine: text("Of a custom rule"),
        implementation: anything("Of a custom rule"),
        businessImpact: text("What a breach costs"),
        method: text("How it is checked"),
        schedule: text("When it is checked"),
        scheduler: text("By what it is started"),
        severity: text("How bad a breach is"),
      }),
      "Quality rules",
    );
  const property: z.ZodType<OdcsProperty> = z.lazy(() => open(version, { ...propertyShape(), name: needed("Name") }));
  const item: z.ZodType<Partial<OdcsProperty>> = z.lazy(() =>
    open(version, { ...propertyShape(), name: text("Name") }),
  ) as unknown as z.ZodType<Partial<OdcsProperty>>;
  const propertyShape = () => ({
    ...shared(),
    businessName: text("Name in the words of the business"),
    description: text("Meaning"),
    logicalType: oneOf(LOGICAL_TYPES, "Type, whatever the store"),
    logicalTypeOptions: z.looseObject({}).optional().describe("Bounds of the value"),
    physicalType: text("Type in the store"),
    physicalName: text("Name in the store"),
    primaryKey: flag("Part of the key"),
    primaryKeyPosition: whole("Place in the key, from 1"),
    required: flag("Never null"),
    unique: flag("Never twice"),
    partitioned: flag("Part of the partition key"),
    partitionKeyPosition: whole("Place in the partition key"),
    classification: text("public, internal, confidential, restricted"),
    encryptedName: text("Name of the encrypted twin"),
    transformSourceObjects: list(z.string(), "Where the value comes from"),
    transformLogic: text("How it is made"),
    transformDescription: text("How it is made, in words"),
    examples: list(z.unknown(), "Examples"),
    criticalDataElement: flag("Matters to the business"),
    relationships: list(z.looseObject({}), "Foreign keys"),
    quality: quality(),
    properties: list(property, "Of an object"),
    items: item.optional().describe("Of an array"),
  });
  const member = () =>
    open(version, {
      ...shared(),
      username: needed("User name or address"),
      name: text("Name"),
      description: text("What they do"),
      role: text("owner, data steward, …"),
      dateIn: text("First day"),
      dateOut: text("Last day"),
      replacedByUsername: text("Successor"),
    });
  const team = open(version, {
    ...shared(),
    name: text("Name"),
    description: text("What the team does"),
    members: list(member(), "Its members"),
  });

  return open(version, {
    apiVersion: needed("Version of the standard"),
    kind: z.literal("DataContract").describe("What this file is"),
    id: needed("Unique identifier"),
    version: needed("Version of the contract"),
    status: needed("proposed, draft, active, deprecated, retired"),
    name: text("Name"),
    tenant: text("Organisation"),
    domain: text("Business domain"),
    dataProduct: text("Product it belongs to"),
    tags: tags(),
    description: open(version, {
      purpose: text("What the data is for"),
      limitations: text("Technical, compliance and legal limits"),
      usage: text("How to use it"),
      customProperties: custom(),
      authoritativeDefinitions: links(),
    })
      .optional()
      .describe("Purpose, limitations, usage"),
    servers: list(
      open(version, {
        ...shared(),
        server: needed("Name"),
        type: needed("kafka, postgres, api, …"),
        description: text("What it is"),
        environment: text("prod, test, …"),
        format: text("avro, json, …"),
        host: text("Host"),
        port: anything("Port"),
        database: text("Database"),
        schema: text("Schema"),
        location: text("Address"),
        roles: list(z.looseObject({}), "Who may do what there"),
      }),
      "Where the data is",
    ),
    schema: list(
      open(version, {
        ...shared(),
        name: needed("Name"),
        businessName: text("Name in the words of the business"),
        description: text("Meaning"),
        logicalType: oneOf(["object"], "Always object"),
        physicalName: text("Name in the store"),
        physicalType: text("topic, table, …"),
        dataGranularityDescription: text("What one record is"),
        properties: list(property, "Its fields"),
        relationships: list(z.looseObject({}), "Foreign keys"),
        quality: quality(),
      }),
      "The datasets",
    ),
    support: list(
      open(version, {
        ...id(),
        channel: needed("Name of the channel"),
        url: uri("Address"),
        description: text("What it is for"),
        tool: text("email, slack, teams, discord, ticket, other"),
        scope: text("interactive, announcements, issues"),
        invitationUrl: uri("Where to join"),
        customProperties: custom(),
      }),
      "Where help is found",
    ),
    price: open(version, {
      ...id(),
      priceAmount: amount("Price"),
      priceCurrency: text("Currency"),
      priceUnit: text("Unit"),
    })
      .optional()
      .describe("What it costs"),
    // Before 3.1.0 a team was the list of its members.
    team: z
      .union([team, z.array(member())])
      .optional()
      .describe("Who owns it"),
    roles: list(
      open(version, {
        ...id(),
        role: needed("Name of the role"),
        description: text("What it allows"),
        access: text(ACCESS),
        firstLevelApprovers: text("Who approves first"),
        secondLevelApprovers: text("Who approves second"),
        customProperties: custom(),
      }),
      "Who may ask for which access",
    ),
    slaDefaultElement: text("Element that SLAs are about"),
    slaProperties: list(
      open(version, {
        ...id(),
        property: needed("freshness, latency, availability, retention, endOfSupport, …"),
        value: plain().describe("Value"),
        valueExt: plain().optional().describe("Upper value of a range"),
        unit: text("Unit of the value"),
        element: text("What it is about"),
        driver: text("regulatory, analytics, operational"),
        description: text("In words"),
        scheduler: text("By what it is checked"),
        schedule: text("When it is checked"),
      }),
      "What is promised",
    ),
    authoritativeDefinitions: links(),
    customProperties: custom(),
    contractCreatedTs: moment("When the contract was made"),
  });
}

export interface OdcsProperty {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly logicalType?: (typeof LOGICAL_TYPES)[number] | undefined;
  readonly properties?: readonly OdcsProperty[] | undefined;
  readonly items?: Partial<OdcsProperty> | undefined;
}

export type Odcs = z.output<ReturnType<typeof odcs>>;
