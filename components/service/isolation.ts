import type { types } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./index";

/** Ports of `host:port,host:port` or of a URL. */
function ports(address: pulumi.Input<string>): pulumi.Output<number[]> {
  return pulumi.output(address).apply((text) => [
    ...new Set(
      text.split(",").map((one) => {
        const url = new URL(one.includes("://") ? one : `tcp://${one.trim()}`);
        return Number(url.port || (url.protocol === "https:" ? 443 : 80));
      }),
    ),
  ]);
}

/**
 * A pod's network: in from its own namespace and from gateways, on its one port; out to name resolution, the broker
 * and the registry, on theirs.
 */
export function isolation(args: {
  readonly port: pulumi.Input<number>;
  readonly connection: Connection;
}): Pick<types.input.networking.v1.NetworkPolicySpec, "policyTypes" | "ingress" | "egress"> {
  const { bootstrap, registryUrl } = args.connection;
  const outward = pulumi
    .all([ports(bootstrap), ports(registryUrl)])
    .apply(([broker, registry]) => [...new Set([...broker, ...registry])].map((port) => ({ protocol: "TCP", port })));
  return {
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      {
        from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { "mesh.role": "gateway" } } }],
        ports: [{ protocol: "TCP", port: args.port }],
      },
    ],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
      { ports: outward },
    ],
  };
}
