/**
 * A stack on AWS that every guardrail lets pass. What belongs together is put together by outputs that are unknown at
 * preview (ids, ARNs): guardrails go by what they were made of.
 */
import { DataCatalogEncryptionSettings, Registry, Schema, SecurityConfiguration } from "@pulumi/aws/glue";
import { Policy, Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import { Configuration, Cluster as MskCluster } from "@pulumi/aws/msk";
import { Provider } from "@pulumi/aws/provider";
import { Cluster, ClusterInstance, ClusterParameterGroup, Instance, ParameterGroup } from "@pulumi/aws/rds";
import {
  Bucket,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { tlsOnly } from "../../policy/fixtures/aws";
import { document, own, trust } from "../../policy/fixtures/aws-iam";

const key = "arn:aws:kms:eu-central-1:111122223333:key/1f2e3d4c";
const tags = { "mesh.domain": "orders", "mesh.product": "order-events", "mesh.version": "1.2.0", "mesh.owner": "team" };

/** Only says which target the stack is on. */
class Platform extends pulumi.ComponentResource {
  constructor() {
    super("mesh:components:Platform", "platform", { domains: ["orders"], target: "aws" });
  }
}
new Platform();

const opts = { provider: new Provider("aws", { region: "eu-central-1" }), protect: true };

const bucket = new Bucket("archive", { bucketPrefix: "orders-", tags }, opts);
new BucketPublicAccessBlock(
  "archive-block",
  {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  opts,
);
new BucketVersioning("archive-versioning", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, opts);
new BucketServerSideEncryptionConfiguration(
  "archive-encryption",
  {
    bucket: bucket.id,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key } }],
  },
  opts,
);
const policy = JSON.stringify(tlsOnly("orders-archive"));
new BucketPolicy("archive-policy", { bucket: bucket.id, policy }, opts);

new Configuration("brokers", { serverProperties: "allow.everyone.if.no.acl.found=false\n" }, opts);
new MskCluster(
  "streams",
  {
    kafkaVersion: "3.9.x.kraft",
    numberOfBrokerNodes: 3,
    brokerNodeGroupInfo: { instanceType: "kafka.m7g.large", clientSubnets: ["subnet-1"], securityGroups: ["sg-1"] },
    encryptionInfo: { encryptionAtRestKmsKeyArn: key, encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
    clientAuthentication: { sasl: { iam: true } },
    loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: "/mesh/orders" } } },
    tags,
  },
  opts,
);

const parameters = [
  { name: "rds.force_ssl", value: "1" },
  { name: "log_statement", value: "ddl" },
];
const database = {
  storageEncrypted: true,
  backupRetentionPeriod: 14,
  deletionProtection: true,
  iamDatabaseAuthenticationEnabled: true,
  enabledCloudwatchLogsExports: ["postgresql"],
  tags,
};
const group = new ParameterGroup("parameters", { family: "postgres17", parameters, tags }, opts);
new Instance(
  "database",
  {
    engine: "postgres",
    instanceClass: "db.m7g.large",
    multiAz: true,
    manageMasterUserPassword: true,
    parameterGroupName: group.id,
    ...database,
  },
  opts,
);
const clusterGroup = new ClusterParameterGroup(
  "cluster-parameters",
  { family: "aurora-postgresql17", parameters, tags },
  opts,
);
const engine = "aurora-postgresql";
const cluster = new Cluster("cluster", { engine, dbClusterParameterGroupName: clusterGroup.id, ...database }, opts);
for (const name of ["cluster-1", "cluster-2"])
  new ClusterInstance(name, { engine, instanceClass: "db.r7g.large", clusterIdentifier: cluster.id, tags }, opts);

const registry = new Registry("registry", { registryName: "orders", tags }, opts);
new Schema(
  "schema",
  {
    schemaName: "orders",
    dataFormat: "JSON",
    compatibility: "BACKWARD_ALL",
    schemaDefinition: "{}",
    registryArn: registry.arn,
    tags,
  },
  opts,
);
new DataCatalogEncryptionSettings(
  "catalog",
  {
    dataCatalogEncryptionSettings: {
      encryptionAtRest: { catalogEncryptionMode: "SSE-KMS", sseAwsKmsKeyId: key },
      connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: key },
    },
  },
  opts,
);
new SecurityConfiguration(
  "security",
  {
    encryptionConfiguration: {
      cloudwatchEncryption: { cloudwatchEncryptionMode: "SSE-KMS", kmsKeyArn: key },
      jobBookmarksEncryption: { jobBookmarksEncryptionMode: "CSE-KMS", kmsKeyArn: key },
      s3Encryption: { s3EncryptionMode: "SSE-KMS", kmsKeyArn: key },
    },
  },
  opts,
);

const role = new Role("role", { assumeRolePolicy: JSON.stringify(document(trust())), tags }, opts);
const permissions = new Policy("permissions", { policy: JSON.stringify(document(own())), tags }, opts);
new RolePolicyAttachment("attachment", { role: role.name, policyArn: permissions.arn }, opts);
