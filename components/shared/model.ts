import type { DataProduct, Dataset, Stream } from "../../contracts/model";

/** What a product offers, each dataset once: several output ports may offer one contract. */
export function ownDatasets({ outputPorts }: DataProduct): Dataset[] {
  const contracts = new Map(outputPorts.map(({ contract }) => [contract.id, contract]));
  return [...contracts.values()].flatMap(({ datasets }) => datasets);
}

/** Dead letters of what a product reads, each once: several input ports may read one contract. */
export function inputDeadLetters({ inputPorts }: DataProduct): Stream[] {
  const streams = inputPorts.flatMap(({ deadLetters }) => deadLetters);
  return [...new Map(streams.map((stream) => [stream.topic, stream])).values()];
}
