import type { Guardrail } from "./lib/guardrail";
import aclDeclaredConsumer from "./policies/acl-declared-consumer";
import aclNoWildcardPrincipal from "./policies/acl-no-wildcard-principal";
import contractAvailability from "./policies/contract-availability";
import contractCompatibility from "./policies/contract-compatibility";
import contractDeprecation from "./policies/contract-deprecation";
import contractFreshness from "./policies/contract-freshness";
import contractLatency from "./policies/contract-latency";
import contractNaming from "./policies/contract-naming";
import contractPorts from "./policies/contract-ports";
import contractQuality from "./policies/contract-quality";
import contractSchemaDocs from "./policies/contract-schema-docs";
import dbNoPublicGrants from "./policies/db-no-public-grants";
import exemptionValid from "./policies/exemption-valid";
import imageDigest from "./policies/image-digest";
import imageRegistry from "./policies/image-registry";
import ingressTls from "./policies/ingress-tls";
import labelsRequired from "./policies/labels-required";
import namespaceOwn from "./policies/namespace-own";
import netpolDefaultDeny from "./policies/netpol-default-deny";
import netpolPerPod from "./policies/netpol-per-pod";
import noCrossTypeAlias from "./policies/no-cross-type-alias";
import noIgnoreChanges from "./policies/no-ignore-changes";
import noPlainSecret from "./policies/no-plain-secret";
import piiClassified from "./policies/pii-classified";
import piiProtected from "./policies/pii-protected";
import piiRetention from "./policies/pii-retention";
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
import podVolumes from "./policies/pod-volumes";
import policyEnforced from "./policies/policy-enforced";
import productDescription from "./policies/product-description";
import productOwner from "./policies/product-owner";
import productRegistered from "./policies/product-registered";
import protectedStateful from "./policies/protected-stateful";
import providerExplicit from "./policies/provider-explicit";
import quotaPerClient from "./policies/quota-per-client";
import rbacNoEscalate from "./policies/rbac-no-escalate";
import rbacNoExec from "./policies/rbac-no-exec";
import rbacNoSecretsList from "./policies/rbac-no-secrets-list";
import rbacNoWildcard from "./policies/rbac-no-wildcard";
import secretNotInConfigmap from "./policies/secret-not-in-configmap";
import secretNotInEnv from "./policies/secret-not-in-env";
import serviceInternal from "./policies/service-internal";
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
import workloadDisruptionBudget from "./policies/workload-disruption-budget";
import workloadReplicas from "./policies/workload-replicas";
import workloadSpread from "./policies/workload-spread";

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
  contractDeprecation,
  contractFreshness,
  contractLatency,
  contractNaming,
  contractPorts,
  contractQuality,
  contractSchemaDocs,
  piiClassified,
  piiProtected,
  piiRetention,
  productDescription,
  productOwner,
  productRegistered,
  // kubernetes
  imageDigest,
  imageRegistry,
  ingressTls,
  labelsRequired,
  namespaceOwn,
  netpolDefaultDeny,
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
  podVolumes,
  policyEnforced,
  rbacNoEscalate,
  rbacNoExec,
  rbacNoSecretsList,
  rbacNoWildcard,
  secretNotInConfigmap,
  secretNotInEnv,
  serviceInternal,
  workloadDisruptionBudget,
  workloadReplicas,
  workloadSpread,
  // databases
  dbNoPublicGrants,
  // gate
  exemptionValid,
  noCrossTypeAlias,
  noIgnoreChanges,
  noPlainSecret,
  protectedStateful,
  providerExplicit,
  typeAllowList,
  valueKnown,
];
