/** What a product's service consists of, its configuration and secret, and how it is found. Its pods: service-pods.test.ts */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ServiceArgs } from "../../../components/service";
import { product } from "./fixture";
import { COMPONENT, CONFIG, DEPLOYMENT, POLICY, runService, SECRET } from "./service-support";

const LABELS = {
  "app.kubernetes.io/name": "stock-levels",
  "app.kubernetes.io/managed-by": "pulumi",
  "mesh.domain": "inventory",
  "mesh.product": "stock-levels",
  "mesh.version": "1.4.0-build.7",
  "mesh.owner": "Inventory-logistics",
};
const SELECTOR = { "app.kubernetes.io/name": "stock-levels", "mesh.domain": "inventory" };
const hash = (model: string, bundle: string) =>
  createHash("sha256")
    .update(model + bundle)
    .digest("hex");

test("a service is its seven objects, below the component, all named and labelled as the product", async () => {
  const mesh = await runService();
  const children = mesh.childrenOf(COMPONENT);
  expect(mesh.one(COMPONENT).type).toBe("mesh:components:Service");
  expect([...children].sort()).toEqual([
    CONFIG,
    DEPLOYMENT,
    POLICY,
    "PodDisruptionBudget stock-disruption-budget",
    SECRET,
    "Service stock-service",
    "ServiceAccount stock-service-account",
  ]);
  expect(mesh.all).toHaveLength(8);
  for (const id of children) {
    expect(mesh.input(id, "metadata"), id).toEqual({ name: "stock-levels", namespace: "inventory", labels: LABELS });
  }
  expect(mesh.input(DEPLOYMENT, "spec.template.metadata.labels")).toEqual(LABELS);
  expect(mesh.one(COMPONENT).outputs).toEqual({ image: "image@sha256:1", mountPath: "/etc/mesh" });
});

describe("configuration", () => {
  test("is the whole model and the policy bundle", async () => {
    const mesh = await runService();
    expect(JSON.parse(String(mesh.input(CONFIG, "data")?.["product.json" as never]))).toEqual(product);
    expect(mesh.input(CONFIG, "binaryData")).toEqual({ "bundle.tar.gz": "YnVuZGxl" });
  });

  test("that changes makes other pods: its hash is in the pod template", async () => {
    const annotations = async (more: Partial<ServiceArgs> = {}) =>
      (await runService(more)).input(DEPLOYMENT, "spec.template.metadata.annotations") as Record<string, string>;
    const before = await annotations();
    expect(before).toEqual({ "mesh.config/sha256": hash(JSON.stringify(product), "YnVuZGxl") });
    expect(await annotations()).toEqual(before);
    expect(await annotations({ bundle: "b3RoZXI=" })).not.toEqual(before);
    expect(await annotations({ product: { ...product, version: "1.5.0" } })).not.toEqual(before);
  });
});

describe("the broker's password", () => {
  test("is in the Secret, marked secret, although given as plain text", async () => {
    const secret = (await runService()).one(SECRET);
    expect(secret.inputs).toMatchObject({ type: "Opaque", stringData: { "kafka-password": "open sesame" } });
    expect(secret.secrets).toEqual(["stringData"]);
    expect(secret.additionalSecretOutputs).toEqual(expect.arrayContaining(["stringData", "data"]));
  });

  test("is nowhere else: not in the pods, the configuration or the component", async () => {
    const others = (await runService()).all.filter(({ id }) => id !== SECRET);
    expect(others).toHaveLength(7);
    expect(JSON.stringify(others)).not.toContain("open sesame");
  });
});

test("what picks the pods is the same everywhere, and holds nothing that changes", async () => {
  const mesh = await runService();
  expect(mesh.input(DEPLOYMENT, "spec.selector")).toEqual({ matchLabels: SELECTOR });
  expect(mesh.input(POLICY, "spec.podSelector")).toEqual({ matchLabels: SELECTOR });
  expect(mesh.input("Service stock-service", "spec.selector")).toEqual(SELECTOR);
  expect(mesh.input("PodDisruptionBudget stock-disruption-budget", "spec.selector")).toEqual({ matchLabels: SELECTOR });
});

test("the service leads to the pods' named port", async () => {
  const mesh = await runService({ port: 9000 });
  expect(mesh.input("Service stock-service", "spec")).toMatchObject({
    type: "ClusterIP",
    ports: [{ name: "http", port: 9000, targetPort: "http" }],
  });
});

test("one pod at a time may be away, and the pods' account has no token", async () => {
  const mesh = await runService();
  expect(mesh.input("PodDisruptionBudget stock-disruption-budget", "spec.maxUnavailable")).toBe(1);
  expect(mesh.input("ServiceAccount stock-service-account", "automountServiceAccountToken")).toBe(false);
});

describe("the network policy", () => {
  const rules = async (connection: Partial<ServiceArgs["connection"]> = {}, more: Partial<ServiceArgs> = {}) => {
    const mesh = await runService(more, connection);
    return mesh.input(POLICY, "spec") as { egress: { ports: { port: number }[] }[]; [key: string]: unknown };
  };

  test("lets in the namespace and gateways, on the service's port", async () => {
    expect(await rules({}, { port: 9000 })).toMatchObject({
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        {
          from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { "mesh.role": "gateway" } } }],
          ports: [{ protocol: "TCP", port: 9000 }],
        },
      ],
    });
  });

  test("lets out to name resolution", async () => {
    expect((await rules()).egress[0]).toEqual({
      to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    });
  });

  test.each([
    ["b-0:9092", "http://registry:8081/apis", [9092, 8081]],
    ["b-0:9092,b-1:9092, b-2:9094", "https://registry/apis/ccompat/v7", [9092, 9094, 443]],
    ["[fd00::1]:9098,10.0.0.1:9099", "http://registry", [9098, 9099, 80]],
    ["b-0:8081", "http://registry:8081", [8081]],
  ])("lets out to broker %s and registry %s on their ports, each once", async (bootstrap, registryUrl, ports) => {
    const { egress } = await rules({ bootstrap, registryUrl });
    expect(egress).toHaveLength(2);
    expect(egress[1]).toEqual({ ports: ports.map((port) => ({ protocol: "TCP", port })) });
  });
});

test("transforms change the deployment and the network policy, and nothing beside them", async () => {
  const plain = await runService();
  const mesh = await runService({
    transform: {
      deployment: (args) => {
        Object.assign(args.metadata ?? {}, { name: "other" });
        Object.assign((args.metadata as { labels: object }).labels, { team: "x" });
        Object.assign((args.spec as { selector: { matchLabels: object } }).selector.matchLabels, { team: "x" });
      },
      networkPolicy: { spec: { podSelector: {} } },
    },
  });
  expect(mesh.input(DEPLOYMENT, "metadata")).toMatchObject({ name: "other", labels: { team: "x" } });
  expect(mesh.input(DEPLOYMENT, "spec.selector.matchLabels")).toMatchObject({ team: "x" });
  expect(mesh.input(POLICY, "spec")).toEqual({ podSelector: {} });
  for (const id of plain.childrenOf(COMPONENT).filter((id) => id !== DEPLOYMENT && id !== POLICY)) {
    expect(mesh.one(id).inputs, id).toEqual(plain.one(id).inputs);
  }
  expect(JSON.stringify(mesh.input(DEPLOYMENT, "spec.template"))).not.toContain("team");
});
