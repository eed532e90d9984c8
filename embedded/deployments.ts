/** Turns a rendered Deployment into a local process: the same environment, files and probes, and no more than those. */
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { findImage } from "./images";
import type { ProcessSpec } from "./keeper";
import type { Container, Deployment, Entries, HttpProbe, Manifests } from "./manifests";
import type { Probe, Probes } from "./probe";
import { places } from "./runtime";

/** A process that has no mount namespace of its own finds its mounts below this folder. */
const ROOT_VARIABLE = "MESH_ROOT";

/** @throws Error saying what of the manifest can't be run */
export function processOf(deployment: Deployment, manifests: Manifests, home: string): ProcessSpec {
  const { metadata, spec } = deployment;
  const pod = spec.template.spec;
  const [container] = pod.containers;
  if (!container) throw new Error("it has no container");
  const name = `${metadata.namespace}/${metadata.name}`;
  const root = join(places(home).run, "mounts", metadata.namespace, metadata.name);
  const image = findImage(home, container.image);
  const [command = "", ...args] = [...(container.command ?? image.entrypoint), ...(container.args ?? [])];
  const lookUp = lookUps(metadata.namespace, manifests);
  const env = Object.fromEntries(container.env.flatMap((one) => variable(one, lookUp)));
  mount(root, deployment, container, lookUp);
  const port = portOf(container, container.ports[0]?.name ?? container.ports[0]?.containerPort ?? 0);
  return {
    name,
    kind: "service",
    command: command === "node" ? process.execPath : command,
    args,
    env: { ...env, [ROOT_VARIABLE]: root },
    cwd: image.folder,
    probes: probes(container),
    graceMs: pod.terminationGracePeriodSeconds * 1_000,
    endpoints: port ? [`http://127.0.0.1:${port}`] : [],
    identity: createHash("sha256").update(JSON.stringify(spec.template)).update(JSON.stringify(env)).digest("hex"),
  };
}

interface LookUps {
  configMap(name: string): Entries;
  secret(name: string): Entries;
}

function lookUps(namespace: string, { configMaps, secrets }: Manifests): LookUps {
  const get = (kind: string, all: ReadonlyMap<string, Entries>) => (name: string) => {
    const found = all.get(`${namespace}/${name}`);
    if (!found) throw new Error(`${kind} ${namespace}/${name} is not there (yet)`);
    return found;
  };
  return { configMap: get("ConfigMap", configMaps), secret: get("Secret", secrets) };
}

function variable({ name, value = "", valueFrom }: Container["env"][number], lookUp: LookUps): [string, string][] {
  if (!valueFrom) return [[name, value]];
  const { secretKeyRef, configMapKeyRef } = valueFrom;
  const reference = secretKeyRef ?? configMapKeyRef;
  if (!reference) throw new Error(`env ${name}: its valueFrom is neither a secretKeyRef nor a configMapKeyRef`);
  const entries = secretKeyRef ? lookUp.secret(reference.name) : lookUp.configMap(reference.name);
  const content = entries.get(reference.key);
  if (!content) {
    if (reference.optional) return [];
    throw new Error(`env ${name}: ${reference.name} has no key ${reference.key}`);
  }
  return [[name, content.toString("utf8")]];
}

/** Writes the container's volumes below `root`; all or nothing. */
function mount(root: string, deployment: Deployment, container: Container, lookUp: LookUps): void {
  const aside = `${root}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  for (const { name, mountPath } of container.volumeMounts) {
    const volume = deployment.spec.template.spec.volumes.find((one) => one.name === name);
    if (!volume) throw new Error(`volumeMount ${name}: the pod has no such volume`);
    const folder = below(aside, mountPath);
    mkdirSync(folder, { recursive: true });
    const { configMap, secret } = volume;
    const entries = configMap
      ? lookUp.configMap(configMap.name)
      : secret
        ? lookUp.secret(secret.secretName)
        : undefined;
    const chosen = (configMap ?? secret)?.items ?? [...(entries?.keys() ?? [])].map((key) => ({ key, path: key }));
    for (const { key, path } of chosen) {
      const content = entries?.get(key);
      if (!content) throw new Error(`volume ${name}: there is no key ${key}`);
      const file = below(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { mode: 0o400 });
    }
  }
  rmSync(root, { recursive: true, force: true });
  renameSync(aside, root);
}

function below(folder: string, path: string): string {
  return join(folder, normalize(`/${path}`));
}

function probes(container: Container): Probes {
  const always: Probe = {
    check: async () => undefined,
    delayMs: 0,
    periodMs: 1_000,
    timeoutMs: 1_000,
    failureThreshold: 1,
  };
  const of = (probe: HttpProbe | undefined) => (probe ? httpProbe(probe, container) : always);
  return {
    startup: of(container.startupProbe),
    readiness: of(container.readinessProbe),
    liveness: of(container.livenessProbe),
  };
}

function httpProbe(probe: HttpProbe, container: Container): Probe {
  const { path, port } = probe.httpGet;
  const url = `http://127.0.0.1:${portOf(container, port)}${path}`;
  return {
    check: async (signal) => {
      const response = await fetch(url, { signal, redirect: "manual" });
      const body = await response.text();
      if (response.status < 200 || response.status >= 400)
        throw new Error(`${url} answered ${response.status} ${body.slice(0, 300)}`);
    },
    delayMs: probe.initialDelaySeconds * 1_000,
    periodMs: probe.periodSeconds * 1_000,
    timeoutMs: probe.timeoutSeconds * 1_000,
    failureThreshold: probe.failureThreshold,
  };
}

function portOf({ ports }: Container, port: string | number): number {
  if (typeof port === "number") return port;
  const found = ports.find(({ name }) => name === port)?.containerPort;
  if (found === undefined) throw new Error(`port ${port}: the container has no port of this name`);
  return found;
}
