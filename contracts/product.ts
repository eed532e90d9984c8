/** One ODPS file → the model's DataProduct, its ports resolved. */
import { deadLetterOf } from "./contract";
import type { SourceDocument } from "./document";
import type { Contract, DataProduct, InputPort, OutputPort } from "./model";
import { inputDeadLetterName } from "./names";
import type { Odps } from "./odps";
import { custom, defined, teamOf, texts } from "./shared";

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
}

/** What is returned is to be deployed only where the linter finds no error in the file. */
export function buildProduct(
  { document, data, domain }: ProductFile,
  { contracts, producers }: Surroundings,
): DataProduct {
  const { file } = document;
  const outputPorts = (data.outputPorts ?? []).flatMap((port, index): OutputPort[] => {
    const contract = contracts.get(port.contractId ?? "");
    if (!contract) return [];
    const version = port.version ?? contract.version;
    const source = { file, path: `outputPorts[${index}]` };
    const clearedFor = texts(custom(port.customProperties, "clearedFor"));
    return [{ ...defined({ description: port.description, clearedFor }), name: port.name, version, contract, source }];
  });
  const inputPorts = (data.inputPorts ?? []).flatMap((port, index): InputPort[] => {
    const contract = contracts.get(port.contractId ?? "");
    const producer = producers.get(port.contractId ?? "");
    if (!contract || !producer) return [];
    const version = port.version ?? contract.version;
    const role = custom(port.customProperties, "role");
    const deadLetters = contract.datasets.flatMap(({ stream }) =>
      stream
        ? [deadLetterOf(inputDeadLetterName({ domain, id: data.id }, stream.topic), { ...stream, legacyName: false })]
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
