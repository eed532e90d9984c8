/** One ODPS file → the model's DataProduct, its ports resolved. */
import { deadLetterOf } from "./contract";
import type { SourceDocument } from "./document";
import type { Contract, DataProduct, InputPort, OutputPort } from "./model";
import { deadLetterName, PRODUCT_ID, satisfies, topicName } from "./names";
import type { Odps } from "./odps";
import type { Problem } from "./problem";
import { custom, defined, duplicate, duplicates, teamOf } from "./shared";

export interface ProductFile {
  readonly document: SourceDocument;
  readonly data: Odps;
  readonly domain: string;
}

const DEFAULT_PRODUCER_RATE = 1_048_576;
const DEFAULT_CONSUMER_RATE = 2_097_152;

export interface Surroundings {
  readonly contracts: ReadonlyMap<string, Contract>;
  /** Contract id → the product that offers it. */
  readonly producers: ReadonlyMap<string, ProductFile>;
  readonly problems: Problem[];
}

/** Collects its problems in `problems`; what is returned is usable only where there are none. */
export function buildProduct(
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
