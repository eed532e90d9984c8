/** The files under `domains/` → the mesh: every product with its ports resolved, or every problem at once. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import {
  buildContract,
  type ContractFile,
  custom,
  deadLetterOf,
  defined,
  duplicate,
  duplicates,
  teamOf,
} from "./contract";
import { readDocument, type SourceDocument } from "./document";
import type { Contract, DataProduct, InputPort, OutputPort } from "./model";
import { deadLetterName, PRODUCT_ID, satisfies, topicName } from "./names";
import { ODCS_VERSIONS, odcs } from "./odcs";
import { ODPS_VERSIONS, type Odps, odps } from "./odps";
import type { LoadResult, Problem } from "./problem";

/** All domains' products, producers before their consumers. */
export interface Mesh {
  readonly products: readonly DataProduct[];
}

interface ProductFile {
  readonly document: SourceDocument;
  readonly data: Odps;
  readonly domain: string;
}

const DEFAULT_PRODUCER_RATE = 1_048_576;
const DEFAULT_CONSUMER_RATE = 2_097_152;

/** Names of the folders under `domains/`, sorted. */
export function domainNames(root: string): string[] {
  const folder = join(root, "domains");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Products of one domain, their input ports resolved against the other domains' contracts.
 * A problem anywhere in the mesh is a problem: a contract that can't be read may be the one that is needed.
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
  const mesh = loadMesh(root);
  return mesh.ok ? { ...mesh, value: mesh.value.products.filter((product) => product.domain === domain) } : mesh;
}

/** The whole mesh under `root`. */
export function loadMesh(root: string): LoadResult<Mesh> {
  const problems: Problem[] = [];
  const contractFiles: ContractFile[] = [];
  const productFiles: ProductFile[] = [];
  for (const domain of domainNames(root))
    for (const name of readdirSync(join(root, "domains", domain)).sort()) {
      const file = `domains/${domain}/${name}`;
      const kind = /\.(odps|odcs)\.(?:ya?ml|json)$/.exec(name)?.[1];
      if (kind === undefined) continue;
      const { document, problems: found } = readDocument(root, file);
      problems.push(...found);
      if (!document) continue;
      if (kind === "odps") {
        const data = validated(document, ODPS_VERSIONS, odps, problems);
        if (data) productFiles.push({ document, data, domain });
      } else {
        const data = validated(document, ODCS_VERSIONS, odcs, problems);
        if (data) contractFiles.push({ document, data, domain });
      }
    }

  const contracts = new Map<string, Contract>();
  for (const file of contractFiles) {
    if (contracts.has(file.data.id)) problems.push(duplicate(file.document, ["id"], file.data.id, "contract"));
    contracts.set(file.data.id, buildContract(root, file, problems));
  }
  problems.push(...topicClashes(contractFiles, contracts));
  const producers = new Map<string, ProductFile>();
  for (const file of productFiles)
    for (const { contractId } of file.data.outputPorts ?? []) if (contractId) producers.set(contractId, file);
  const products = productFiles.map((file) => buildProduct(file, { contracts, producers, problems }));
  for (const index of duplicates(productFiles.map(({ data }) => data.id))) {
    const file = productFiles[index];
    if (file) problems.push(duplicate(file.document, ["id"], file.data.id, "product"));
  }
  const ordered = inOrder(products, productFiles, problems);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { ok: false, problems };
  return { ok: true, value: deepFreeze({ products: ordered }), warnings: problems };
}

