import type { Guardrail } from "./lib/guardrail";
import aclDeclaredConsumer from "./policies/acl-declared-consumer";
import aclNoWildcardPrincipal from "./policies/acl-no-wildcard-principal";
import awsTags from "./policies/aws-tags";
import contractAvailability from "./policies/contract-availability";
import contractCompatibility from "./policies/contract-compatibility";
import contractDeprecation from "./policies/contract-deprecation";
import contractFreshness from "./policies/contract-freshness";
import contractLatency from "./policies/contract-latency";
import contractNaming from "./policies/contract-naming";
import contractPorts from "./policies/contract-ports";
import contractQuality from "./policies/contract-quality";
import contractSchemaDocs from "./policies/contract-schema-docs";
import contractVersion from "./policies/contract-version";
import dbBackup from "./policies/db-backup";
import dbDeletionProtection from "./policies/db-deletion-protection";
import dbEncrypted from "./policies/db-encrypted";
import dbIamAuth from "./policies/db-iam-auth";
import dbLogs from "./policies/db-logs";
import dbMinorUpgrades from "./policies/db-minor-upgrades";
import dbMultiAz from "./policies/db-multi-az";
import dbNoPublicGrants from "./policies/db-no-public-grants";
import dbPrivate from "./policies/db-private";
import dbTls from "./policies/db-tls";
import exemptionValid from "./policies/exemption-valid";
import glueEncrypted from "./policies/glue-encrypted";
import glueRegistryCompat from "./policies/glue-registry-compat";
import iamNoEscalation from "./policies/iam-no-escalation";
import iamNoStar from "./policies/iam-no-star";
import iamTrustBounded from "./policies/iam-trust-bounded";
import imageDigest from "./policies/image-digest";
import imageRegistry from "./policies/image-registry";
import ingressTls from "./policies/ingress-tls";
import labelsRequired from "./policies/labels-required";
import mskAuthenticated from "./policies/msk-authenticated";
import mskEncrypted from "./policies/msk-encrypted";
import mskLogging from "./policies/msk-logging";
import mskPrivate from "./policies/msk-private";
import mskVersion from "./policies/msk-version";
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
import s3Kms from "./policies/s3-kms";
import s3PublicBlock from "./policies/s3-public-block";
import s3TlsOnly from "./policies/s3-tls-only";
import s3Versioned from "./policies/s3-versioned";
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
  mskAuthenticated,
  mskEncrypted,
  mskLogging,
  mskPrivate,
  mskVersion,
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
  contractVersion,
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
  dbBackup,
  dbDeletionProtection,
  dbEncrypted,
  dbIamAuth,
  dbLogs,
  dbMinorUpgrades,
  dbMultiAz,
  dbNoPublicGrants,
  dbPrivate,
  dbTls,
  // aws
  awsTags,
  glueEncrypted,
  glueRegistryCompat,
  iamNoEscalation,
  iamNoStar,
  iamTrustBounded,
  s3Kms,
  s3PublicBlock,
  s3TlsOnly,
  s3Versioned,
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
