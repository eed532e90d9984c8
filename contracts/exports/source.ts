/** A file → what exporters are given: a contract by itself, or a product within the mesh that it is part of. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { buildContract } from "../contract";
import { readDocument, type SourceDocument } from "../document";
import { contractTarget, judge, productTarget } from "../lint";
import type { ContractTarget } from "../lint/target";
import { loadMesh } from "../load";
import type { Contract, DataProduct } from "../model";
import type { Odcs, OdcsProperty } from "../odcs";
import type { Odps } from "../odps";
import type { LoadResult, Problem } from "../problem";
import { buildProduct, type ProductFile } from "../product";
import { type Standard, standardOf, structureOf } from "../structure";
import type { ContractSource, ProductSource } from "./exporter";
import { typeOfPhysical } from "./physical-types";

/** What a contract that names no domain is exported under. */
const NO_DOMAIN = "default";
/** Problems on which no model can be built; what else is wrong keeps a contract from being deployed, not from being read. */
const BLOCKING = /^(schema\/|semantic\/duplicate$|semantic\/property-type$)/;

/** A file that could be parsed, and is not yet judged. */
export interface Opened {
  readonly kind: "contract" | "product";
  /**
   * The contract or product, or what kept it from being read. Of a contract nothing of the mesh is needed; a product's
   * contracts are looked for in the mesh whose `domains/` it lies in, else beside it.
   */
  readonly load: () => LoadResult<ContractSource | ProductSource>;
}

/** @param path absolute */
export function openSource(path: string): LoadResult<Opened> {
  const root = rootOf(path);
  const { document, problems } = readDocument(root, relative(root, path));
  if (!document) return { ok: false, problems };
  const value: Opened =
    standardOf(document) === "odps"
      ? { kind: "product", load: () => productOf(root, document) }
      : { kind: "contract", load: () => contractOf(root, document) };
  return { ok: true, value, warnings: [] };
}

/** The folder that holds `domains/`, where the file lies in a domain; else the file's own. */
function rootOf(path: string): string {
  const domains = dirname(dirname(path));
  return basename(domains) === "domains" ? dirname(domains) : dirname(path);
}

/** The folder's domain counts where there is one, as it does for the mesh. */
function domainOf({ file, data }: SourceDocument): string {
  const folder = /^domains\/([^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1];
  const named = typeof data.domain === "string" ? data.domain.replace(/[^A-Za-z0-9._-]+/g, "-") : "";
  return folder ?? (named === "" ? NO_DOMAIN : named);
}

function contractOf(root: string, document: SourceDocument): LoadResult<ContractSource> {
  const { data, problems: found } = structureOf(document, "odcs");
  if (!data) return { ok: false, problems: found };
  const typed = withTypes(data);
  const problems = judge({ contracts: [contractTarget(document, typed)], products: [] });
  const blocking = problems.filter(({ rule }) => BLOCKING.test(rule));
  if (blocking.length > 0) return { ok: false, problems: blocking };
  const contract = buildContract(root, { document, data: typed, domain: domainOf(document) });
  // What would only be warned of in a deployment is no matter of an export.
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = [...found, ...errors].map((one): Problem => ({ ...one, severity: "warning" }));
  return { ok: true, value: { kind: "contract", contract, data: typed }, warnings };
}

/** The standard lets the logical type be left out where the physical one says enough. */
function withTypes(data: Odcs): Odcs {
  const typed = <P extends Partial<OdcsProperty>>(property: P): P => {
    const { logicalType = typeOfPhysical(property.physicalType), properties, items, map } = property;
    return {
      ...property,
      ...(logicalType === undefined ? {} : { logicalType }),
      ...(properties ? { properties: properties.map(typed) } : {}),
      ...(items ? { items: typed(items) } : {}),
      ...(map ? { map: { key: typed({ logicalType: "string", ...map.key }), value: typed(map.value) } } : {}),
    };
  };
  const schema = data.schema?.map((object) => ({ ...object, properties: object.properties?.map(typed) }));
  return schema ? { ...data, schema } : data;
}

function productOf(root: string, document: SourceDocument): LoadResult<ProductSource> {
  const { data, problems } = structureOf(document, "odps");
  if (!data) return { ok: false, problems };
  const isOfMesh = document.file.startsWith("domains/") && existsSync(join(root, "domains"));
  return isOfMesh ? productOfMesh(root, document, data) : productAlone(root, document, data);
}

function productOfMesh(root: string, { file }: SourceDocument, data: Odps): LoadResult<ProductSource> {
  const mesh = loadMesh(root);
  if (!mesh.ok) return mesh;
  const product = mesh.value.products.find(({ source }) => source.file === file);
  if (!product) throw new Error(`${file} is in no domain's folder`);
  const contracts = new Map<string, Odcs>();
  for (const { contract } of [...product.outputPorts, ...product.inputPorts]) {
    const { document } = readDocument(root, contract.source.file);
    const read = document && structureOf(document, "odcs").data;
    if (read) contracts.set(contract.id, read);
  }
  return { ok: true, value: { kind: "product", product, data, contracts }, warnings: mesh.warnings };
}

/** What lies in the product's folder is all that there is. */
function productAlone(root: string, document: SourceDocument, data: Odps): LoadResult<ProductSource> {
  const domain = domainOf(document);
  const contracts = new Map<string, Contract>();
  const read = new Map<string, Odcs>();
  const producers = new Map<string, ProductFile>();
  const targets: ContractTarget[] = [];
  const products = [productTarget(document, data)];
  for (const file of filesIn(root)) {
    const { document: beside } = readDocument(root, file);
    const standard: Standard | undefined = beside && standardOf(beside);
    if (!beside) continue;
    if (standard === "odcs") {
      const loaded = contractOf(root, beside);
      if (!loaded.ok) continue;
      contracts.set(loaded.value.contract.id, loaded.value.contract);
      read.set(loaded.value.contract.id, loaded.value.data);
      targets.push(contractTarget(beside, loaded.value.data));
    } else {
      const { data: other } = structureOf(beside, "odps");
      if (other && file !== document.file) products.push(productTarget(beside, other));
      for (const { contractId } of other?.outputPorts ?? [])
        if (other && contractId !== undefined) producers.set(contractId, { document: beside, data: other, domain });
    }
  }
  const problems = judge({ contracts: targets, products, mesh: "some" });
  const errors = problems.filter(({ file, severity }) => severity === "error" && file === document.file);
  if (errors.length > 0) return { ok: false, problems: errors };
  const product: DataProduct = buildProduct({ document, data, domain }, { contracts, producers });
  return { ok: true, value: { kind: "product", product, data, contracts: read }, warnings: [] };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.(odps|odcs)\.(?:ya?ml|json)$/.test(name))
    .sort();
}
