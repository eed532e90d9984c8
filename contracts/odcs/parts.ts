/** Parts that several sections of ODCS share. Most are open in 3.0 and closed from 3.1.0. */
import { z } from "zod";
import {
  amount,
  anything,
  choice,
  day,
  entries,
  isMapping,
  list,
  mapping,
  needed,
  plain,
  present,
  type StandardVersion,
  since,
  stableId,
  tags,
  text,
} from "../fields";

const id = () => since(310, stableId());

export function custom(version: StandardVersion) {
  const value = { vendor: since(320, text("Whose tool it is for")) };
  const about = "Key and value pairs that the standard has no field for";
  const property =
    version >= 310
      ? mapping(version, {
          id: id(),
          property: needed("Name"),
          value: present("Value"),
          description: text("Meaning"),
          ...value,
        })
      : mapping(version, { property: text("Name"), value: anything("Value") }, false);
  // A pair without its name exists before 3.1.0 only, and nothing ever asks for it.
  return list(property as z.ZodType<{ readonly property: string; readonly value?: unknown }>, about);
}

export function links(version: StandardVersion) {
  const link = mapping(
    version,
    {
      id: id(),
      type: needed("Kind of link"),
      url: needed("Address"),
      description: since(310, text("What it shows")),
    },
    version >= 310,
  );
  return list(link, "Where more is said");
}

/** What nearly every element may carry. */
export const shared = (version: StandardVersion) => ({
  id: id(),
  tags: tags(),
  customProperties: custom(version),
  authoritativeDefinitions: links(version),
});

export const role = (version: StandardVersion) =>
  mapping(
    version,
    {
      id: id(),
      role: needed("Name of the role"),
      description: text("What it allows"),
      access: text("Kind of access: read, write"),
      firstLevelApprovers: text("Who approves first"),
      secondLevelApprovers: text("Who approves second"),
      customProperties: custom(version),
    },
    version >= 310,
  );

export const support = (version: StandardVersion) =>
  mapping(
    version,
    {
      id: id(),
      channel: needed("Name of the channel"),
      url: version >= 310 ? text("Address") : needed("Address"),
      description: text("What it is for"),
      tool: text("email, slack, teams, discord, ticket, other"),
      scope: text("interactive, announcements, issues"),
      invitationUrl: text("Where to join"),
      customProperties: since(310, custom(version)),
    },
    version >= 310,
  );

export const price = (version: StandardVersion) =>
  mapping(
    version,
    {
      id: id(),
      priceAmount: amount("Price"),
      priceCurrency: text("Currency"),
      priceUnit: text("What is paid for"),
    },
    version >= 310,
  );

function member(version: StandardVersion) {
  const { tags: words, customProperties, authoritativeDefinitions } = shared(version);
  return mapping(
    version,
    {
      id: id(),
      username: version >= 310 ? needed("User name or address") : text("User name or address"),
      name: text("Name"),
      description: text("What they do"),
      role: text("owner, data steward, …"),
      dateIn: day("First day"),
      dateOut: day("Last day"),
      replacedByUsername: text("Successor"),
      tags: since(310, words),
      customProperties: since(310, customProperties),
      authoritativeDefinitions: since(310, authoritativeDefinitions),
    },
    version >= 310,
  );
}

export interface MemberData {
  readonly username: string;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
}

export interface TeamData {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly members?: readonly MemberData[] | undefined;
}

/** Before 3.1.0 a team was the list of its members; later versions still read that. */
export function team(version: StandardVersion): z.ZodType<TeamData | readonly MemberData[]> {
  const members = () => entries(member(version));
  return choice<TeamData | readonly MemberData[]>({
    of: (value) => (version < 310 || Array.isArray(value) ? "list" : "team"),
    variants: version < 310 ? ["list"] : ["list", "team"],
    make: (variant) =>
      variant === "list"
        ? members()
        : mapping(version, {
            ...shared(version),
            name: text("Name"),
            description: text("What the team does"),
            members: members().optional().describe("Its members"),
          }),
  });
}

