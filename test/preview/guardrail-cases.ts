/**
 * For each guardrail, something that only it (and those named in `also`) refuses: a contract that a domain may write,
 * or, where the components make what is right whatever the contract says, a change to what the program registers.
 */
import { EXEMPTIONS_FILE } from "../../policy-pack/lib/exemptions";
import {
  ACL,
  added,
  all,
  CATALOG_RECORD,
  type Change,
  CONFIG_MAP,
  container,
  contract,
  DATABASE_SCHEMA,
  durable,
  NETWORK_POLICY,
  PRODUCTION,
  pod,
  product,
  protecting,
  registered,
  SERVICE_ACCOUNT,
  stream,
  TOPIC,
} from "./changes";

export interface GuardrailCase {
  readonly guardrail: string;
  /** @default "orders-local" */
  readonly stack?: string;
  readonly break: Change;
  /** Has to be said by the guardrail. */
  readonly message: RegExp;
  /** Guardrails that the same thing can't help breaking. */
  readonly also?: readonly string[];
}

const STREAMS: readonly GuardrailCase[] = [
  {
    guardrail: "acl-declared-consumer",
    stack: "inventory-local",
    break: (checkout) =>
      void checkout.edit("domains/inventory/product.odps.yaml", "value: orders_reader", "value: orders_admin"),
    message: /asks for role "orders_admin"; the contract "orders" offers orders_reader, orders_writer/,
  },
  {
    guardrail: "acl-no-wildcard-principal",
    break: registered(ACL, 'props.aclPrincipal = "User:*";'),
    message: /aclPrincipal is "User:\*", it has to be User:<domain>\.<product>/,
    also: ["acl-declared-consumer"],
  },
  {
    guardrail: "quota-per-client",
    break: product("producerByteRate, value: 10485760", "producerByteRate, value: 104857600"),
    message: /producer_byte_rate is 104857600, allowed are 1 to 10485760 bytes\/s/,
  },
  {
    guardrail: "stream-cleanup",
    break: all(stream("cleanupPolicy", "compact"), contract(/ +primaryKey: true\n +primaryKeyPosition: 1\n/, "")),
    message: /stream "orders\.v1" of "orders" is compacted, but the contract has no primary key/,
  },
  {
    guardrail: "stream-config-keys",
    break: registered(TOPIC, 'props.config["flush.messages"] = "1";'),
    message: /config "flush\.messages" is not among cleanup\.policy,/,
  },
  {
    guardrail: "stream-dead-letter",
    break: registered(TOPIC, 'if (props.name.endsWith(".dead-letter")) props.name = "orders.rejected.v1";'),
    message: /dead-letter topic "orders\.v1\.dead-letter" is not in this stack/,
  },
  {
    guardrail: "stream-min-isr",
    break: stream("minInsyncReplicas", 2),
    message: /min\.insync\.replicas is 2, but there are only 1 replicas/,
  },
  {
    guardrail: "stream-name",
    break: added(
      '{ Topic } from "@pulumi/kafka/topic"',
      `new Topic("more", { name: "orders.Everything", partitions: 1, replicationFactor: 1,
        config: { "retention.ms": "86400000" } }, { provider: target.providers.kafka });`,
    ),
    message: /topic "orders\.Everything" is neither <domain>\.<entity>\.v<major> nor a registered legacy name/,
  },
  {
    guardrail: "stream-owner-prefix",
    break: contract("legacyStreamName, value: orders.v1", "legacyStreamName, value: customers.orders.v1"),
    message: /"customers\.orders\.v1" does not begin with "orders\.", the domain of this stack/,
  },
  {
    guardrail: "stream-partitions",
    break: contract(/property: partitions,\s*value: 6\b/, "property: partitions, value: 60"),
    message: /partitions is 60, allowed are 1 to 48 \(domains\/orders\/orders\.odcs\.yaml: schema\[0\]\)/,
  },
  {
    guardrail: "stream-replication",
    stack: PRODUCTION,
    break: all(stream("replicas", 2), stream("minInsyncReplicas", 2), protecting),
    message: /replicationFactor is 2, at least 3 are needed/,
    // Two in-sync replicas of two: no pair of numbers pleases one and not the other.
    also: ["stream-min-isr"],
  },
  {
    guardrail: "stream-retention",
    break: contract("property: retention, value: 14", "property: retention, value: 500"),
    message: /retention is 500 days, at most 400 are allowed/,
  },
  {
    guardrail: "stream-unclean-election",
    break: registered(TOPIC, 'props.config["unclean.leader.election.enable"] = "true";'),
    message: /unclean\.leader\.election\.enable is true/,
  },
];

