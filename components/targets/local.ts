import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Provider as KafkaProvider } from "@pulumi/kafka/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { principalPassword } from "../../embedded/passwords";
import { MeshProvider } from "../../provider/sdk";
import { type Addresses, addresses, isRunning } from "./local-addresses";
import type { Target, TargetArgs } from "./target";

/** Built by `npm run build` (and by every `mesh up` and `mesh preview`). */
const SERVICE = "services/data-product/bin/server.js";

/**
 * The embedded default: Kafka, registry and Postgres as local processes, Kubernetes manifests rendered to a folder
 * whose Deployments the supervisor runs as local processes.
 */
export function localTarget({ environment, isPlatform, root }: TargetArgs): Target {
  const home = process.env.MESH_HOME ?? join(root, ".mesh");
  const found: Addresses = addresses({ home, environment, isPlatform });
  const running = isRunning(home);
  if (!running)
    pulumi.log.warn(
      `nothing runs in ${home}: addresses come from ${found.origin}, and schema compatibility is judged against ` +
        "the versions kept in git only. `mesh up` starts it.",
    );

  const kafka = new KafkaProvider("kafka", {
    bootstrapServers: [found.kafka],
    saslMechanism: "scram-sha512",
    saslUsername: found.kafkaUsername,
    saslPassword: found.kafkaPassword,
    tlsEnabled: false,
  });
  const kubernetes = new KubernetesProvider("kubernetes", {
    renderYamlToDirectory: join(home, "manifests", pulumi.getStack()),
    // Else each change of a contract would replace them, for which their fixed names leave a gap.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  const mesh = new MeshProvider("mesh", {
    registryUrl: found.registry,
    databaseUrl: found.database,
    offline: !running,
  });

  return {
    kind: "local",
    environment,
    throwAway: true,
    providers: { kafka, kubernetes, mesh },
    replicas: 1,
    minInsyncReplicas: 1,
    connection: {
      bootstrap: found.kafka,
      securityProtocol: "SASL_PLAINTEXT",
      saslMechanism: "SCRAM-SHA-512",
      registryUrl: found.registry,
    },
    password: (principal) => pulumi.secret(found.kafkaPassword.apply((admin) => principalPassword(admin, principal))),
    catalog: "mesh_catalog",
    workload: {
      image: `mesh.local/data-mesh/data-product@sha256:${sha256(built(root, SERVICE))}`,
      host: "127.0.0.1",
      podReplicas: 1,
      // Nothing sends requests elsewhere here.
      drainDelayMs: 100,
      port: found.servicePort,
      endpoint: (_product, port) => pulumi.interpolate`http://127.0.0.1:${port}`,
    },
    bundleKey: (domain) => publicKey(built(root, `policy-pack/bin/bundles/${domain}.tar.gz.json`)),
    bundle: (domain) => built(root, `policy-pack/bin/bundles/${domain}.tar.gz`).toString("base64"),
    exports: found.exports,
  };
}

function built(root: string, file: string): Buffer {
  const path = join(root, file);
  if (!existsSync(path)) throw new pulumi.RunError(`${file} is not built.\n  Fix: npm run build`);
  return readFileSync(path);
}

/** Of what policy-pack/rego/build.ts keeps beside a bundle. */
function publicKey(made: Buffer): string | undefined {
  return (JSON.parse(made.toString("utf8")) as { readonly publicKey?: string }).publicKey;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
