import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { isSame } from "../../embedded/orphans";
import { type Runtime, readRuntime } from "../../embedded/runtime";

/** Where the embedded default's parts are, and how one gets in. */
export interface Addresses {
  /** For people: where these addresses were taken from. */
  readonly origin: string;
  /** `host:port` */
  readonly kafka: pulumi.Output<string>;
  readonly kafkaUsername: pulumi.Output<string>;
  /** Secret. */
  readonly kafkaPassword: pulumi.Output<string>;
  /** Base address of the Confluent-compatible API. */
  readonly registry: pulumi.Output<string>;
  /** `postgres://…`; secret. */
  readonly database: pulumi.Output<string>;
  readonly servicePort: (productId: string) => pulumi.Output<number>;
  /** The same, as the platform's stack exports them. */
  readonly exports: Record<string, pulumi.Input<unknown>>;
}

/** What a stack's config says, for previews where no platform was ever deployed. */
interface Configured {
  readonly kafka: string;
  readonly registry: string;
  readonly postgres: string;
  readonly services: Readonly<Record<string, number>>;
}

/** True where the embedded default's supervisor is alive. */
export function isRunning(home: string): boolean {
  const supervisor = readRuntime(home)?.supervisor;
  return supervisor !== undefined && isSame(supervisor);
}

/**
 * In the platform's stack: from what runs. In a domain's stack: from the platform's stack, by StackReference. Where
 * there is neither (a preview on a pull request): from the stack's config, with a password that opens nothing.
 */
export function addresses(args: {
  readonly home: string;
  readonly environment: string;
  readonly isPlatform: boolean;
}): Addresses {
  const { home, environment, isPlatform } = args;
  const platform = `platform-${environment}`;
  const runtime = readRuntime(home);
  if (isPlatform && runtime) return fromRuntime(runtime);
  const project = pulumi.getProject();
  if (!isPlatform && isDeployed(join(home, "state", ".pulumi", "stacks", project, `${platform}.json`)))
    return fromStack(`${pulumi.getOrganization()}/${project}/${platform}`);
  return fromConfig();
}

/** A stack that was only initialised exists but exports nothing: a StackReference to it would wait in vain. */
function isDeployed(stateFile: string): boolean {
  try {
    const state = JSON.parse(readFileSync(stateFile, "utf8")) as {
      checkpoint?: { latest?: { resources?: readonly { type: string; outputs?: { kafka?: unknown } }[] } };
    };
    const stack = state.checkpoint?.latest?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
    return stack?.outputs?.kafka !== undefined;
  } catch {
    return false;
  }
}

function fromRuntime({ kafka, registry, postgres, services }: Runtime): Addresses {
  const { host, port, database, user, password } = postgres;
  return known("what runs", {
    kafka: kafka.bootstrap,
    kafkaUsername: kafka.username,
    kafkaPassword: kafka.password,
    registry: registry.url,
    database: `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
    services,
  });
}

function fromConfig(): Addresses {
  const configured = new pulumi.Config().requireObject<Configured>("addresses");
  const { kafka, registry, postgres, services } = configured;
  return known(`config data-mesh:addresses of Pulumi.${pulumi.getStack()}.yaml`, {
    kafka,
    kafkaUsername: "admin",
    kafkaPassword: "none",
    registry,
    database: `postgres://none@${postgres}`,
    services,
  });
}

function known(
  origin: string,
  plain: {
    readonly kafka: string;
    readonly kafkaUsername: string;
    readonly kafkaPassword: string;
    readonly registry: string;
    readonly database: string;
    readonly services: Readonly<Record<string, number>>;
  },
): Addresses {
  const kafkaPassword = pulumi.secret(plain.kafkaPassword);
  const database = pulumi.secret(plain.database);
  return {
    origin,
    kafka: pulumi.output(plain.kafka),
    kafkaUsername: pulumi.output(plain.kafkaUsername),
    kafkaPassword,
    registry: pulumi.output(plain.registry),
    database,
    servicePort: (id) => pulumi.output(portOf(plain.services, id, origin)),
    exports: { ...plain, kafkaPassword, database },
  };
}

function fromStack(reference: string): Addresses {
  const stack = new pulumi.StackReference(reference);
  const text = (name: string) => stack.requireOutput(name) as pulumi.Output<string>;
  const services = stack.requireOutput("services") as pulumi.Output<Record<string, number>>;
  return {
    origin: `stack ${reference}`,
    kafka: text("kafka"),
    kafkaUsername: text("kafkaUsername"),
    kafkaPassword: text("kafkaPassword"),
    registry: text("registry"),
    database: text("database"),
    servicePort: (id) => services.apply((ports) => portOf(ports, id, reference)),
    exports: {},
  };
}

function portOf(services: Readonly<Record<string, number>>, id: string, origin: string): number {
  const port = services[id];
  if (port === undefined)
    throw new pulumi.RunError(
      `no port for product ${id} in ${origin}; it has: ${Object.keys(services).join(", ") || "none"}.\n` +
        "  Fix: `mesh up` (it gives each product a port), or add it to data-mesh:addresses.services.",
    );
  return port;
}