/** The file's data as its standard's version says, or its problems. */
function validated<S extends z.ZodType>(
  document: SourceDocument,
  versions: Readonly<Record<string, number>>,
  schema: (version: number) => S,
  problems: Problem[],
): z.output<S> | undefined {
  const given = document.data.apiVersion;
  const version = typeof given === "string" && Object.hasOwn(versions, given) ? versions[given] : undefined;
  if (version === undefined) {
    const allowed = Object.keys(versions).join(", ");
    const message = "The file names no version of its standard that we know.";
    problems.push(
      document.problem(["apiVersion"], { rule: "schema/version", message, given, allowed, fix: "set apiVersion" }),
    );
    return undefined;
  }
  const parsed = model(schema, version).safeParse(document.data);
  if (parsed.success) return parsed.data as z.output<S>;
  for (const issue of parsed.error.issues) {
    let given: unknown = document.data;
    for (const part of issue.path) given = (given as Record<PropertyKey, unknown> | undefined)?.[part];
    const missing = given === undefined;
    problems.push(
      document.problem(issue.path, {
        rule: missing ? "schema/required" : "schema/type",
        message: missing ? `The field ${String(issue.path.at(-1))} is missing.` : `${issue.message}.`,
        given,
        allowed: issue.code === "invalid_value" ? issue.values.map(String).join(", ") : issue.message,
        fix: missing ? "add it" : "correct the value",
      }),
    );
  }
  return undefined;
}

const models = new Map<unknown, Map<number, z.ZodType>>();

/** Each standard's model is built once a process, and only for the versions that files name. */
function model<S extends z.ZodType>(schema: (version: number) => S, version: number): S {
  const built = models.get(schema) ?? new Map<number, z.ZodType>();
  models.set(schema, built);
  const found = (built.get(version) as S | undefined) ?? schema(version);
  built.set(version, found);
  return found;
}

interface Surroundings {
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Contract id → the product that offers it. */
  readonly producers: ReadonlyMap<string, ProductFile>;
  readonly problems: Problem[];
}

function buildProduct(
  { document, data, domain }: ProductFile,
  { contracts, producers, problems }: Surroundings,
): DataProduct {
  const { file } = document;
  if (!PRODUCT_ID.test(data.id))
    problems.push(
      document.problem(["id"], {
        rule: "semantic/product-id",
        message: "The id can't name what is deployed (Kubernetes objects, Kafka users, Postgres schemas).",
        given: data.id,
        allowed: "a lower-case letter, then letters, digits and -, at most 40, no - at the end",
        fix: "write it like order-events; keep another identifier in customProperties",
      }),
    );
  if (data.domain !== undefined && data.domain !== domain)
    problems.push(
      document.problem(["domain"], {
        rule: "mesh/domain",
        message: "The product names another domain than its folder.",
        given: data.domain,
        allowed: domain,
        fix: "move the file, or correct the field",
      }),
    );
  const missing = (kind: string, index: number, contractId: string | undefined) =>
    problems.push(
      document.problem([kind, index, "contractId"], {
        rule: "mesh/contract",
        message: "The port names no contract that the mesh has.",
        given: contractId,
        allowed: [...contracts.keys()].sort().join(", "),
        fix: "add the contract's file, or correct the id",
      }),
    );
  const outputPorts = (data.outputPorts ?? []).flatMap((port, index): OutputPort[] => {
    const contract = contracts.get(port.contractId ?? "");
    if (!contract) {
      missing("outputPorts", index, port.contractId);
      return [];
    }
    const version = port.version ?? contract.version;
    if (version !== contract.version)
      problems.push(
        document.problem(["outputPorts", index, "version"], {
          rule: "mesh/version",
          message: `The port offers another version than its contract ${contract.source.file} has.`,
          given: version,
          allowed: contract.version,
          fix: "give both the same version",
        }),
      );
    const source = { file, path: `outputPorts[${index}]` };
    return [{ ...defined({ description: port.description }), name: port.name, version, contract, source }];
  });
  const inputPorts = (data.inputPorts ?? []).flatMap((port, index): InputPort[] => {
    const contract = contracts.get(port.contractId ?? "");
    const producer = producers.get(port.contractId ?? "");
    if (!contract || !producer) {
      missing("inputPorts", index, port.contractId);
      return [];
    }
    const version = port.version ?? contract.version;
    if (!satisfies(contract.version, version))
      problems.push(
        document.problem(["inputPorts", index, "version"], {
          rule: "mesh/version",
          message: `The port wants a version that ${contract.source.file} does not satisfy.`,
          given: version,
          allowed: `the same major version, at most ${contract.version}`,
          fix: "lower the port's version, or ask the producer for a release",
        }),
      );
    const role = custom(port.customProperties, "role");
    const deadLetters = contract.datasets.flatMap(({ entity, stream }) =>
      stream
        ? [deadLetterOf(deadLetterName(topicName(domain, entity, contract.version)), { ...stream, legacyName: false })]
        : [],
    );
    return [
      {
        ...defined({ role: role === undefined ? undefined : String(role) }),
        name: port.name,
        version,
        product: { id: producer.data.id, domain: producer.domain },
        contract,
        deadLetters,
        source: { file, path: `inputPorts[${index}]` },
      },
    ];
  });
  for (const [kind, ports] of [
    ["inputPorts", inputPorts],
    ["outputPorts", outputPorts],
  ] as const)
    for (const index of duplicates(ports.map(({ name }) => name)))
      problems.push(duplicate(document, [kind, index, "name"], ports[index]?.name, "port"));
  const team = teamOf(data.team as Parameters<typeof teamOf>[0]);
  const { purpose, limitations, usage } = data.description ?? {};
  const rate = (name: string, otherwise: number) => Number(custom(data.customProperties, name) ?? otherwise);
  return {
    id: data.id,
    name: data.name ?? data.id,
    domain,
    version: data.version ?? "0.0.0",
    status: data.status ?? "draft",
    description: defined({ purpose, limitations, usage }),
    ...(team ? { team } : {}),
    support: (data.support ?? []).map(({ channel, url, tool, scope, description }) =>
      defined({ channel, url, tool, scope, description }),
    ),
    tags: data.tags ?? [],
    principal: `${domain}.${data.id}`,
    quota: {
      producerByteRate: rate("producerByteRate", DEFAULT_PRODUCER_RATE),
      consumerByteRate: rate("consumerByteRate", DEFAULT_CONSUMER_RATE),
    },
    outputPorts,
    inputPorts,
    source: { file, path: "" },
  };
}

