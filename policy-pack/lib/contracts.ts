import type { Contract, DataProduct, Dataset, Property, Source, Stream } from "../../contracts/model";
import type { Product } from "./guardrail";

/** The contracts that a product promises: those of its output ports. Those of its input ports are others' to keep. */
export function contractsOf(model: DataProduct): Contract[] {
  return model.outputPorts.map(({ contract }) => contract);
}

export function datasetsOf(model: DataProduct): Dataset[] {
  return contractsOf(model).flatMap(({ datasets }) => datasets);
}

/** Properties of a dataset, with those inside objects, arrays and maps. */
export function* propertiesOf({ properties }: { readonly properties: readonly Property[] }): Generator<Property> {
  for (const property of properties) {
    yield property;
    yield* propertiesOf({ properties: [...(property.properties ?? []), ...elementsOf(property)] });
  }
}

/** What an array or a map is made of. */
export function elementsOf({ items, values, keys }: Property): Property[] {
  return [items ?? [], values ?? [], keys ?? []].flat();
}

/** Streams that a product owns: its outputs, their dead letters, and the dead letters of its inputs. */
export function ownStreams(model: DataProduct): Stream[] {
  const outputs = datasetsOf(model).flatMap(({ stream, deadLetter }) => [stream ?? [], deadLetter ?? []].flat());
  return [...outputs, ...model.inputPorts.flatMap(({ deadLetters }) => deadLetters)];
}

const indexes = new WeakMap<readonly Product[], ReadonlyMap<string, Stream>>();

/** What the contracts of the stack's products say of a topic. */
export function streamNamed(products: readonly Product[], topic: string | undefined): Stream | undefined {
  let index = indexes.get(products);
  if (!index) {
    index = new Map(products.flatMap(({ model }) => ownStreams(model)).map((stream) => [stream.topic, stream]));
    indexes.set(products, index);
  }
  return topic === undefined ? undefined : index.get(topic);
}

/** Where the contract speaks of a topic, for a message. */
export function sourceOf(products: readonly Product[], topic: string | undefined): Source | undefined {
  return streamNamed(products, topic)?.source;
}

/** The place of a field of something, for a message. */
export function field({ source }: { readonly source: Source }, name: string): Source {
  return { file: source.file, path: source.path ? `${source.path}.${name}` : name };
}
