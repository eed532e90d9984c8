/** Metadata change proposals, DataHub's unit of change: one aspect of one entity each, named by its URN. */
import type { Team } from "../model";

export type Json = Readonly<Record<string, unknown>>;

export interface Proposal {
  readonly entityType: string;
  readonly entityUrn: string;
  readonly changeType: "UPSERT";
  readonly aspectName: string;
  readonly aspect: { readonly json: Json };
}

/** A part of a URN. Only what has a meaning there is encoded: users and topics are called as they are elsewhere. */
export const encoded = (text: string) =>
  text.trim().replace(/[,()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const simple = (type: string) => (id: string) => `urn:li:${type}:${encoded(id)}`;
export const urns = {
  assertion: simple("assertion"),
  contract: simple("dataContract"),
  domain: simple("domain"),
  group: simple("corpGroup"),
  node: simple("glossaryNode"),
  platform: simple("dataPlatform"),
  product: simple("dataProduct"),
  tag: simple("tag"),
  term: simple("glossaryTerm"),
  user: simple("corpuser"),
};

/** Several aspects of one entity; those that are undefined are left out. */
export function proposals(entityUrn: string, aspects: Readonly<Record<string, Json | undefined>>): Proposal[] {
  const [, , entityType = ""] = entityUrn.split(":");
  return Object.entries(aspects).flatMap(([aspectName, json]): Proposal[] =>
    json ? [{ entityType, entityUrn, changeType: "UPSERT", aspectName, aspect: { json } }] : [],
  );
}

export interface Stamp {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly actor: string;
}

/** @param now ISO 8601 */
export const stampOf = (now: string): Stamp => ({ time: Date.parse(now), actor: "urn:li:corpuser:datahub" });

/** Roles of members → DataHub's kinds of ownership. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/steward/i, "DATA_STEWARD"],
  [/owner/i, "BUSINESS_OWNER"],
  [/engineer|developer|technical|admin/i, "TECHNICAL_OWNER"],
];

/** Team and members; undefined where there is nobody. */
export function ownershipOf(team: Team | undefined, stamp: Stamp): Json | undefined {
  const owner = (urn: string, type: string) => ({
    owner: urn,
    type,
    typeUrn: `urn:li:ownershipType:__system__${type.toLowerCase()}`,
  });
  const members = (team?.members ?? []).map(({ username, role = "" }) =>
    owner(urns.user(username), KINDS.find(([pattern]) => pattern.test(role))?.[1] ?? "NONE"),
  );
  const all = [...(team?.name ? [owner(urns.group(team.name), "TECHNICAL_OWNER")] : []), ...members];
  return all.length === 0 ? undefined : { owners: all, lastModified: stamp };
}

/** Adds what the others refer to, once each. */
export class Register {
  readonly #made = new Map<string, Proposal[]>();

  get all(): Proposal[] {
    return [...this.#made.values()].flat();
  }

  #add(urn: string, aspects: Readonly<Record<string, Json | undefined>>): string {
    if (!this.#made.has(urn)) this.#made.set(urn, proposals(urn, aspects));
    return urn;
  }

  domain(name: string): string {
    return this.#add(urns.domain(name), { domainProperties: { name } });
  }

  tag(name: string): string {
    return this.#add(urns.tag(name), { tagProperties: { name } });
  }

  /** Classifications are terms of one glossary node: DataHub's own examples have them so. */
  classification(name: string): string {
    const parentNode = this.#add(urns.node("Classification"), {
      glossaryNodeInfo: { name: "Classification", definition: "How far data may be seen, as data contracts have it." },
    });
    return this.#add(urns.term(`Classification.${name}`), {
      glossaryTermInfo: {
        name,
        definition: `Data that a contract classifies as ${name}.`,
        termSource: "INTERNAL",
        parentNode,
      },
    });
  }

  team(team: Team | undefined, email: string | undefined): void {
    if (team?.name) {
      const { name: displayName, description } = team;
      const members = team.members.map(({ username }) => urns.user(username));
      const owner = team.owner ? [urns.user(team.owner.username)] : [];
      const about = { displayName, ...(description && { description }), ...(email && { email }) };
      this.#add(urns.group(displayName), { corpGroupInfo: { ...about, admins: owner, members, groups: [] } });
    }
    for (const { username, name } of team?.members ?? [])
      this.#add(urns.user(username), {
        corpUserInfo: {
          active: true,
          displayName: name ?? username,
          ...(/^\S+@\S+$/.test(username) && { email: username }),
        },
      });
  }
}

/** Links of an entity's page; undefined where there are none. */
export function linksOf(
  support: readonly { readonly channel: string; readonly url?: string }[],
  createStamp: Stamp,
): Json | undefined {
  const elements = support.flatMap(({ channel, url }) => (url ? [{ url, description: channel, createStamp }] : []));
  return elements.length === 0 ? undefined : { elements };
}
