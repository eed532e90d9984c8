/** The pods of a product's service: environment, volumes, probes, and how little they may do. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Connection, ServiceArgs } from "../../../components/service";
import type { DataProduct } from "../../../contracts/model";
import { bare, product, stock, stream } from "./fixture";
import { DEPLOYMENT, runService } from "./service-support";
import type { Bag } from "./support";

type Env = Record<string, unknown>;

async function container(more: Partial<ServiceArgs> = {}, connection: Partial<Connection> = {}): Promise<Bag> {
  const all = (await runService(more, connection)).input(DEPLOYMENT, "spec.template.spec.containers") as Bag[];
  expect(all).toHaveLength(1);
  return all[0] ?? {};
}

async function environment(...args: Parameters<typeof container>): Promise<Env> {
  const list = (await container(...args)).env as { name: string; value?: string; valueFrom?: unknown }[];
  expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  return Object.fromEntries(list.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
}

async function pod(more: Partial<ServiceArgs> = {}): Promise<Bag> {
  return (await runService(more)).input(DEPLOYMENT, "spec.template.spec") as Bag;
}

/** The product with other datasets behind its output port. */
function offering(...topics: string[]): DataProduct {
  const [port] = product.outputPorts;
  if (!port) throw new Error("no output port");
  const datasets = topics.map((topic) => ({ ...stock, name: topic, stream: { ...stream, topic } }));
  return { ...product, outputPorts: [{ ...port, contract: { ...port.contract, datasets } }] };
}

describe("environment", () => {
  test("is all that the service needs, and the password only by reference", async () => {
    expect(await environment()).toEqual({
      HOST: "0.0.0.0",
      PORT: "8080",
      KAFKA_BOOTSTRAP: "b-0:9092",
      KAFKA_TOPIC: "inventory.stock.v1",
      KAFKA_SECURITY_PROTOCOL: "SASL_SSL",
      KAFKA_SASL_MECHANISM: "SCRAM-SHA-512",
      KAFKA_USERNAME: "inventory.stock-levels",
      KAFKA_PASSWORD: { secretKeyRef: { name: "stock-levels", key: "kafka-password" } },
      SCHEMA_REGISTRY_URL: "http://registry:8081",
      DRAIN_DELAY_MS: "5000",
      SHUTDOWN_TIMEOUT_MS: "10000",
      MESH_PRODUCT: "/etc/mesh/product.json",
      MESH_BUNDLE: "/etc/mesh/bundle.tar.gz",
    });
  });

  test("follows what is given, late values too", async () => {
    const env = await environment(
      { host: "127.0.0.1", port: pulumi.output(8101) },
      { bootstrap: pulumi.output("a:1,b:2"), registryUrl: pulumi.output("https://r"), securityProtocol: "PLAINTEXT" },
    );
    expect(env).toMatchObject({
      HOST: "127.0.0.1",
      PORT: "8101",
      KAFKA_BOOTSTRAP: "a:1,b:2",
      KAFKA_SECURITY_PROTOCOL: "PLAINTEXT",
      SCHEMA_REGISTRY_URL: "https://r",
    });
  });

  test("pins the key of the policy bundle, apart from the bundle", async () => {
    const bundleKey = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
    expect((await environment({ bundleKey })).MESH_BUNDLE_KEY).toBe(bundleKey);
  });

  test("names no SASL mechanism where there is none", async () => {
    const { nodes: _, ...made } = await runService({
      connection: { bootstrap: "b:9092", securityProtocol: "PLAINTEXT", registryUrl: "http://r" },
    }).then((mesh) => ({
      nodes: mesh.result.nodes,
      env: mesh.input(DEPLOYMENT, "spec.template.spec.containers.0.env"),
    }));
    expect(JSON.stringify(made.env)).not.toContain("KAFKA_SASL_MECHANISM");
  });

  const [port] = product.outputPorts;
  test.each<[string, DataProduct, string | undefined]>([
    ["of one stream", offering("a.b.v1"), "a.b.v1"],
    ["of several streams", offering("a.b.v1", "a.c.v1"), undefined],
    ["of no stream", bare, undefined],
    [
      "of one contract behind two ports",
      { ...product, outputPorts: port ? [port, { ...port, name: "again" }] : [] },
      "inventory.stock.v1",
    ],
  ])("a product %s: KAFKA_TOPIC is %j", async (_, product, topic) => {
    expect((await environment({ product })).KAFKA_TOPIC).toBe(topic);
  });
});

test("the configuration is mounted read-only where the environment says it is", async () => {
  expect((await container()).volumeMounts).toEqual([{ name: "mesh", mountPath: "/etc/mesh", readOnly: true }]);
  expect((await pod()).volumes).toEqual([{ name: "mesh", configMap: { name: "stock-levels" } }]);
});

test("each probe asks the named port for the state that it is about", async () => {
  const { ports, startupProbe, readinessProbe, livenessProbe } = await container({ port: 8101 });
  expect(ports).toEqual([{ name: "http", containerPort: 8101 }]);
  expect(startupProbe).toEqual({ httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1, failureThreshold: 60 });
  expect(readinessProbe).toEqual({ httpGet: { path: "/readyz", port: "http" }, periodSeconds: 2, failureThreshold: 3 });
  expect(livenessProbe).toEqual({ httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5, failureThreshold: 3 });
});

test("a pod may do as little as Pod Security Standards `restricted` asks, and less", async () => {
  expect((await container()).securityContext).toEqual({
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(await pod()).toMatchObject({
    serviceAccountName: "stock-levels",
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
  });
});

test("it is limited in what it takes, and given time to flush", async () => {
  expect((await container()).resources).toEqual({
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "1", memory: "384Mi" },
  });
  // The requests that still come, those under way, their records: each has its time.
  expect((await pod()).terminationGracePeriodSeconds).toBe(30);
  expect((await pod({ drainDelayMs: 40_000 })).terminationGracePeriodSeconds).toBe(65);
  expect((await environment({ drainDelayMs: 40_000 })).DRAIN_DELAY_MS).toBe("40000");
});

test("the image is exactly the one given", async () => {
  expect((await container({ image: "r/i@sha256:2" })).image).toBe("r/i@sha256:2");
});

test.each([
  [undefined, 2],
  [5, 5],
])("replicas %s: %i pods, spread over nodes", async (replicas, expected) => {
  const mesh = await runService(replicas === undefined ? {} : { replicas });
  expect(mesh.input(DEPLOYMENT, "spec.replicas")).toBe(expected);
  expect(mesh.input(DEPLOYMENT, "spec.template.spec.topologySpreadConstraints")).toEqual([
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: mesh.input(DEPLOYMENT, "spec.selector"),
    },
  ]);
});

test("pods come after the configuration, the secret and the account that they need", async () => {
  const { dependsOn } = (await runService()).one(DEPLOYMENT);
  expect([...dependsOn].sort()).toEqual([
    "ConfigMap stock-config",
    "Secret stock-secret",
    "ServiceAccount stock-service-account",
  ]);
});

test("in a preview everything that a guardrail looks at is known", async () => {
  const mesh = await runService({}, {}, { preview: true });
  expect(JSON.stringify(mesh.all.map(({ inputs }) => inputs))).not.toContain("<unknown>");
});
