/** The files under `domains/` → the mesh: every product with its ports resolved, or every problem at once. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildContract, type ContractFile } from "./contract";
import { readDocument, type SourceDocument } from "./document";
import { domainNames } from "./domains";
import { contractTarget, judge, productTarget } from "./lint";
import type { DataProduct } from "./model";
import type { LoadResult, Problem } from "./problem";
import { buildProduct, type ProductFile } from "./product";
import { type Standard, structureOf } from "./structure";

/** All domains' products, producers before their consumers. */
export interface Mesh {
  readonly products: readonly DataProduct[];
}

/**
 * Products of one domain, their input ports resolved against the other domains' contracts. Of those, only the ones that
 * an input port names are judged: another team's broken file stops nobody who doesn't read from it. Where something is
 * wrong, the whole mesh is judged, so that all problems are told at once.
 */
export function loadProducts(root: string, domain: string): LoadResult<readonly DataProduct[]> {
  const domains = domainNames(root);
  if (!domains.includes(domain)) {
    const allowed = [...domains, "platform"].join(", ");
    const at = { file: `domains/${domain}`, line: 1, column: 1, path: "", severity: "error" as const };
    const message = "There is no such domain.";
    return {
      ok: false,
      problems: [{ ...at, rule: "mesh/domain", message, given: domain, allowed, fix: `mesh new ${domain}/<product>` }],
    };
  }
  const names = meshFiles(root);
  const own = readFiles(
    root,
    names.filter((name) => name.domain === domain),
  );
  const reads = new Set(
    own.products.flatMap(({ data }) => (data.inputPorts ?? []).map(({ contractId }) => contractId)),
  );
  const others = readFiles(
    root,
    // By their text: parsing a file takes a hundred times as long as looking for a name in it.
    names.filter((name) => name.domain !== domain && mentions(root, name, reads)),
  );
  const mesh = assemble(root, {
    ...own,
    contracts: [...own.contracts, ...others.contracts.filter(({ data }) => reads.has(data.id))],
    producers: others.products,
  });
  const judged = mesh.ok ? mesh : loadMesh(root);
  if (!judged.ok) return judged;
  return { ...judged, value: judged.value.products.filter((product) => product.domain === domain) };
}

/** The whole mesh under `root`. */
export function loadMesh(root: string): LoadResult<Mesh> {
  return assemble(root, readFiles(root, meshFiles(root)));
}

/** A file of one of the two standards. */
interface MeshFile {
  readonly file: string;
  readonly kind: Standard;
  readonly domain: string;
}

function meshFiles(root: string): MeshFile[] {
  return domainNames(root).flatMap((domain) =>
    readdirSync(join(root, "domains", domain))
      .sort()
      .flatMap((name): MeshFile[] => {
        const kind = /\.(odps|odcs)\.(?:ya?ml|json)$/.exec(name)?.[1] as Standard | undefined;
        return kind === undefined ? [] : [{ file: `domains/${domain}/${name}`, kind, domain }];
      }),
  );
}

/** False where the file can't be read as well: whoever needs what is in it will miss it. */
function mentions(root: string, { file }: MeshFile, ids: ReadonlySet<string | undefined>): boolean {
  try {
    const text = readFileSync(join(root, file), "utf8");
    return [...ids].some((id) => id !== undefined && text.includes(id));
  } catch {
    return false;
  }
}

/** What was read, with what was found wrong in it. */
interface Read {
  readonly contracts: readonly ContractFile[];
  readonly products: readonly ProductFile[];
  /** Products that are not made, only read from. */
  readonly producers?: readonly ProductFile[];
  /** Files that couldn't be judged. */
  readonly broken: readonly SourceDocument[];
  readonly problems: readonly Problem[];
}

function readFiles(root: string, names: readonly MeshFile[]): Read {
  const problems: Problem[] = [];
  const contracts: ContractFile[] = [];
  const products: ProductFile[] = [];
  const broken: SourceDocument[] = [];
  for (const { file, kind, domain } of names) {
    const { document, problems: found } = readDocument(root, file);
    problems.push(...found);
    if (!document) continue;
    if (kind === "odps") {
      const data = dataOf(document, kind, problems);
      if (data) products.push({ document, data, domain });
      else broken.push(document);
    } else {
      const data = dataOf(document, kind, problems);
      if (data) contracts.push({ document, data, domain });
      else broken.push(document);
    }
  }
  return { contracts, products, broken, problems };
}

function assemble(root: string, read: Read): LoadResult<Mesh> {
  const { contracts: contractFiles, products: productFiles, producers: others } = read;
  const problems = [...read.problems, ...judged(read)];
  if (problems.some(({ severity }) => severity === "error")) return { ok: false, problems };
  const contracts = new Map(contractFiles.map((file) => [file.data.id, buildContract(root, file)]));
  const producers = new Map<string, ProductFile>();
  for (const file of [...productFiles, ...(others ?? [])])
    for (const { contractId } of file.data.outputPorts ?? []) if (contractId) producers.set(contractId, file);
  const products = productFiles.map((file) => buildProduct(file, { contracts, producers }));
  return { ok: true, value: deepFreeze({ products: inOrder(products) }), warnings: problems };
}

/** What the linter finds; in other domains' products nothing is looked for, they are only read from. */
function judged({ contracts, products, producers, broken }: Read): Problem[] {
  const others = new Set((producers ?? []).map(({ document }) => document.file));
  const findings = judge({
    contracts: contracts.map(({ document, data }) => contractTarget(document, data)),
    products: [...products, ...(producers ?? [])].map(({ document, data }) => productTarget(document, data)),
    broken,
    mesh: producers || broken.length > 0 ? "some" : "all",
  });
  return findings.filter(({ file }) => !others.has(file));
}

/**
 * What the file says, or its problems. A field that the standard doesn't name is kept and only warned of here: it
 * changes nothing that is deployed. The linter, which stands for the standard, refuses it.
 */
function dataOf<S extends Standard>(document: SourceDocument, standard: S, problems: Problem[]) {
  const { data, problems: found } = structureOf(document, standard);
  problems.push(...found.map((one): Problem => (data === undefined ? one : { ...one, severity: "warning" })));
  return data;
}

/** Producers before their consumers; there is no circle. */
function inOrder(products: readonly DataProduct[]): DataProduct[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  const ordered = new Set<DataProduct>();
  const visit = (product: DataProduct) => {
    if (ordered.has(product)) return;
    for (const port of product.inputPorts) {
      const producer = byId.get(port.product.id);
      if (producer) visit(producer);
    }
    ordered.add(product);
  };
  for (const product of products) visit(product);
  return [...ordered];
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
