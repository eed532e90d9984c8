/** What each call of the provider protocol does, without the protocol: plain values in, plain values out. */
import { validate, withDefaults } from "./check";
import { type Config, hasRegistry } from "./config";
import {
  type CheckFailure,
  type Context,
  type Deployed,
  type Difference,
  MeshError,
  type ResourceHandler,
} from "./handler";
import { inTransaction } from "./postgres/connection";
import { RegistryClient } from "./registry/client";
import { type Decoded, hasUnknown, Unknown } from "./wire";

type Bag = Record<string, unknown>;

export interface Checked {
  /** With defaults filled in. */
  readonly inputs: Bag;
  readonly failures: readonly CheckFailure[];
}

/** A provider that is configured. */
export class MeshProvider {
  readonly #context: Context;
  readonly #resources: ReadonlyMap<string, ResourceHandler>;

  constructor(resources: ReadonlyMap<string, ResourceHandler>, config: Config, signal: AbortSignal) {
    this.#resources = resources;
    this.#context = contextOf(config, signal);
  }

  /** @throws MeshError for a type that isn't ours. */
  handler(type: string): ResourceHandler {
    const handler = this.#resources.get(type);
    if (handler !== undefined) return handler;
    const known = [...this.#resources.keys()].join(", ");
    throw new MeshError(`given: resource type ${type}; allowed: ${known}; fix: use one of those`);
  }

  async check(type: string, olds: Bag, news: Pick<Decoded, "value" | "secretPaths">): Promise<Checked> {
    const handler = this.handler(type);
    const inputs = withDefaults(handler.inputs, news.value);
    const malformed = validate(handler.inputs, inputs, [...handler.secrets, ...news.secretPaths]);
    if (malformed.length > 0) return { inputs, failures: malformed };
    return { inputs, failures: await handler.check(this.#context, { olds: known(olds), news: known(inputs) }) };
  }

  diff(type: string, olds: Bag, news: Bag): Difference {
    return this.handler(type).diff(olds, news);
  }

  async create(type: string, inputs: Bag): Promise<{ readonly id: string; readonly state: Bag }> {
    const { id, outputs } = await this.handler(type).create(this.#context, inputs);
    return { id, state: { ...inputs, ...outputs } };
  }

  /** The state after a creation, as far as it can be said before it. */
  previewCreate(type: string, inputs: Bag): Bag {
    return { ...inputs, ...unknowns(this.handler(type).outputs) };
  }

  /** `undefined` = it is gone. */
  async read(type: string, id: string, state: Bag): Promise<{ readonly inputs: Bag; readonly state: Bag } | undefined> {
    const handler = this.handler(type);
    const deployed = Object.keys(state).length > 0 ? split(handler, state) : undefined;
    const found = await handler.read(this.#context, id, deployed);
    return found && { inputs: { ...found.inputs }, state: { ...found.inputs, ...found.outputs } };
  }

  async update(type: string, olds: Bag, news: Bag): Promise<Bag> {
    const handler = this.handler(type);
    return { ...news, ...(await handler.update(this.#context, split(handler, olds), news)) };
  }

  /** The state after an update, as far as it can be said before it. */
  previewUpdate(type: string, olds: Bag, news: Bag): Bag {
    const handler = this.handler(type);
    const { inputs, outputs } = split(handler, olds);
    const open = hasUnknown(news) ? handler.outputs : (handler.updates?.(inputs, news) ?? []);
    return { ...news, ...outputs, ...unknowns(open) };
  }

  async delete(type: string, state: Bag): Promise<void> {
    const handler = this.handler(type);
    await handler.delete(this.#context, split(handler, state));
  }
}

function contextOf(config: Config, signal: AbortSignal): Context {
  let registry: RegistryClient | undefined;
  return {
    config,
    signal,
    registry: () => {
      if (!hasRegistry(config)) throw absent(config, "registryUrl", "the schema registry");
      registry ??= new RegistryClient(config.registryUrl, signal);
      return registry;
    },
    database: async (work) => {
      if (config.offline || config.databaseUrl === undefined) throw absent(config, "databaseUrl", "the database");
      return inTransaction(config.databaseUrl, signal, work);
    },
  };
}

function absent(config: Config, property: string, what: string): MeshError {
  return config.offline
    ? new MeshError(`the mesh provider is offline, so ${what} isn't asked; fix: set offline: false to deploy`)
    : new MeshError(`the mesh provider has no ${property}, so it can't reach ${what}; fix: set ${property} on it`);
}

/** The properties that are known throughout. */
function known(bag: Bag): Bag {
  return Object.fromEntries(Object.entries(bag).filter(([, value]) => !hasUnknown(value)));
}

function unknowns(names: readonly string[]): Bag {
  return Object.fromEntries(names.map((name) => [name, Unknown.value]));
}

function split(handler: ResourceHandler, state: Bag): Deployed<Bag, Bag> {
  const names: readonly string[] = handler.outputs;
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(state).filter(([name]) => names.includes(name) === wanted));
  return { inputs: part(false), outputs: part(true) };
}
