import { EXEMPTIONS_FILE } from "../../policy-pack/lib/exemptions";
import { ALIASED, added, CONFIG_MAP, DATABASE_SCHEMA, PRODUCTION, production, registered } from "./changes";
import type { RefusedPreview } from "./guardrail-cases";

const TOPIC = `partitions: 1, replicationFactor: 1, config: { "retention.ms": "86400000" }`;

export const GATE: readonly RefusedPreview[] = [
  {
    title: "the gate itself",
    cases: [
      {
        guardrail: "db-no-public-grants",
        break: registered(DATABASE_SCHEMA, 'props.roles[1].name = "public";'),
        says: [/^order-events-schema: roles\[1\] grants to "public"/],
      },
      {
        guardrail: "exemption-valid",
        break: (checkout) =>
          void checkout.write(
            EXEMPTIONS_FILE,
            `exemptions:
  - guardrail: stream-partitions
    urn: urn:pulumi:orders-local::data-mesh::kafka:index/topic:Topic::orders.v1-topic
    reason: More readers than partitions until the release
    ticket: MESH-17
    requester: m.keller@example.com
    approver: governance@example.com
    start: 2026-01-01
    expiry: 2026-03-01\n`,
          ),
        says: [
          /the exemption of .* from stream-partitions expired on 2026-03-01 \(policy-pack\/exemptions\.yaml: exemptions\[0\]\)/,
        ],
      },
      {
        guardrail: "no-ignore-changes",
        break: registered(CONFIG_MAP, 'opts.ignoreChanges = ["data"];'),
        says: [/^order-events-config: ignores changes of "data", which guardrails may read/],
      },
      {
        guardrail: "provider-explicit",
        break: added(
          '{ Provider as Elsewhere, Topic as Stray } from "@pulumi/kafka"',
          `const elsewhere = new Elsewhere("elsewhere", { bootstrapServers: ["127.0.0.1:9"] });
          new Stray("stray", { name: "orders.stray.v1", ${TOPIC} }, { provider: elsewhere });`,
        ),
        says: [
          /^elsewhere: is a second provider of kafka: the target's is called "kafka"/,
          /^stray: is made by provider "elsewhere", the target's is called "kafka"/,
        ],
      },
      {
        guardrail: "type-allow-list",
        break: added(
          '* as sdk from "@pulumi/pulumi"',
          'new sdk.ComponentResource("command:local:Command", "command", { create: "true" });',
        ),
        says: [/^command: resources of type command:local:Command are not known to the federation/],
      },
      {
        guardrail: "value-known",
        break: added(
          '{ Topic as Late } from "@pulumi/kafka/topic"',
          `const first = new Late("first", { name: "orders.first.v1", ${TOPIC} }, { provider: target.providers.kafka });
          new Late("second", { ${TOPIC}, name: "orders.second.v1", partitions: first.id.apply((id) => id.length) },
            { provider: target.providers.kafka });`,
        ),
        says: [/^second: stream-partitions needs the value of partitions, which is unknown at preview/],
      },
    ],
  },
  {
    title: "what the state has under another type",
    stack: PRODUCTION,
    valid: production,
    cases: [
      {
        guardrail: "no-cross-type-alias",
        break: added(
          '* as sdk from "@pulumi/pulumi"',
          `new sdk.ComponentResource("mesh:components:Service", "renamed", {}, { aliases: ["${ALIASED}"] });`,
        ),
        says: [/^renamed: was a mesh:components:EventStream before, and is now a mesh:components:Service/],
      },
    ],
  },
];
