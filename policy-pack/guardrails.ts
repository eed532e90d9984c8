import type { Guardrail } from "./lib/guardrail";
import aclDeclaredConsumer from "./policies/acl-declared-consumer";
import aclNoWildcardPrincipal from "./policies/acl-no-wildcard-principal";
import contractAvailability from "./policies/contract-availability";
import contractCompatibility from "./policies/contract-compatibility";
import contractFreshness from "./policies/contract-freshness";
import contractLatency from "./policies/contract-latency";
import contractQuality from "./policies/contract-quality";
import contractSchemaDocs from "./policies/contract-schema-docs";
import dbNoPublicGrants from "./policies/db-no-public-grants";
import exemptionValid from "./policies/exemption-valid";
import imageDigest from "./policies/image-digest";
import imageRegistry from "./policies/image-registry";
import labelsRequired from "./policies/labels-required";
import namespaceOwn from "./policies/namespace-own";
import netpolPerPod from "./policies/netpol-per-pod";
import noPlainSecret from "./policies/no-plain-secret";
import piiClassified from "./policies/pii-classified";
import podCapabilities from "./policies/pod-capabilities";
import podEscalation from "./policies/pod-escalation";
import podHostNamespaces from "./policies/pod-host-namespaces";
import podNonRoot from "./policies/pod-non-root";
import podPrivileged from "./policies/pod-privileged";
import podProbes from "./policies/pod-probes";
import podReadOnlyRoot from "./policies/pod-read-only-root";
import podResources from "./policies/pod-resources";
import podSeccomp from "./policies/pod-seccomp";
import podTokenOff from "./policies/pod-token-off";
import policyEnforced from "./policies/policy-enforced";
import productDescription from "./policies/product-description";
import productOwner from "./policies/product-owner";
import productRegistered from "./policies/product-registered";
import protectedStateful from "./policies/protected-stateful";
import quotaPerClient from "./policies/quota-per-client";
import secretNotInEnv from "./policies/secret-not-in-env";
import streamCleanup from "./policies/stream-cleanup";
import streamConfigKeys from "./policies/stream-config-keys";
import streamDeadLetter from "./policies/stream-dead-letter";
import streamMinIsr from "./policies/stream-min-isr";
import streamName from "./policies/stream-name";
import streamOwnerPrefix from "./policies/stream-owner-prefix";
import streamPartitions from "./policies/stream-partitions";
import streamReplication from "./policies/stream-replication";
import streamRetention from "./policies/stream-retention";
import streamUncleanElection from "./policies/stream-unclean-election";
import typeAllowList from "./policies/type-allow-list";
import valueKnown from "./policies/value-known";

/** Every guardrail of the core, by section. A guardrail that isn't listed here guards nothing: a test compares. */
export const guardrails: readonly Guardrail[] = [
  // streams
  aclDeclaredConsumer,
  aclNoWildcardPrincipal,
  quotaPerClient,
  streamCleanup,
  streamConfigKeys,
  streamDeadLetter,
  streamMinIsr,
  streamName,
  streamOwnerPrefix,
  streamPartitions,
  streamReplication,
  streamRetention,
  streamUncleanElection,
  // contracts
  contractAvailability,
  contractCompatibility,
  contractFreshness,
  contractLatency,
  contractQuality,
  contractSchemaDocs,
  piiClassified,
  productDescription,
  productOwner,
  productRegistered,
  // kubernetes
  imageDigest,
  imageRegistry,
  labelsRequired,
  namespaceOwn,
  netpolPerPod,
  podCapabilities,
  podEscalation,
  podHostNamespaces,
  podNonRoot,
  podPrivileged,
  podProbes,
  podReadOnlyRoot,
  podResources,
  podSeccomp,
  podTokenOff,
  policyEnforced,
  secretNotInEnv,
  // databases
  dbNoPublicGrants,
  // gate
  exemptionValid,
  noPlainSecret,
  protectedStateful,
  typeAllowList,
  valueKnown,
];