/** A property that every other guardrail lets pass. */
const GIFT = `
      - name: gift
        description: Whether it is a present.
        logicalType: boolean
        required: false
        classification: internal
`.slice(1);

const CONTRACTS: readonly GuardrailCase[] = [
  {
    guardrail: "contract-availability",
    break: contract(/ +- \{\s*property: availability,[^}]*\}\n/, ""),
    message: /contract "orders" promises no availability/,
  },
  {
    guardrail: "contract-compatibility",
    break: stream("compatibility", "NONE"),
    message: /subject "orders\.v1-value" has mode "NONE", allowed are BACKWARD,/,
  },
  {
    guardrail: "contract-freshness",
    break: contract(/ +- \{\s*property: freshness,[^}]*\}\n/, ""),
    message: /contract "orders" promises no freshness/,
  },
  {
    guardrail: "contract-latency",
    break: contract("property: latency, value: 50,", "property: latency, value: 5000,"),
    message: /latency of "orders" is 5000 ms, at most 1000 ms are allowed/,
  },
  {
    guardrail: "contract-quality",
    break: contract("mustBe: 0,", "mustBeLessThan: 50,"),
    message: /"order_id" may have 50 % empty values, at most 5 % are allowed/,
  },
  {
    guardrail: "contract-schema-docs",
    break: contract("description: Currency of the amount, ISO 4217.", "description: Coin."),
    message: /description of "currency" has 5 characters, at least 8 are needed/,
  },
  {
    guardrail: "contract-version",
    break: contract("      - name: channel\n", `${GIFT}      - name: channel\n`),
    message:
      /"orders" differs from version 1\.2\.0 kept of "orders\.v1-value", which demands version 1\.3\.0, not 1\.2\.0/,
  },
  {
    guardrail: "pii-classified",
    break: contract(/ +classification: internal\n/, ""),
    message: /"order_id" has no classification, allowed are public,/,
  },
  {
    guardrail: "product-description",
    break: product(/purpose: .*/, "purpose: Orders."),
    message: /purpose has 7 characters, at least 20 are needed/,
  },
  {
    guardrail: "product-owner",
    break: product("role: owner", "role: developer"),
    message: /the team has no owner \(domains\/orders\/product\.odps\.yaml: team\.members\)/,
  },
  {
    guardrail: "product-registered",
    break: registered(CATALOG_RECORD, 'props.version = "0.9.0";'),
    message: /entry has version 0\.9\.0, the product 1\.2\.0/,
  },
];

