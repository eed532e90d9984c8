/** What rules look at: a file's data, with what more than one rule would have to work out. */
import type { SourceDocument } from "../document";
import type { Odcs, OdcsProperty } from "../odcs";
import type { Odps } from "../odps";
import type { Custom } from "../shared";

/** A property at any depth, with its place. */
export interface Placed {
  readonly property: Partial<OdcsProperty>;
  readonly path: readonly (string | number)[];
  /** `property` has a name of its own; what lists and maps are made of needs none. */
  readonly kind: "property" | "item" | "key" | "value";
  /** Index of its dataset. */
  readonly dataset: number;
  /** Name within its dataset: `lines.sku`. Items and values go by the name of their list or map. */
  readonly name: string;
  readonly parent?: Placed;
}

export interface ContractTarget {
  readonly document: SourceDocument;
  readonly data: Odcs;
  readonly properties: readonly Placed[];
  /** The folder's domain, where the file lies in a mesh. */
  readonly folder?: string;
  /** ISO date: what is in the past is so from this day's view. Empty: nothing is judged by it. */
  readonly today: string;
}

export interface ProductTarget {
  readonly document: SourceDocument;
  readonly data: Odps;
  /** The folder's domain, where the file lies in a mesh. */
  readonly folder?: string;
}

/** A port that names a contract. */
export interface MeshPort {
  readonly product: ProductTarget;
  readonly kind: "inputPorts" | "outputPorts";
  readonly at: number;
  readonly port: { readonly version?: string | undefined; readonly customProperties?: Custom };
  readonly contractId: string;
  /** Where the mesh has it. */
  readonly contract?: ContractTarget;
}

export interface MeshTarget {
  readonly contracts: readonly ContractTarget[];
  readonly products: readonly ProductTarget[];
  readonly inputs: readonly MeshPort[];
  readonly outputs: readonly MeshPort[];
  /** Ids that files name which can't be judged: what refers to them isn't wrong for that. */
  readonly broken: ReadonlySet<string>;
}

export function meshTarget(
  contracts: readonly ContractTarget[],
  products: readonly ProductTarget[],
  broken: ReadonlySet<string>,
): MeshTarget {
  const known = new Map(contracts.map((one) => [one.data.id, one]));
  const portsOf = (kind: MeshPort["kind"]) =>
    products.flatMap((product) =>
      (product.data[kind] ?? []).flatMap((port, at): MeshPort[] => {
        const { contractId } = port;
        const contract = known.get(contractId ?? "");
        return contractId === undefined
          ? []
          : [{ product, kind, at, port, contractId, ...(contract ? { contract } : {}) }];
      }),
    );
  return { contracts, products, broken, inputs: portsOf("inputPorts"), outputs: portsOf("outputPorts") };
}

/** `domains/orders/orders.odcs.yaml` lies in orders. */
function placeOf({ file }: SourceDocument): { readonly folder?: string } {
  const folder = /(?:^|[\\/])domains[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(file)?.[1];
  return folder === undefined ? {} : { folder };
}

/** @param today ISO date; left out, nothing is judged by it */
export function contractTarget(document: SourceDocument, data: Odcs, today = ""): ContractTarget {
  return { ...placeOf(document), document, data, properties: placedProperties(data), today };
}

export function productTarget(document: SourceDocument, data: Odps): ProductTarget {
  return { ...placeOf(document), document, data };
}

/** All properties of a contract, those inside of others included; each after what it is inside of. */
function placedProperties(data: Odcs): Placed[] {
  const found: Placed[] = [];
  const visit = (property: Partial<OdcsProperty>, at: Omit<Placed, "property">) => {
    const placed: Placed = { property, ...at };
    found.push(placed);
    const { path, dataset, name } = at;
    const inner = (one: Partial<OdcsProperty>, kind: Placed["kind"], ...way: (string | number)[]) =>
      visit(one, {
        ...{ kind, dataset, parent: placed, path: [...path, ...way] },
        name: kind === "property" ? `${name}.${one.name ?? ""}` : name,
      });
    property.properties?.forEach((one, index) => {
      inner(one, "property", "properties", index);
    });
    if (property.items) inner(property.items, "item", "items");
    if (property.map) {
      inner(property.map.key, "key", "map", "key");
      inner(property.map.value, "value", "map", "value");
    }
  };
  data.schema?.forEach((schema, dataset) => {
    schema.properties?.forEach((one, index) => {
      visit(one, { kind: "property", dataset, name: one.name, path: ["schema", dataset, "properties", index] });
    });
  });
  return found;
}
