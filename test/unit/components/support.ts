/**
 * Runs a piece of a Pulumi program under mocks, waits until everything it registers has settled, and tells what the
 * engine would have been sent. Tests assert on that record, so no assertion ever sits in an `apply` nobody awaits.
 */
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

export type Bag = Record<string, unknown>;

/** Stands where a preview doesn't know a value. */
export const UNKNOWN = "<unknown>";

/** One registered resource. Other resources are named by their `id`: `<last part of the type> <name>`. */
export interface Resource {
  readonly id: string;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** As sent, secrets unwrapped. */
  readonly inputs: Bag;
  /** Paths of the inputs that are marked secret, e.g. `stringData.kafka-password`. */
  readonly secrets: readonly string[];
  readonly parent: string | undefined;
  /** Provider that was chosen explicitly, for the resource or above it. */
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly additionalSecretOutputs: readonly string[];
  /** What it waits for: `dependsOn` and the resources whose outputs it uses. A component stands for its children. */
  readonly dependsOn: readonly string[];
  /** Earlier names. */
  readonly aliases: readonly string[];
  /** What a component gave to `registerOutputs`; absent where it never did. */
  outputs?: Bag;
  outputSecrets?: readonly string[];
}

export interface Options {
  /** True = values that only a deployment gives are unknown. @default false */
  readonly preview?: boolean;
  /** Makes the engine refuse the resources of this id. @default none is refused */
  readonly refuse?: string;
  /** What every StackReference finds: `{outputs, secretOutputNames}`. @default a stack that exports nothing */
  readonly otherStack?: Bag;
  /** Milliseconds until something that never settles is an error. @default 10 000 */
  readonly patience?: number;
}

/** What providers would compute. */
const COMPUTED: Readonly<Record<string, (name: string) => Bag>> = {
  "mesh:index:Subject": () => ({ schemaId: 7, version: 3 }),
  "mesh:index:Password": (name) => ({ result: `generated ${name}` }),
};

export class Registrations<T> {
  constructor(
    /** What the program returned. */
    readonly result: T,
    /** In the order of their registration. */
    readonly all: readonly Resource[],
  ) {}

  get ids(): readonly string[] {
    return this.all.map(({ id }) => id);
  }

  /** @throws Error that lists what is there */
  one(id: string): Resource {
    const found = this.all.find((resource) => resource.id === id);
    if (!found) throw new Error(`no ${id}; registered: ${this.ids.join(", ")}`);
    return found;
  }

  /** A value in the inputs of a resource; `path` is like `spec.template.spec.containers.0.env`. */
  input(id: string, path: string): unknown {
    return path.split(".").reduce<unknown>((value, key) => (value as Bag | undefined)?.[key], this.one(id).inputs);
  }

  childrenOf(id: string): readonly string[] {
    return this.all.filter(({ parent }) => parent === id).map((resource) => resource.id);
  }

  ofType(type: string): readonly Resource[] {
    return this.all.filter((resource) => resource.type === type || resource.id.startsWith(`${type} `));
  }

  /** Position in the order of registration. */
  position(id: string): number {
    return this.all.indexOf(this.one(id));
  }
}

/** @throws whatever the program, an input, a registration or an `apply` in it failed with */
export async function register<T>(program: () => T, options: Options = {}): Promise<Registrations<T>> {
  const { preview = false, refuse, otherStack = { outputs: {} }, patience = 10_000 } = options;
  const all: Resource[] = [];
  const computed: Bag[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) =>
        type === "pulumi:pulumi:StackReference"
          ? { id: name, state: { ...inputs, ...otherStack } }
          : { id: preview ? undefined : `${name}-id`, state: { ...inputs, ...computed.pop() } },
      call: () => ({}),
    },
    "data-mesh",
    "inventory-test",
    preview,
    "organization",
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const idOf = (urn: string) => all.find((resource) => resource.urn === urn)?.id ?? urn;
  const add = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, done) => {
    const resource = describe(request, idOf);
    if (resource.id === refuse) return Promise.resolve(done(new Error(`${refuse} is refused`), undefined));
    // The mock takes it up before this call returns, so the last one pushed is its.
    computed.push(computedOf(request, preview));
    return add(request, (error: unknown, response: { getUrn(): string } | undefined) => {
      const urn = response?.getUrn() ?? "";
      if (all.some((other) => other.urn === urn)) return done(new Error(`two resources are ${urn}`), undefined);
      all.push({ ...resource, urn });
      done(error, response);
    });
  };
  const finish = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request: RegisterResourceOutputsRequest, done) => {
    const resource = all.find(({ urn }) => urn === request.getUrn());
    const { value, secrets } = decode(request.getOutputs()?.toJavaScript() ?? {});
    if (resource) Object.assign(resource, { outputs: value, outputSecrets: secrets });
    finish(request, done);
  };
  const result = await settled(program, patience, () => all);
  return new Registrations(result, all);
}

