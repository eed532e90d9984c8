/** What every export has in common: what it is made from, what it gives, and how it says that something can't be. */
import type { Contract, DataProduct, Property, Source } from "../model";
import type { Odcs } from "../odcs";
import type { Odps } from "../odps";
import { shown } from "../problem";

/** A contract and the file that it was read from: the model leaves out what nothing is deployed from. */
export interface ContractSource {
  readonly kind: "contract";
  readonly contract: Contract;
  readonly data: Odcs;
}

/** A product, its file, and the file of each contract that one of its ports names, by the contract's id. */
export interface ProductSource {
  readonly kind: "product";
  readonly product: DataProduct;
  readonly data: Odps;
  readonly contracts: ReadonlyMap<string, Odcs>;
}

export interface Surroundings {
  /** ISO 8601 time that counts as now: exporters have no clock. */
  readonly now: string;
  /** Text of a file that was kept for the contract, by the end of its name; undefined where there is none. */
  readonly kept: (suffix: string) => string | undefined;
}

export interface Exported {
  /** One document of the format. */
  readonly text: string;
  /** What has to be kept beside the contract for the next export, by the end of the file's name. */
  readonly keep?: { readonly suffix: string; readonly text: string };
}

/** One format. Pure: no file system, no clock. @throws NotExpressible */
export interface Exporter {
  readonly contract?: (source: ContractSource, surroundings: Surroundings) => Exported;
  readonly product?: (source: ProductSource, surroundings: Surroundings) => Exported;
}

/** A contract says something that the format has no words for, or leaves out what the format needs. */
export class NotExpressible extends Error {
  override readonly name = "NotExpressible";

  constructor(
    readonly source: Source,
    readonly what: string,
    readonly help: { readonly given?: unknown; readonly fix: string },
  ) {
    const place = source.path === "" ? source.file : `${source.file}: ${source.path}`;
    const given = "given" in help ? `; given: ${shown(help.given)}` : "";
    super(`${place}: ${what}${given}; fix: ${help.fix}`);
  }
}

/** The datasets of a contract. @throws NotExpressible where there is none: an empty document would promise nothing. */
export function datasetsOf({ contract }: ContractSource): Contract["datasets"] {
  if (contract.datasets.length > 0) return contract.datasets;
  const fix = "add schema, with an object for each dataset";
  throw new NotExpressible({ ...contract.source, path: "schema" }, "the contract has no dataset", { fix });
}

/** A contract's own part of a product's port, for exporters that write both the same way. */
export function portSources({ product, contracts }: ProductSource): ContractSource[] {
  const seen = new Set<string>();
  return product.outputPorts.flatMap(({ contract }): ContractSource[] => {
    const data = contracts.get(contract.id);
    if (!data || seen.has(contract.id)) return [];
    seen.add(contract.id);
    return [{ kind: "contract", contract, data }];
  });
}

export const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every property at any depth, with what it is inside of. */
export function* allProperties(properties: readonly Property[]): Generator<Property> {
  for (const property of properties) {
    yield property;
    yield* allProperties(
      [property.properties, property.items, property.values].flatMap((inner) => inner ?? []) as readonly Property[],
    );
  }
}
