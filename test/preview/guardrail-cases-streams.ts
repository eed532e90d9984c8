import {
  ACL,
  added,
  contract,
  durable,
  model,
  PRODUCTION,
  product,
  protecting,
  registered,
  SUBJECT,
  TOPIC,
} from "./changes";
import type { RefusedPreview } from "./guardrail-cases";

/** One more topic, that is right but for what `config` and `props` say. */
const topic = (name: string, topicName: string, more: { readonly props?: string; readonly config?: string } = {}) =>
  added(
    `{ Topic as Topic_${name} } from "@pulumi/kafka/topic"`,
    `new Topic_${name}("${name}", { name: "${topicName}", partitions: 1, replicationFactor: 1, ${more.props ?? ""}
      config: { "retention.ms": "86400000", ${more.config ?? ""} } }, { provider: target.providers.kafka });`,
  );

export const STREAMS: readonly RefusedPreview[] = [
  {
    title: "streams and access",
    cases: [
      {
        guardrail: "acl-no-wildcard-principal",
        break: registered(
          ACL,
          'if (props.aclOperation === "Write" && props.aclResourceName === "orders.v1") props.aclPrincipal = "User:*";',
        ),
        says: [/^order-events-write-orders\.v1: aclPrincipal is "User:\*", it has to be User:<domain>\.<product>/],
        also: { "acl-declared-consumer": [/^order-events-write-orders\.v1: grants to "User:\*", which is no product/] },
      },
      {
        guardrail: "quota-per-client",
        break: product("producerByteRate, value: 10485760", "producerByteRate, value: 104857600"),
        says: [/^order-events-quota: producer_byte_rate is 104857600, allowed are 1 to 10485760 bytes\/s/],
      },
      {
        guardrail: "stream-cleanup",
        break: model(
          'const [set] = model.outputPorts[0].contract.datasets; set.stream.cleanup = "compact"; delete set.key',
        ),
        says: [/^order-events: stream "orders\.v1" of "orders" is compacted, but the contract has no primary key/],
      },
      {
        guardrail: "stream-config-keys",
        break: topic("configured", "orders.configured.v1", { config: '"flush.messages": "1",' }),
        says: [/^configured: config "flush\.messages" is not among cleanup\.policy,/],
      },
      {
        guardrail: "stream-dead-letter",
        break: registered(TOPIC, 'if (props.name.endsWith(".dead-letter")) props.name = "orders.rejected.v1";'),
        says: [/^order-events: dead-letter topic "orders\.v1\.dead-letter" is not in this stack/],
      },
      {
        guardrail: "stream-min-isr",
        break: topic("insync", "orders.insync.v1", { config: '"min.insync.replicas": "2",' }),
        says: [/^insync: min\.insync\.replicas is 2, but there are only 1 replicas/],
      },
      {
        guardrail: "stream-name",
        break: topic("named", "orders.Everything"),
        says: [
          /^named: topic "orders\.Everything" is neither <domain>\.<entity>\.v<major> nor a registered legacy name/,
        ],
      },
      {
        guardrail: "stream-owner-prefix",
        break: topic("taken", "customers.taken.v1"),
        says: [/^taken: "customers\.taken\.v1" does not begin with "orders\.", the domain of this stack/],
      },
      {
        guardrail: "stream-partitions",
        break: contract(/property: partitions,\s*value: 6\b/, "property: partitions, value: 60"),
        says: [
          /^orders\.v1-topic: partitions is 60, allowed are 1 to 48 \(domains\/orders\/orders\.odcs\.yaml: schema\[0\]\)/,
        ],
      },
      {
        guardrail: "stream-retention",
        break: contract("property: retention, value: 14", "property: retention, value: 500"),
        says: [
          /^orders\.v1-topic: retention is 500 days, at most 400 are allowed/,
          // A dead letter outlives its source.
          /^orders\.v1-dead-letter: retention is 500 days, at most 400 are allowed/,
        ],
      },
      {
        guardrail: "stream-unclean-election",
        break: topic("unclean", "orders.unclean.v1", { config: '"unclean.leader.election.enable": "true",' }),
        says: [/^unclean: unclean\.leader\.election\.enable is true/],
      },
    ],
  },
  {
    title: "what only local forgives",
    stack: PRODUCTION,
    valid: durable,
    cases: [
      {
        guardrail: "protected-stateful",
        break: protecting(TOPIC, SUBJECT),
        says: [/^order-events-schema: holds data and is not protected/],
      },
      {
        guardrail: "stream-replication",
        break: registered(TOPIC, 'if (!props.name.endsWith(".dead-letter")) props.replicationFactor = 2;'),
        says: [/^orders\.v1-topic: replicationFactor is 2, at least 3 are needed/],
        // Two in-sync replicas of two: no pair of numbers pleases one and not the other.
        also: {
          "stream-min-isr": [/^orders\.v1-topic: min\.insync\.replicas is 2, it has to be below the 2 replicas/],
        },
      },
      {
        guardrail: "workload-replicas",
        break: () => undefined,
        says: [/^order-events-deployment: spec\.replicas is 1, at least 2 are needed/],
      },
    ],
  },
];
