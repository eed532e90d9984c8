import * as pulumi from "@pulumi/pulumi";
import type { Contract, DataProduct } from "../../contracts/model";
import { CatalogRecord, type CatalogRecordArgs } from "../../provider/sdk";
import { child, type Transform } from "../shared/transform";

export interface CatalogEntryArgs {
  readonly product: DataProduct;
  /** Name of the platform's catalog: its Postgres schema. */
  readonly catalog: string;
  /** Base address of the product's service. @default the entry names no endpoints */
  readonly endpoint?: pulumi.Input<string>;
  readonly transform?: { readonly record?: Transform<CatalogRecordArgs> };
}

/** The product in the platform's catalog: who owns it, its ports, contracts, support and objectives. */
export class CatalogEntry extends pulumi.ComponentResource {
  readonly nodes: { readonly record: CatalogRecord };

  constructor(name: string, args: CatalogEntryArgs, opts?: pulumi.ComponentResourceOptions) {
    const { product, catalog, endpoint, transform } = args;
    super("mesh:components:CatalogEntry", name, { product: product.id, catalog }, opts);

    this.nodes = {
      record: new CatalogRecord(
        ...child(transform?.record, [
          `${name}-record`,
          {
            catalog,
            productId: product.id,
            domain: product.domain,
            version: product.version,
            record: entry(product, endpoint),
          },
          { parent: this },
        ]),
      ),
    };
    this.registerOutputs({ productId: product.id });
  }
}

function entry(product: DataProduct, endpoint: pulumi.Input<string> | undefined) {
  const { name, status, description, support, tags, principal } = product;
  return {
    name,
    status,
    description,
    support,
    tags,
    principal,
    owner: { team: product.team?.name, owner: product.team?.owner },
    outputPorts: product.outputPorts.map((port) => ({
      name: port.name,
      description: port.description,
      version: port.version,
      contract: contract(port.contract),
      datasets: port.contract.datasets.map((dataset) => ({
        name: dataset.name,
        entity: dataset.entity,
        topic: dataset.stream?.topic,
        subject: dataset.subject?.subject,
        table: dataset.table ? `${dataset.table.schema}.${dataset.table.name}` : undefined,
        endpoint: endpoint && dataset.stream ? pulumi.interpolate`${endpoint}/${dataset.entity}` : undefined,
      })),
    })),
    inputPorts: product.inputPorts.map((port) => ({
      name: port.name,
      version: port.version,
      product: port.product,
      contract: { id: port.contract.id, version: port.contract.version, status: port.contract.status },
    })),
  };
}

function contract({ id, name, version, status, objectives, roles }: Contract) {
  return { id, name, version, status, objectives, roles };
}
