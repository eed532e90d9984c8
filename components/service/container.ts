import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { DataProduct } from "../../contracts/model";
import { ownDatasets } from "../shared/model";
import type { Connection } from "./index";

/** Where the ConfigMap with the product's model and its policy bundle is mounted. */
export const MOUNT_PATH = "/etc/mesh";

interface ContainerArgs {
  readonly product: DataProduct;
  readonly image: string;
  readonly host: string;
  readonly port: pulumi.Input<number>;
  readonly connection: Connection;
}

/** The service's one container: as little as Pod Security Standards "restricted" leaves it, and a probe for each state. */
export function container({ product, image, host, port, connection }: ContainerArgs): types.input.core.v1.Container {
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
      ...value("MESH_PRODUCT", `${MOUNT_PATH}/product.json`),
      ...value("MESH_BUNDLE", `${MOUNT_PATH}/bundle.tar.gz`),
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
