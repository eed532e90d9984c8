import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DataProduct } from "../../contracts/model";
import { ownDatasets } from "../shared/model";
import type { Connection } from "./index";

/** Where the ConfigMap with the product's model and its policy bundle is mounted. */
export const MOUNT_PATH = "/etc/mesh";

/** Longest time for requests under way, and again for their records; what the process itself takes when not told. */
const SHUTDOWN_MS = 10_000;
/** For the process to end by itself. */
const SPARE_MS = 5_000;

/** The pod's grace period: whoever is killed before it ends has lost what it had taken. Seconds. */
export function gracePeriod(drainDelayMs: number): number {
  return Math.ceil((drainDelayMs + 2 * SHUTDOWN_MS + SPARE_MS) / 1_000);
}

interface ContainerArgs {
  readonly product: DataProduct;
  readonly image: string;
  readonly host: string;
  readonly port: pulumi.Input<number>;
  readonly drainDelayMs: number;
  readonly bundleKey: string | undefined;
  readonly connection: Connection;
}

/** The service's one container: as little as Pod Security Standards "restricted" leaves it, and a probe for each state. */
export function container(args: ContainerArgs): types.input.core.v1.Container {
  const { product, image, host, port, drainDelayMs, bundleKey, connection } = args;
  const topics = ownDatasets(product).flatMap(({ stream }) => stream?.topic ?? []);
  const value = (name: string, value: pulumi.Input<string> | undefined) =>
    value === undefined ? [] : [{ name, value }];
  return {
    name: "data-product",
    image,
    ports: [{ name: "http", containerPort: port }],
    env: [
      ...value("HOST", host),
      ...value("PORT", pulumi.interpolate`${port}`),
      ...value("KAFKA_BOOTSTRAP", connection.bootstrap),
      ...value("KAFKA_TOPIC", topics.length === 1 ? topics[0] : undefined),
      ...value("KAFKA_SECURITY_PROTOCOL", connection.securityProtocol),
      ...value("KAFKA_SASL_MECHANISM", connection.saslMechanism),
      ...value("KAFKA_USERNAME", product.principal),
      { name: "KAFKA_PASSWORD", valueFrom: { secretKeyRef: { name: product.id, key: "kafka-password" } } },
      ...value("SCHEMA_REGISTRY_URL", connection.registryUrl),
      ...value("DRAIN_DELAY_MS", String(drainDelayMs)),
      ...value("SHUTDOWN_TIMEOUT_MS", String(SHUTDOWN_MS)),
      ...value("MESH_PRODUCT", `${MOUNT_PATH}/product.json`),
      ...value("MESH_BUNDLE", `${MOUNT_PATH}/bundle.tar.gz`),
      ...value("MESH_BUNDLE_KEY", bundleKey),
    ],
    volumeMounts: [{ name: "mesh", mountPath: MOUNT_PATH, readOnly: true }],
    securityContext: {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ["ALL"] },
    },
    resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "384Mi" } },
    startupProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 2, failureThreshold: 3 },
    livenessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5, failureThreshold: 3 },
  };
}