const KUBERNETES: readonly GuardrailCase[] = [
  {
    guardrail: "image-digest",
    break: container('container.image = "mesh.local/data-mesh/data-product:latest";'),
    message: /container data-product: image "mesh\.local\/data-mesh\/data-product:latest" has no sha256 digest/,
  },
  {
    guardrail: "image-registry",
    break: container('container.image = container.image.replace("mesh.local/", "mesh.local.example.org/");'),
    message: /image "mesh\.local\.example\.org\/.*" is from none of mesh\.local,/,
  },
  {
    guardrail: "labels-required",
    break: registered(
      SERVICE_ACCOUNT,
      'props.metadata.labels = { ...props.metadata.labels, "mesh.owner": undefined };',
    ),
    message: /metadata\.labels\["mesh\.owner"\] is not set/,
  },
  {
    guardrail: "namespace-own",
    break: registered(SERVICE_ACCOUNT, 'props.metadata.namespace = "customers";'),
    message: /metadata\.namespace is "customers", it has to be "orders"/,
  },
  {
    guardrail: "netpol-per-pod",
    break: registered(NETWORK_POLICY, "props.spec.podSelector = {};"),
    message: /no NetworkPolicy for both directions picks the pods of this Deployment/,
  },
  {
    guardrail: "pod-capabilities",
    break: container('container.securityContext.capabilities = { drop: ["ALL"], add: ["SYS_ADMIN"] };'),
    message: /container data-product: .*securityContext\.capabilities\.add holds SYS_ADMIN/,
  },
  {
    guardrail: "pod-escalation",
    break: container("container.securityContext.allowPrivilegeEscalation = true;"),
    message: /container data-product: .*securityContext\.allowPrivilegeEscalation is not false/,
  },
  {
    guardrail: "pod-host-namespaces",
    break: pod("pod.hostNetwork = true;"),
    message: /spec\.template\.spec\.hostNetwork is true/,
  },
  {
    guardrail: "pod-non-root",
    break: container("container.securityContext.runAsNonRoot = false;"),
    message: /container data-product: runAsNonRoot is not true/,
  },
  {
    guardrail: "pod-privileged",
    break: container("container.securityContext.privileged = true;"),
    message: /container data-product: .*securityContext\.privileged is true/,
  },
  {
    guardrail: "pod-probes",
    break: container("delete container.readinessProbe;"),
    message: /container data-product: .*readinessProbe is not set/,
  },
  {
    guardrail: "pod-read-only-root",
    break: container("container.securityContext.readOnlyRootFilesystem = false;"),
    message: /container data-product: .*securityContext\.readOnlyRootFilesystem is not true/,
  },
  {
    guardrail: "pod-resources",
    break: container("delete container.resources.limits.memory;"),
    message: /container data-product: .*resources\.limits\.memory is not set/,
  },
  {
    guardrail: "pod-seccomp",
    break: pod('pod.securityContext.seccompProfile = { type: "Unconfined" };'),
    message: /container data-product: seccompProfile\.type is Unconfined, allowed are RuntimeDefault, Localhost/,
  },
  {
    guardrail: "pod-token-off",
    break: pod("pod.automountServiceAccountToken = true;"),
    message: /spec\.template\.spec\.automountServiceAccountToken is not false/,
  },
  {
    guardrail: "policy-enforced",
    break: container('container.env = container.env.filter(({ name }) => name !== "MESH_BUNDLE");'),
    message: /pod of product "order-events" decides by no policy bundle: data-product has no MESH_BUNDLE/,
  },
  {
    guardrail: "secret-not-in-env",
    break: container('container.env.push({ name: "DATABASE_PASSWORD", value: "correct horse" });'),
    message: /container data-product: variable DATABASE_PASSWORD holds a credential as a plain value/,
  },
];

const OTHERS: readonly GuardrailCase[] = [
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
    message:
      /the exemption of .* from stream-partitions expired on 2026-03-01 \(policy-pack\/exemptions\.yaml: exemptions\[0\]\)/,
  },
  {
    guardrail: "db-no-public-grants",
    break: registered(DATABASE_SCHEMA, 'props.roles[1].name = "public";'),
    message: /roles\[1\] grants to "public"/,
  },
  {
    guardrail: "no-plain-secret",
    break: registered(CONFIG_MAP, 'props.data["database-password"] = "correct horse";'),
    message: /data\.database-password is named like a credential and holds a plain value/,
  },
  {
    guardrail: "protected-stateful",
    stack: PRODUCTION,
    break: durable,
    message: /orders\.v1-topic: holds data and is not protected/,
  },
  {
    guardrail: "type-allow-list",
    break: added(
      '{ Role } from "@pulumi/kubernetes/rbac/v1"',
      `const labels = { "mesh.domain": name, "mesh.product": name, "mesh.version": "1", "mesh.owner": name };
      const metadata = { name: "more", namespace: name, labels };
      new Role("more", { metadata, rules: [] }, { provider: target.providers.kubernetes });`,
    ),
    message: /resources of type kubernetes:rbac\.authorization\.k8s\.io\/v1:Role are not known to the federation/,
  },
  {
    guardrail: "value-known",
    break: added(
      '{ Topic } from "@pulumi/kafka/topic"',
      `const first = new Topic("first", { name: "orders.first.v1", partitions: 1, replicationFactor: 1,
        config: { "retention.ms": "86400000" } }, { provider: target.providers.kafka });
      new Topic("second", { name: "orders.second.v1", partitions: first.id.apply((id) => id.length), replicationFactor: 1,
        config: { "retention.ms": "86400000" } }, { provider: target.providers.kafka });`,
    ),
    message: /second: stream-partitions needs the value of partitions, which is unknown at preview/,
  },
];

export const CASES: readonly GuardrailCase[] = [...STREAMS, ...CONTRACTS, ...KUBERNETES, ...OTHERS];