export const objective = (version: StandardVersion) =>
  mapping(
    version,
    {
      id: id(),
      property: needed("freshness, latency, availability, retention, endOfSupport, …"),
      value: plain().describe("Value"),
      valueExt: plain().optional().describe("Upper value of a range"),
      unit: text("Unit of the value"),
      element: text("What it is about"),
      driver: text("regulatory, analytics, operational"),
      description: since(310, text("In words")),
      scheduler: since(310, text("By what it is checked")),
      schedule: since(310, text("When it is checked")),
      customProperties: since(320, custom(version)),
      authoritativeDefinitions: since(320, links(version)),
    },
    version >= 310,
  );

/** Since 3.2.0: what a reader that is a machine should know. In ODPS it is always a mapping. */
export function context(version: StandardVersion) {
  const { tags: words, customProperties, authoritativeDefinitions } = shared(version);
  const more = { id: text("Identifier"), tags: words, customProperties, authoritativeDefinitions };
  return choice<unknown>({
    of: (value) => (isMapping(value) ? "mapping" : "text"),
    variants: ["mapping", "text"],
    make: (variant) =>
      variant === "text"
        ? z.string()
        : mapping(version, {
            instructions: text("How to use this"),
            verifiedStatements: list(
              mapping(version, { ...more, question: needed("A question"), answer: text("Its answer") }),
              "Questions whose answers are known",
            ),
            constraints: list(mapping(version, { ...more, constraint: needed("What not to do") }), "Limits of use"),
          }),
  });
}

/** Since 3.2.0. */
export const synonyms = (version: StandardVersion) =>
  list(
    mapping(version, {
      id: id(),
      synonym: needed("Other name"),
      description: text("When it is used"),
      locale: text("Language, as in BCP 47"),
      source: text("Where it is used"),
      status: text("active, deprecated"),
      customProperties: custom(version),
    }),
    "Other names of this",
  );

const SHORT = /^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$/;
const FULL =
  /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.yaml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+)*$/;
const SHORT_320 = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)+$/;
const FULL_320 =
  /^(?:(?:https?:\/\/)?[A-Za-z0-9._\-/]+\.ya?ml#)?\/?[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+(?:\/[A-Za-z_][A-Za-z0-9_]*\/[A-Za-z0-9_-]+)*$/;

export interface RelationshipData {
  readonly type?: string | undefined;
  /** Absent on a property: it starts there. */
  readonly from?: string | readonly string[] | undefined;
  readonly to: string | readonly string[];
}

/** A foreign key. On a property it starts there, so that `from` is said on a schema object only. */
export function relationship(version: StandardVersion, level: "object" | "property") {
  const [short, full] = version >= 320 ? [SHORT_320, FULL_320] : [SHORT, FULL];
  const reference = () =>
    z.string().refine((value) => short.test(value) || full.test(value), {
      error: "a reference like customers.id or schema/customers/properties/id",
    });
  const references = () =>
    choice<string | readonly string[]>({
      of: (value) => (Array.isArray(value) ? "list" : "one"),
      variants: ["list", "one"],
      make: (variant) => (variant === "list" ? entries(reference(), { least: 1 }) : reference()),
    });
  const shape = {
    id: since(320, text("Identifier")),
    type: z.enum(["foreignKey"]).optional().describe("Kind of relationship"),
    to: references().describe("Property or properties that it points to"),
    customProperties: custom(version),
  };
  return choice<RelationshipData>({
    of: () => level,
    variants: [level],
    make: () => mapping(version, level === "object" ? { ...shape, from: references().describe("Where from") } : shape),
    also: ({ from, to }) =>
      level === "object" && from !== undefined && to !== undefined && Array.isArray(from) !== Array.isArray(to)
        ? [{ path: ["to"], allowed: "two names or two lists", message: "One side is a name, the other a list." }]
        : [],
  });
}
