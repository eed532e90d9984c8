/**
 * The same resources written flat: one program without components, contracts or a policy to its name, made from what a
 * real stack registers in a preview, so that it can't fall behind. Its values are literals, its imports the narrowest
 * there are, and it uses the same providers.
 */

/** One resource as `pulumi preview --json` shows it. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** What the engine prints in place of a secret. */
const SECRET = "[secret]";
/** Put in by the SDK itself: whoever writes a program doesn't. */
const OWN_KEYS = ["__defaults", "__internal"];
/** `kubernetes:networking.k8s.io/v1:NetworkPolicy` is imported from `@pulumi/kubernetes/networking/v1`. */
const KUBERNETES = /^kubernetes:(?<group>[a-z]+)[a-z0-9.]*\/(?<version>[^:]+):(?<kind>\w+)$/;
const KAFKA = /^kafka:index\/(?<module>\w+):(?<kind>\w+)$/;
const MESH = /^mesh:index:(?<kind>\w+)$/;

/** What a resource was called in its program. */
export function nameOf({ urn }: Registered): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The resources that are more than a grouping of others. */
export function customResources(all: readonly Registered[]): Registered[] {
  return all.filter(({ custom, type }) => custom === true && type !== "pulumi:pulumi:Stack" && !isProvider(type));
}

export function isProvider(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** The program's text. @param sdk module of the mesh provider's classes, as the program imports it */
export function flatProgram(all: readonly Registered[], sdk: string): string {
  const resources = customResources(all);
  const classes = new Map(resources.map(({ type }) => [type, classOf(type, sdk)]));
  const imports = [...classes.values()].map(
    ({ kind, module, local }) => `import { ${kind} as ${local} } from "${module}";`,
  );
  return [
    'import * as pulumi from "@pulumi/pulumi";',
    'import { Provider as KafkaProvider } from "@pulumi/kafka/provider";',
    'import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";',
    `import { MeshProvider } from "${sdk}";`,
    ...imports,
    ...all.filter(({ type }) => isProvider(type)).map(provider),
    ...resources.map((resource, index) =>
      statement({ resource, index, local: classes.get(resource.type)?.local ?? "" }),
    ),
    "",
  ].join("\n");
}

interface Class {
  readonly module: string;
  readonly kind: string;
  readonly local: string;
}

function classOf(type: string, sdk: string): Class {
  const kubernetes = KUBERNETES.exec(type)?.groups;
  if (kubernetes) {
    const { group, version, kind = "" } = kubernetes;
    return { module: `@pulumi/kubernetes/${group}/${version}`, kind, local: `Kubernetes${kind}` };
  }
  const kafka = KAFKA.exec(type)?.groups;
  if (kafka) return { module: `@pulumi/kafka/${kafka.module}`, kind: kafka.kind ?? "", local: `Kafka${kafka.kind}` };
  const kind = MESH.exec(type)?.groups?.kind;
  if (kind) return { module: sdk, kind, local: `Mesh${kind}` };
  throw new Error(`bench/preview-flat.ts knows no class for ${type}; fix: say there how it is imported`);
}

const PROVIDERS: Readonly<Record<string, string>> = {
  "pulumi:providers:kafka": "KafkaProvider",
  "pulumi:providers:kubernetes": "KubernetesProvider",
  "pulumi:providers:mesh": "MeshProvider",
};

function provider(resource: Registered): string {
  const name = nameOf(resource);
  // A provider's inputs are registered as strings, whatever they were; its version is the package's.
  const inputs = Object.entries(resource.inputs ?? {}).flatMap(([key, value]) =>
    key === "version" ? [] : [[key, value === SECRET ? value : plain(value)] as const],
  );
  const args = literal(Object.fromEntries(inputs), (key) =>
    key === "databaseUrl" ? 'pulumi.secret("postgres://none@127.0.0.1:5432/mesh")' : 'pulumi.secret("none")',
  );
  return `const ${name} = new ${PROVIDERS[resource.type]}("${name}", ${args});`;
}

function plain(value: unknown): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return value;
  }
}

function statement(from: { readonly resource: Registered; readonly index: number; readonly local: string }): string {
  const { resource, index, local } = from;
  const { type, inputs = {} } = resource;
  const provider = type.slice(0, type.indexOf(":"));
  const secret = () => (type === "mesh:index:DatabaseSchema" ? "password.result" : 'pulumi.secret("no-real-password")');
  // A Secret's whole content is hidden; its one entry is all that a reader of the output is told.
  const shown =
    type === "kubernetes:core/v1:Secret"
      ? { ...inputs, data: undefined, stringData: { "kafka-password": SECRET } }
      : inputs;
  const variable = type === "mesh:index:Password" ? "password" : `r${index}`;
  return `${variable === "password" ? "var" : "const"} ${variable} = new ${local}("${nameOf(resource)}", ${literal(shown, secret)}, { provider: ${provider} });`;
}

/** A value as source text; `secret` gives the text for a hidden one by its key. */
function literal(value: unknown, secret: (key: string) => string, key = ""): string {
  if (value === SECRET) return secret(key);
  if (Array.isArray(value)) return `[${value.map((element) => literal(element, secret, key)).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  const fields = Object.entries(value).filter(([name, field]) => !OWN_KEYS.includes(name) && field !== undefined);
  return `{ ${fields.map(([name, field]) => `${JSON.stringify(name)}: ${literal(field, secret, name)}`).join(", ")} }`;
}
