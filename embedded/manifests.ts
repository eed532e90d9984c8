/** Reads what the Kubernetes provider rendered: `manifests/<stack>/…/*.yaml`. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";

const text = z.string();
const number = z.number();

const httpProbe = z.object({
  httpGet: z.object({ path: text.default("/"), port: z.union([text, number]), scheme: z.literal("HTTP").optional() }),
  initialDelaySeconds: number.default(0),
  periodSeconds: number.default(10),
  timeoutSeconds: number.default(1),
  failureThreshold: number.default(3),
});
const keyRef = z.object({ name: text, key: text, optional: z.boolean().optional() });
const items = z.array(z.object({ key: text, path: text })).optional();

const container = z.object({
  name: text,
  image: text,
  command: z.array(text).optional(),
  args: z.array(text).optional(),
  ports: z.array(z.object({ name: text.optional(), containerPort: number })).default([]),
  env: z
    .array(
      z.object({
        name: text,
        value: text.optional(),
        valueFrom: z.strictObject({ secretKeyRef: keyRef.optional(), configMapKeyRef: keyRef.optional() }).optional(),
      }),
    )
    .default([]),
  envFrom: z.undefined({ error: "envFrom isn't run by the embedded default" }).optional(),
  volumeMounts: z.array(z.object({ name: text, mountPath: text, subPath: z.undefined().optional() })).default([]),
  startupProbe: httpProbe.optional(),
  readinessProbe: httpProbe.optional(),
  livenessProbe: httpProbe.optional(),
});

const volume = z.strictObject({
  name: text,
  configMap: z.object({ name: text, items }).optional(),
  secret: z.object({ secretName: text, items }).optional(),
  emptyDir: z.object({}).optional(),
});

/** As much of a Deployment as is run here; what it may hold besides is for a cluster. */
export const deploymentSchema = z.object({
  kind: z.literal("Deployment"),
  metadata: z.object({ name: text, namespace: text.default("default") }),
  spec: z.object({
    replicas: number.default(1),
    template: z.object({
      spec: z.object({
        containers: z.array(container).length(1, "the embedded default runs one container in each pod"),
        volumes: z.array(volume).default([]),
        terminationGracePeriodSeconds: number.default(30),
      }),
    }),
  }),
});

const configMapSchema = z.object({
  kind: z.literal("ConfigMap"),
  metadata: z.object({ name: text, namespace: text.default("default") }),
  data: z.record(text, text).default({}),
  binaryData: z.record(text, text).default({}),
});

const secretSchema = z.object({
  kind: z.literal("Secret"),
  metadata: z.object({ name: text, namespace: text.default("default") }),
  data: z.record(text, text).default({}),
  stringData: z.record(text, text).default({}),
});

export type Deployment = z.output<typeof deploymentSchema>;
export type Container = z.output<typeof container>;
export type HttpProbe = z.output<typeof httpProbe>;

/** Key → content. */
export type Entries = ReadonlyMap<string, Buffer>;

export interface Manifests {
  readonly deployments: readonly Deployment[];
  /** ConfigMaps by `<namespace>/<name>`. */
  readonly configMaps: ReadonlyMap<string, Entries>;
  readonly secrets: ReadonlyMap<string, Entries>;
  /** What can't be run, and why. */
  readonly problems: readonly string[];
}

/** Changes whenever a manifest does. */
export function fingerprint(folder: string): string {
  return files(folder)
    .map((file) => {
      const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
      return `${file} ${mtimeMs} ${size}`;
    })
    .join("\n");
}

/** Everything that is rendered. Never throws: a manifest that can't be read is a problem, not an end. */
export function readManifests(folder: string): Manifests {
  const deployments: Deployment[] = [];
  const configMaps = new Map<string, Entries>();
  const secrets = new Map<string, Entries>();
  const problems: string[] = [];
  for (const file of files(folder)) {
    const name = relative(folder, file);
    try {
      for (const value of documents(file)) {
        if (value.kind === "Deployment") deployments.push(deploymentSchema.parse(value));
        if (value.kind === "ConfigMap") {
          const { metadata, data, binaryData } = configMapSchema.parse(value);
          configMaps.set(`${metadata.namespace}/${metadata.name}`, entries(data, binaryData));
        }
        if (value.kind === "Secret") {
          const { metadata, data, stringData } = secretSchema.parse(value);
          secrets.set(`${metadata.namespace}/${metadata.name}`, entries(stringData, data));
        }
      }
    } catch (error) {
      problems.push(`${name}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`);
    }
  }
  return { deployments, configMaps, secrets, problems };
}

function* documents(file: string): Generator<{ readonly kind?: unknown }> {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const [error] = document.errors;
    if (error) throw error;
    const value: unknown = document.toJS();
    if (typeof value === "object" && value !== null) yield value;
  }
}

function entries(plain: Readonly<Record<string, string>>, base64: Readonly<Record<string, string>>): Entries {
  return new Map([
    ...Object.entries(plain).map(([key, value]) => [key, Buffer.from(value)] as const),
    ...Object.entries(base64).map(([key, value]) => [key, Buffer.from(value, "base64")] as const),
  ]);
}

function files(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
