import * as pulumi from "@pulumi/pulumi";
import type { DataProduct as DataProductModel, Dataset } from "../../contracts/model";
import { AccessGrant } from "../access-grant";
import { CatalogEntry } from "../catalog-entry";
import { Database } from "../database";
import { EventStream } from "../event-stream";
import { SchemaSubject } from "../schema-subject";
import { Service } from "../service";
import { inputDeadLetters, ownDatasets } from "../shared/model";
import type { Target } from "../targets";

export interface DataProductArgs {
  /** The product as its ODPS and ODCS files say. */
  readonly model: DataProductModel;
  /** How and where things are made. */
  readonly target: Target;
}

/** Everything one data product needs, from one model. Its children's order is: streams, schemas, tables, access, service, catalog. */
export class DataProduct extends pulumi.ComponentResource {
  /** Base address of the product's service. */
  readonly endpoint: pulumi.Output<string>;
  readonly nodes: {
    readonly streams: readonly EventStream[];
    readonly subjects: readonly SchemaSubject[];
    readonly database?: Database;
    readonly access: AccessGrant;
    readonly service: Service;
    readonly catalogEntry: CatalogEntry;
  };

  constructor(name: string, args: DataProductArgs, opts?: pulumi.ComponentResourceOptions) {
    const { model, target } = args;
    // The whole model goes to the engine, plain and known: that is what lets the policy pack judge the contract itself.
    super(
      "mesh:components:DataProduct",
      name,
      { model, environment: target.environment, target: target.kind },
      pulumi.mergeOptions(opts, { providers: target.providers }),
    );
    const parent = { parent: this };
    const { throwAway, replicas, minInsyncReplicas } = target;
    const datasets = ownDatasets(model);
    const deadLetters = inputDeadLetters(model);

    const streams = [
      ...datasets.flatMap(({ stream, deadLetter }) =>
        stream ? [{ name: stream.topic, args: { stream, ...(deadLetter ? { deadLetter } : {}) } }] : [],
      ),
      ...deadLetters.map((stream) => ({ name: stream.topic, args: { stream } })),
    ].map(({ name, args }) => new EventStream(name, { ...args, replicas, minInsyncReplicas, throwAway }, parent));

    const subjects = datasets.flatMap(({ subject }) =>
      subject ? [new SchemaSubject(subject.subject, { subject, throwAway }, parent)] : [],
    );
    const database = tablesOf(name, datasets, throwAway, parent);

    const password = target.password(model.principal);
    const access = new AccessGrant(
      name,
      {
        principal: model.principal,
        password,
        quota: model.quota,
        writes: [...datasets.flatMap(topics), ...deadLetters.map((stream) => stream.topic)],
        reads: [
          ...model.inputPorts.flatMap((port) => port.contract.datasets.flatMap((d) => d.stream?.topic ?? [])),
          ...deadLetters.map((stream) => stream.topic),
        ],
      },
      parent,
    );

    const { image, host, port, podReplicas, drainDelayMs } = target.workload;
    const servicePort = port(model.id);
    const bundleKey = target.bundleKey?.(model.domain);
    const service = new Service(
      name,
      {
        product: model,
        image,
        host,
        port: servicePort,
        replicas: podReplicas,
        ...(drainDelayMs === undefined ? {} : { drainDelayMs }),
        connection: target.connection,
        password,
        bundle: target.bundle(model.domain),
        ...(bundleKey === undefined ? {} : { bundleKey }),
        // Its pods are ready only when topic, schema and permission are there.
        startsAfter: [access, ...streams, ...subjects],
      },
      parent,
    );

    this.endpoint = target.workload.endpoint(model, servicePort);
    const catalogEntry = new CatalogEntry(
      name,
      { product: model, catalog: target.catalog, endpoint: this.endpoint },
      { ...parent, dependsOn: [service] },
    );

    this.nodes = { streams, subjects, ...(database ? { database } : {}), access, service, catalogEntry };
    this.registerOutputs({ model, environment: target.environment, endpoint: this.endpoint });
  }
}

function topics({ stream, deadLetter }: Dataset): string[] {
  return [stream?.topic ?? [], deadLetter?.topic ?? []].flat();
}

function tablesOf(
  name: string,
  datasets: readonly Dataset[],
  throwAway: boolean,
  opts: pulumi.ComponentResourceOptions,
) {
  const tables = datasets.flatMap(({ table }) => table ?? []);
  const [first] = tables;
  return first && new Database(name, { schema: first.schema, tables, throwAway }, opts);
}