/** Runs the program until no registration is under way; the first thing that was rejected meanwhile is thrown. */
async function settled<T>(program: () => T, patience: number, all: () => readonly Resource[]): Promise<T> {
  const rejected: unknown[] = [];
  const collect = (reason: unknown) => rejected.push(reason);
  // Pulumi reports what fails as unhandled rejections, which would end the test run instead of this promise.
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", collect);
  let timer: NodeJS.Timeout | undefined;
  try {
    const result = program();
    const late = new Promise<never>((_, reject) => {
      const say = () => reject(new Error(`not settled after ${patience} ms; registered: ${all().map(({ id }) => id)}`));
      timer = setTimeout(say, patience);
    });
    await Promise.race([pulumi.runtime.disconnect(), late]);
    // Node reports unhandled rejections after the microtasks of the turn in which they happened.
    await new Promise((turn) => setImmediate(turn));
    if (rejected.length > 0) throw rejected[0];
    return result;
  } finally {
    clearTimeout(timer);
    process.off("unhandledRejection", collect);
    for (const other of others) process.on("unhandledRejection", other);
  }
}

/** What an output holds, and whether it is a secret. */
export async function settledValue<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
  const value = await new Promise<T>((resolve) => output.apply((known) => resolve(known as T)));
  return { value, secret: await pulumi.isSecret(output) };
}

function computedOf(request: RegisterResourceRequest, preview: boolean): Bag {
  const values = preview ? {} : (COMPUTED[request.getType()]?.(request.getName()) ?? {});
  const secrets = request.getAdditionalsecretoutputsList();
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, secrets.includes(key) ? pulumi.secret(value) : value]),
  );
}

function describe(request: RegisterResourceRequest, idOf: (urn: string) => string): Resource {
  const { value, secrets } = decode(request.getObject()?.toJavaScript() ?? {});
  const [parent, provider] = [request.getParent(), request.getProvider()];
  return {
    id: `${request.getType().split(":").at(-1)} ${request.getName()}`,
    urn: "",
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: value as Bag,
    secrets,
    parent: parent ? idOf(parent) : undefined,
    provider: provider ? idOf(provider.slice(0, provider.lastIndexOf("::"))) : undefined,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    dependsOn: request.getDependenciesList().map(idOf),
    aliases: request.getAliasesList().flatMap((alias) => alias.getSpec()?.getName() || alias.getUrn() || []),
  };
}

/** Undoes the wire's wrapping of secrets and unknowns. */
function decode(value: unknown, path = ""): { value: unknown; secrets: string[] } {
  const { specialSigKey, specialSecretSig, unknownValue } = pulumi.runtime;
  if (value === unknownValue) return { value: UNKNOWN, secrets: [] };
  if (typeof value !== "object" || value === null) return { value, secrets: [] };
  if ((value as Bag)[specialSigKey] === specialSecretSig) {
    return { value: decode((value as Bag).value).value, secrets: [path] };
  }
  const decoded = Object.entries(value).map(
    ([key, inner]) => [key, decode(inner, path === "" ? key : `${path}.${key}`)] as const,
  );
  const secrets = decoded.flatMap(([, inner]) => inner.secrets);
  if (Array.isArray(value)) return { value: decoded.map(([, inner]) => inner.value), secrets };
  return { value: Object.fromEntries(decoded.map(([key, inner]) => [key, inner.value])), secrets };
}
