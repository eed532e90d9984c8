import { Namespace } from "@pulumi/kubernetes/core/v1";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { Catalog, RegistryDefaults } from "../../provider/sdk";
import { platformLabels } from "../shared/labels";
import { stateful } from "../shared/stateful";
import type { Target } from "../targets";

export interface PlatformArgs {
  /** Names of all domains. */
  readonly domains: readonly string[];
  readonly target: Target;
}

/** What all domains share: a namespace each, closed by default; the registry's defaults; the catalog. */
export class Platform extends pulumi.ComponentResource {
  readonly nodes: {
    readonly namespaces: readonly Namespace[];
    readonly networkPolicies: readonly NetworkPolicy[];
    readonly registryDefaults: RegistryDefaults;
    readonly catalog: Catalog;
  };

  constructor(name: string, args: PlatformArgs, opts?: pulumi.ComponentResourceOptions) {
    const { domains, target } = args;
    super(
      "mesh:components:Platform",
      name,
      { domains, environment: target.environment, target: target.kind },
      pulumi.mergeOptions(opts, { providers: target.providers }),
    );
    const parent = { parent: this };

    const namespaces = domains.map(
      (domain) =>
        new Namespace(
          `${domain}-namespace`,
          {
            metadata: {
              name: domain,
              labels: { ...platformLabels(domain), "pod-security.kubernetes.io/enforce": "restricted" },
            },
          },
          parent,
        ),
    );
    this.nodes = {
      namespaces,
      networkPolicies: domains.map(
        (domain, index) =>
          new NetworkPolicy(
            `${domain}-default-deny`,
            {
              metadata: { name: "default-deny", namespace: domain, labels: platformLabels(domain) },
              spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
            },
            { ...parent, dependsOn: namespaces.slice(index, index + 1) },
          ),
      ),
      registryDefaults: new RegistryDefaults(
        `${name}-registry-defaults`,
        { compatibility: "BACKWARD_TRANSITIVE" },
        parent,
      ),
      catalog: new Catalog(`${name}-catalog`, { schema: target.catalog }, { ...parent, ...stateful(target.throwAway) }),
    };
    this.registerOutputs({ domains, environment: target.environment });
  }
}
