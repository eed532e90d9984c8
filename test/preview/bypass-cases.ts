/** Ways around the gate, each as somebody would try it. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../support/checkout";
import type { How } from "../support/engine";
import { added, all, type Change, contract, registered, TOPIC } from "./changes";

export interface BypassCase {
  readonly title: string;
  readonly change: Change;
  readonly how?: How;
  /** Guardrails that refuse it; others may, too. */
  readonly refusedBy: readonly string[];
}

const TOO_MANY = contract(/property: partitions,\s*value: 6\b/, "property: partitions, value: 60");
const STREAM = "kafka:index/topic:Topic::orders.v1-topic";

/** The component makes nothing where it made a resource of this class. */
const without =
  (file: string, made: string): Change =>
  (checkout) =>
    void checkout.edit(file, `new ${made}(`, `new (Object as never as typeof ${made})(`);

/** A provider that the engine finds, and that takes everything: as the real ones would. */
const standIn =
  (name: string): Change =>
  (checkout) => {
    const folder = join(checkout.root, `${name}-provider`);
    const file = join(folder, `pulumi-resource-${name}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      file,
      `#!/usr/bin/env node
const { main } = require("@pulumi/pulumi/provider");
main({ version: "1.0.0", getSchema: async () => "{}", check: async (_urn, _olds, news) => ({ inputs: news }) }, process.argv.slice(2));
`,
    );
    chmodSync(file, 0o755);
    checkout.append("Pulumi.yaml", `    - name: ${name}\n      path: ./${name}-provider\n`);
  };

const config = (content: object) => (checkout: Checkout) => void checkout.write("pack.json", JSON.stringify(content));

/** All of these in one preview. Each is refused by its own guardrail, which names the resource or its type. */
export const TOGETHER: Change = all(
  registered(TOPIC, 'opts.ignoreChanges = ["partitions"];'),
  added(
    '{ Topic } from "@pulumi/kafka/topic";\nimport { Provider } from "@pulumi/kafka/provider"',
    `new Topic("elsewhere", { name: "orders.more.v1", partitions: 1, replicationFactor: 1, config: { "retention.ms": "86400000" } },
      { provider: new Provider("other", { bootstrapServers: ["elsewhere:9092"] }) });`,
  ),
  added(
    '{ dynamic } from "@pulumi/pulumi"',
    'new dynamic.Resource({ create: async () => ({ id: "1", outs: {} }) }, "dynamic", {});',
  ),
  standIn("command"),
  standIn("helm"),
  added(
    '{ CustomResource } from "@pulumi/pulumi"',
    `new CustomResource("command:local:Command", "command", { create: "true" });
    new CustomResource("helm:helm.sh/v3:Release", "release", { chart: "more" });`,
  ),
  added(
    '{ ConfigGroup } from "@pulumi/kubernetes/yaml"',
    `new ConfigGroup("raw", { yaml: JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "raw", namespace: name },
      spec: { hostNetwork: true, containers: [] } }) }, { provider: target.providers.kubernetes });`,
  ),
);

export const REFUSED_TOGETHER: readonly (readonly [title: string, guardrail: string, says: RegExp])[] = [
  ["ignoreChanges, under which the old inputs are judged", "no-ignore-changes", /orders\.v1-topic: .*"partitions"/],
  ["a provider pointed elsewhere", "provider-explicit", /elsewhere: is made by provider "other"/],
  ["a dynamic provider", "type-allow-list", /dynamic: resources of type pulumi-nodejs:dynamic:Resource/],
  ["a command", "type-allow-list", /command: resources of type command:local:Command/],
  ["a Helm release", "type-allow-list", /release: resources of type helm:helm\.sh\/v3:Release/],
  ["raw YAML", "type-allow-list", /raw: resources of type kubernetes:yaml:ConfigGroup/],
  ["what is in raw YAML", "pod-host-namespaces", /hostNetwork is true/],
];

export const CASES: readonly BypassCase[] = [
  {
    title: "guarded companions that are left out: network policy, quota, catalog entry",
    change: all(
      without("components/service/index.ts", "NetworkPolicy"),
      without("components/access-grant/index.ts", "Quota"),
      without("components/catalog-entry/index.ts", "CatalogRecord"),
    ),
    refusedBy: ["netpol-per-pod", "quota-per-client", "product-registered"],
  },
  {
    title: "--target: what is targeted is judged; what isn't, isn't deployed",
    change: TOO_MANY,
    how: { args: ["--target", `**${STREAM}`] },
    refusedBy: ["stream-partitions"],
  },
  {
    title: "a pack config with parameters: it has no effect",
    change: all(TOO_MANY, config({ "stream-partitions": { maximum: 100 } })),
    how: { args: ["--policy-pack-config", "pack.json"] },
    refusedBy: ["stream-partitions"],
  },
];

/** Configs that would weaken, or that mean to: the pack doesn't run under them. */
export const LEVELS: readonly object[] = [{ "stream-partitions": "advisory" }, { "stream-partition": "disabled" }];
export const weakened = (levels: object): Change => all(TOO_MANY, config(levels));
