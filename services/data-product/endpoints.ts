/**
 * What the service offers for a data product: one endpoint for each dataset of its output ports.
 */
import { OWN_PATHS } from "../../contracts/exports/openapi";
import type { Contract, DataProduct, Dataset, Subject } from "../../contracts/model";
import type { NumberKind } from "./avro-values";
import { type Validator, validatorOf } from "./validation";
import { type Encoder, encoderOf, numberKindsOf } from "./wire";

/** The contract's JSON Schema (2020-12) of a dataset; contracts/ has the one implementation. */
export type JsonSchemaOf = (contract: Contract, dataset: Dataset) => object;

export interface Endpoint {
  /** `/<entity>` */
  readonly path: string;
  readonly entity: string;
  readonly contract: Contract;
  readonly dataset: Dataset;
  readonly schema: object;
  /** Present where records can be posted: the contract has a stream for the dataset. */
  readonly intake?: Intake;
}

export interface Intake {
  readonly topic: string;
  readonly subject: Subject;
  readonly validate: Validator;
  readonly encode: Encoder;
  readonly numberAt: (path: readonly string[]) => NumberKind;
}

/** The model can't be served; the message names the product, the port, and what is wrong. */
export class ModelError extends Error {
  override readonly name = "ModelError";
}

export interface EndpointOptions {
  readonly jsonSchema: JsonSchemaOf;
  /** Overrides the topic of a product with one stream (the article's `KAFKA_TOPIC`). */
  readonly topic?: string;
}

/**
 * The endpoints of a product, in the order of its ports. Two ports with the same contract share one.
 *
 * @throws ModelError
 */
export function endpointsOf(product: DataProduct, options: EndpointOptions): readonly Endpoint[] {
  const streams = new Set(product.outputPorts.flatMap(({ contract }) => contract.datasets.flatMap(topicOf)));
  const override = streams.size === 1 ? options.topic : undefined;
  const endpoints = new Map<string, Endpoint>();
  for (const port of product.outputPorts) {
    for (const dataset of port.contract.datasets) {
      const place = `${product.id}: output port ${port.name}, dataset ${dataset.name}`;
      const { contract } = port;
      const other = endpoints.get(dataset.entity);
      if (other && (other.contract.id !== contract.id || other.contract.version !== contract.version)) {
        throw new ModelError(`${place}: the path /${dataset.entity} is taken by contract ${other.contract.id}`);
      }
      if (OWN_PATHS.has(dataset.entity))
        throw new ModelError(`${place}: the service needs the path /${dataset.entity}`);
      endpoints.set(dataset.entity, endpointOf({ contract, dataset, place }, options.jsonSchema, override));
    }
  }
  return [...endpoints.values()];
}

function topicOf({ stream }: Dataset): readonly string[] {
  return stream ? [stream.topic] : [];
}

interface Offer {
  readonly contract: Contract;
  readonly dataset: Dataset;
  readonly place: string;
}

function endpointOf({ contract, dataset, place }: Offer, jsonSchema: JsonSchemaOf, topic?: string): Endpoint {
  const schema = { ...jsonSchema(contract, dataset), version: contract.version };
  const { stream, subject, entity } = dataset;
  const endpoint = { path: `/${entity}`, entity, contract, dataset, schema };
  if (!stream) return endpoint;
  if (!subject) throw new ModelError(`${place}: has a stream but no subject`);
  try {
    const intake = {
      validate: validatorOf(schema, dataset),
      encode: encoderOf(subject),
      numberAt: numberKindsOf(subject),
    };
    return { ...endpoint, intake: { ...intake, subject, topic: topic ?? stream.topic } };
  } catch (error) {
    throw new ModelError(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