/** Kafka takes `.` and `_` for the same in its metrics, so names that differ in nothing else clash. */
function topicClashes(files: readonly ContractFile[], contracts: ReadonlyMap<string, Contract>): Problem[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ document, data }) =>
    (contracts.get(data.id)?.datasets ?? []).flatMap(({ stream }, index) => {
      if (!stream) return [];
      const key = stream.topic.replaceAll("_", ".");
      const owner = owners.get(key);
      owners.set(key, document.file);
      if (owner === undefined) return [];
      const finding = {
        rule: "mesh/topic",
        message: `The stream is claimed by ${owner} as well.`,
        given: stream.topic,
      };
      return [
        document.problem(["schema", index], { ...finding, allowed: "a name of its own", fix: "rename one of them" }),
      ];
    }),
  );
}

/** Producers before consumers; a cycle is a problem. */
function inOrder(products: readonly DataProduct[], files: readonly ProductFile[], problems: Problem[]): DataProduct[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  const ordered: DataProduct[] = [];
  const open = new Set<string>();
  const visit = (product: DataProduct, way: readonly string[]) => {
    if (ordered.includes(product)) return;
    if (open.has(product.id)) {
      const file = files.find(({ data }) => data.id === product.id);
      const given = [...way.slice(way.indexOf(product.id)), product.id].join(" → ");
      const finding = { rule: "mesh/cycle", message: "Products read each other in a circle.", given };
      if (file)
        problems.push(
          file.document.problem(["inputPorts"], { ...finding, allowed: "no circle", fix: "remove one input port" }),
        );
      return;
    }
    open.add(product.id);
    for (const port of product.inputPorts) {
      const producer = byId.get(port.product.id);
      if (producer) visit(producer, [...way, product.id]);
    }
    ordered.push(product);
  };
  for (const product of products) visit(product, []);
  return ordered;
}

function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
