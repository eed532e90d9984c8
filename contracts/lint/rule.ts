/** What a rule of the linter is. A rule is pure: it sees parsed files and today's date, nothing else. */
import type { Finding, SourceDocument } from "../document";
import type { Odcs, OdcsProperty } from "../odcs";
import type { Odps } from "../odps";

/** A property at any depth, with its place. */
export interface Placed {
  readonly property: OdcsProperty;
  readonly path: readonly PropertyKey[];
}

export interface ContractTarget {
  readonly document: SourceDocument;
  readonly data: Odcs;
  readonly properties: readonly Placed[];
  /** ISO date: what is in the past is so from this day's view. */
  readonly today: string;
}

export interface ProductTarget {
  readonly document: SourceDocument;
  readonly data: Odps;
}

export interface MeshTarget {
  readonly contracts: readonly ContractTarget[];
  readonly products: readonly ProductTarget[];
}

export type Report = (path: readonly PropertyKey[], finding: Omit<Finding, "rule" | "severity">) => void;

export interface Rule<Target> {
  /** `semantic/…` within a file, `mesh/…` across files. Stable: suppressions and reports name it. */
  readonly id: string;
  readonly severity: "error" | "warning";
  /** Why the rule is there, in a sentence. */
  readonly about: string;
  readonly check: (target: Target, report: Report) => void;
}

/** Across files a finding names the file that it is in. */
export interface MeshRule extends Omit<Rule<MeshTarget>, "check"> {
  readonly check: (target: MeshTarget, report: (document: SourceDocument) => Report) => void;
}

/** All properties of a contract, those inside of others included. */
export function placedProperties(data: Odcs): Placed[] {
  const found: Placed[] = [];
  const visit = (property: Partial<OdcsProperty>, path: readonly PropertyKey[]) => {
    found.push({ property: { ...property, name: property.name ?? "" }, path });
    property.properties?.forEach((one, at) => {
      visit(one, [...path, "properties", at]);
    });
    if (property.items) visit(property.items, [...path, "items"]);
    if (property.map) visit(property.map.value, [...path, "map", "value"]);
  };
  data.schema?.forEach((schema, at) => {
    schema.properties?.forEach((one, index) => {
      visit(one, ["schema", at, "properties", index]);
    });
  });
  return found;
}
