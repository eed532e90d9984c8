import { Known } from "./known";

/** Strimzi's way to say what the Kafka provider says: its custom resources, read under that provider's names. */

const capitals = (value: Known): Known =>
  Known.value(
    value.urn,
    value.path,
    value.text()?.replace(/^./, (first) => first.toUpperCase()),
  );

/** `transactionalId` is `TransactionalID` there. */
function resourceType(value: Known): Known {
  const text = value.text();
  return text === "transactionalId" ? Known.value(value.urn, value.path, "TransactionalID") : capitals(value);
}

/** A KafkaTopic as a topic. */
export function topic(props: Known): Known {
  const named = () => props.at("spec", "topicName");
  return Known.made(props.urn, {
    name: () => (named().exists ? named() : props.at("metadata", "name")),
    partitions: () => props.at("spec", "partitions"),
    replicationFactor: () => props.at("spec", "replicas"),
    config: () => props.at("spec", "config"),
  });
}

/** A KafkaUser's rules as ACLs, one for each operation. */
export function* acls(props: Known): Generator<Known> {
  for (const rule of props.at("spec", "authorization", "acls").list()) {
    const operations = [...rule.at("operations").list()];
    for (const operation of operations.length > 0 ? operations : [rule.at("operation")]) {
      yield Known.made(props.urn, {
        aclPrincipal: () => principal(props),
        aclHost: () => rule.at("host"),
        aclOperation: () => capitals(operation),
        aclPermissionType: () => capitals(rule.at("type")),
        aclResourceType: () => resourceType(rule.at("resource", "type")),
        aclResourceName: () => {
          const name = rule.at("resource", "name");
          // The cluster has no name of its own.
          return name.exists ? name : Known.value(props.urn, name.path, "kafka-cluster");
        },
        resourcePatternTypeFilter: () => pattern(rule.at("resource", "patternType")),
      });
    }
  }
}

/** A KafkaUser's quotas. */
export function* quotas(props: Known): Generator<Known> {
  const given = props.at("spec", "quotas");
  if (!given.exists) return;
  yield Known.made(props.urn, {
    entityType: () => Known.value(props.urn, "kind", "user"),
    entityName: () => props.at("metadata", "name"),
    config: () =>
      Known.made(props.urn, {
        producer_byte_rate: () => given.at("producerByteRate"),
        consumer_byte_rate: () => given.at("consumerByteRate"),
      }),
  });
}

function principal(props: Known): Known {
  const name = props.at("metadata", "name");
  const text = name.text();
  // With TLS the name is the certificate's.
  const user = props.at("spec", "authentication", "type").text() === "tls" ? `CN=${text}` : text;
  return Known.value(props.urn, name.path, text === undefined ? undefined : `User:${user}`);
}

function pattern(value: Known): Known {
  const names: Readonly<Record<string, string>> = { literal: "Literal", prefix: "Prefixed" };
  const text = value.text() ?? "literal";
  return Known.value(value.urn, value.path, names[text] ?? text);
}
