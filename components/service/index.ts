import { createHash } from "node:crypto";
import { Deployment, type DeploymentArgs } from "@pulumi/kubernetes/apps/v1";
import { ConfigMap, Service as KubernetesService, Secret, ServiceAccount } from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy, type NetworkPolicyArgs } from "@pulumi/kubernetes/networking/v1";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1";
import * as pulumi from "@pulumi/pulumi";
import type { DataProduct } from "../../contracts/model";
import { productLabels, selectorLabels } from "../shared/labels";
import { child, type Transform } from "../shared/transform";
import { container, gracePeriod, MOUNT_PATH } from "./container";
import { isolation } from "./isolation";

/** How the service reaches the broker and the registry. */
export interface Connection {
  /** `host:port`, comma-separated where there are several. */
  readonly bootstrap: pulumi.Input<string>;
  readonly securityProtocol: "PLAINTEXT" | "SASL_PLAINTEXT" | "SASL_SSL";
  /** @default no SASL */
  readonly saslMechanism?: "SCRAM-SHA-512";
  /** Base address of the Confluent-compatible API. */
  readonly registryUrl: pulumi.Input<string>;
}

export interface ServiceArgs {
  readonly product: DataProduct;
  /** Image reference with a digest. */
  readonly image: string;
  /** Address that the process listens on. @default "0.0.0.0" */
  readonly host?: string;
  /** Port that the process listens on. @default 8080 */
  readonly port?: pulumi.Input<number>;
  /** Pods. @default 2 */
  readonly replicas?: number;
  /**
   * How long a pod that is told to stop still takes requests while it already says that it isn't ready: as long as
   * the cluster takes to send them elsewhere. Milliseconds. @default 5000
   */
  readonly drainDelayMs?: number;
  readonly connection: Connection;
  /** The principal's password; goes into a Secret and is only referred to. */
  readonly password: pulumi.Input<string>;
  /** The domain's policy bundle (tar.gz), base64. */
  readonly bundle: string;
  /** Public key (PEM) that bundles have to be signed with. @default the pods take any bundle */
  readonly bundleKey?: string;
  /** What has to be there before a pod is started; everything else of the service doesn't wait for it. @default nothing */
  readonly startsAfter?: readonly pulumi.Resource[];
  readonly transform?: {
    readonly deployment?: Transform<DeploymentArgs>;
    readonly networkPolicy?: Transform<NetworkPolicyArgs>;
  };
}

/**
 * The product's service: the generic data-product service, driven by the product's model and its policy bundle, which
 * it gets in one ConfigMap. Nothing of it is written for one product.
 */
export class Service extends pulumi.ComponentResource {
  readonly nodes: {
    readonly deployment: Deployment;
    readonly service: KubernetesService;
    readonly config: ConfigMap;
    readonly secret: Secret;
    readonly serviceAccount: ServiceAccount;
    readonly networkPolicy: NetworkPolicy;
    readonly disruptionBudget: PodDisruptionBudget;
  };

  constructor(name: string, args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const {
      product,
      image,
      host = "0.0.0.0",
      port = 8080,
      replicas = 2,
      drainDelayMs = 5_000,
      connection,
      startsAfter = [],
      transform,
    } = args;
    super("mesh:components:Service", name, { product: product.id, image, host, port, replicas, drainDelayMs }, opts);
    const parent = { parent: this };
    const labels = productLabels(product);
    const meta = (suffix = "") => ({ name: `${product.id}${suffix}`, namespace: product.domain, labels });
    const selector = { matchLabels: selectorLabels(product) };

    const model = JSON.stringify(product);
    const config = new ConfigMap(
      `${name}-config`,
      { metadata: meta(), data: { "product.json": model }, binaryData: { "bundle.tar.gz": args.bundle } },
      parent,
    );
    const secret = new Secret(
      `${name}-secret`,
      { metadata: meta(), type: "Opaque", stringData: { "kafka-password": args.password } },
      parent,
    );
    const serviceAccount = new ServiceAccount(
      `${name}-service-account`,
      { metadata: meta(), automountServiceAccountToken: false },
      parent,
    );
    const deployment = new Deployment(
      ...child(transform?.deployment, [
        `${name}-deployment`,
        {
          metadata: meta(),
          spec: {
            replicas,
            selector,
            template: {
              metadata: {
                labels,
                // Pods read their ConfigMap once, at the start: other content has to be another pod.
                annotations: { "mesh.config/sha256": sha256(model, args.bundle) },
              },
              spec: {
                serviceAccountName: product.id,
                automountServiceAccountToken: false,
                terminationGracePeriodSeconds: gracePeriod(drainDelayMs),
                securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
                topologySpreadConstraints: [
                  {
                    maxSkew: 1,
                    topologyKey: "kubernetes.io/hostname",
                    whenUnsatisfiable: "ScheduleAnyway",
                    labelSelector: selector,
                  },
                ],
                volumes: [{ name: "mesh", configMap: { name: product.id } }],
                containers: [
                  container({ product, image, host, port, drainDelayMs, bundleKey: args.bundleKey, connection }),
                ],
              },
            },
          },
        },
        { ...parent, dependsOn: [config, secret, serviceAccount, ...startsAfter] },
      ]),
    );

    this.nodes = {
      config,
      secret,
      serviceAccount,
      deployment,
      service: new KubernetesService(
        `${name}-service`,
        {
          metadata: meta(),
          spec: {
            type: "ClusterIP",
            selector: selector.matchLabels,
            ports: [{ name: "http", port, targetPort: "http" }],
          },
        },
        parent,
      ),
      networkPolicy: new NetworkPolicy(
        ...child(transform?.networkPolicy, [
          `${name}-network-policy`,
          { metadata: meta(), spec: { podSelector: selector, ...isolation({ port, connection }) } },
          parent,
        ]),
      ),
      disruptionBudget: new PodDisruptionBudget(
        `${name}-disruption-budget`,
        { metadata: meta(), spec: { maxUnavailable: 1, selector } },
        parent,
      ),
    };
    this.registerOutputs({ image, mountPath: MOUNT_PATH });
  }
}

function sha256(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
