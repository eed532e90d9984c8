/** Which parts of a contract or product are elements of their own, and by what one is found again in the next version. */

/** Fields of an element: `custom.<name>` of its customProperties and `options.<name>` of its logicalTypeOptions among them. */
export type Fields = Readonly<Record<string, unknown>>;

export type ElementKind =
  | "contract"
  | "dataset"
  | "property"
  | "server"
  | "role"
  | "objective"
  | "quality"
  | "relationship"
  | "support"
  | "team"
  | "member"
  | "price"
  | "product"
  | "inputPort"
  | "outputPort"
  | "managementPort";

interface Many {
  readonly kind: ElementKind;
  /** What names an entry; entries of one name are told apart by their order. */
  readonly key: (entry: Fields) => string;
}

export interface Shape {
  /** Lists of elements by the field that holds them. */
  readonly many: Readonly<Record<string, Many>>;
  /** Single elements; a dot goes one mapping deeper. */
  readonly one: Readonly<Record<string, ElementKind>>;
}

const text = (value: unknown) => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));
const by =
  (...fields: readonly string[]) =>
  (entry: Fields) =>
    fields
      .map((field) => text(entry[field]))
      .join(" ")
      .trim();

const properties: Many = { kind: "property", key: by("name") };
const roles: Many = { kind: "role", key: by("role") };
const quality: Many = {
  kind: "quality",
  key: (rule) => text(rule.id) || text(rule.name) || by("type", "metric", "rule", "query", "engine")(rule),
};
const relationships: Many = { kind: "relationship", key: by("type", "from", "to") };
const support: Many = { kind: "support", key: by("channel") };
const none: Shape = { many: {}, one: {} };

export const SHAPES: Readonly<Record<ElementKind, Shape>> = {
  contract: {
    many: {
      schema: { kind: "dataset", key: by("name") },
      servers: { kind: "server", key: by("server") },
      slaProperties: { kind: "objective", key: by("property", "element") },
      roles,
      support,
    },
    one: { team: "team", price: "price" },
  },
  dataset: { many: { properties, quality, relationships }, one: {} },
  property: {
    many: { properties, quality, relationships },
    one: { items: "property", "map.key": "property", "map.value": "property" },
  },
  server: { many: { roles }, one: {} },
  team: { many: { members: { kind: "member", key: by("username") } }, one: {} },
  product: {
    many: {
      inputPorts: { kind: "inputPort", key: by("name") },
      outputPorts: { kind: "outputPort", key: by("name") },
      managementPorts: { kind: "managementPort", key: by("name") },
      support,
    },
    one: { team: "team" },
  },
  ...{ role: none, objective: none, quality: none, relationship: none, support: none, member: none, price: none },
  ...{ inputPort: none, outputPort: none, managementPort: none },
};
