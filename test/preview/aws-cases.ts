/** For each guardrail of AWS, a resource that only it refuses. Most are those of the guardrails' own cases. */
import { awsDrafts, tlsOnly } from "../policy/fixtures/aws";
import { document } from "../policy/fixtures/aws-iam";

/** A value that starts so is the id of the resource of the name that follows: unknown at preview. */
export const AWAITED = "the id of ";

interface Registered {
  readonly name: string;
  readonly type: string;
  readonly props: Readonly<Record<string, unknown>>;
}

export interface AwsCase {
  readonly guardrail: string;
  /** Has to be said by the guardrail. */
  readonly message: RegExp;
  /** The first is the one that is refused; the others are there for it. */
  readonly resources: readonly Registered[];
  /** What the same thing can't help breaking: other guardrails, each with the resource that they refuse. */
  readonly also?: readonly (readonly [guardrail: string, name: string])[];
}

const drafts = awsDrafts();

function made(name: string, key: keyof typeof drafts, changes: Readonly<Record<string, unknown>> = {}): Registered {
  const { type, props } = drafts[key];
  return { name, type, props: { ...props, ...changes } };
}

/** A bucket of its own name that has all in one, but for the changes, and its public access block. */
function bucket(name: string, changes: Readonly<Record<string, unknown>> = {}): Registered[] {
  const own = { bucket: name, policy: JSON.stringify(tlsOnly(name)), ...changes };
  return [made(name, "bucketV2", own), made(`${name}-block`, "bucketBlock", { bucket: name })];
}

function policy(name: string, statement: object): Registered {
  return made(name, "policy", { policy: JSON.stringify(document({ Effect: "Allow", ...statement })) });
}

const OBJECTS = "arn:aws:s3:::orders-archive/*";

const STREAMS: readonly AwsCase[] = [
  {
    guardrail: "msk-encrypted",
    message: /clients reach the brokers by PLAINTEXT, allowed is TLS/,
    resources: [
      made("msk-encrypted", "msk", {
        encryptionInfo: {
          encryptionAtRestKmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1f2e3d4c",
          encryptionInTransit: { clientBroker: "PLAINTEXT", inCluster: true },
        },
      }),
    ],
  },
  {
    guardrail: "msk-private",
    message: /public access is SERVICE_PROVIDED_EIPS/,
    resources: [
      made("msk-private", "msk", {
        brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } } },
      }),
    ],
  },
  {
    guardrail: "msk-authenticated",
    message: /clients need no authentication/,
    resources: [
      made("msk-authenticated", "msk", { clientAuthentication: { sasl: { iam: true }, unauthenticated: true } }),
    ],
  },
  {
    guardrail: "msk-logging",
    message: /broker logs go nowhere/,
    resources: [made("msk-logging", "msk", { loggingInfo: undefined })],
  },
  {
    guardrail: "msk-version",
    message: /kafkaVersion is 2\.8\.1/,
    resources: [made("msk-version", "msk", { kafkaVersion: "2.8.1" })],
  },
];

const database = (guardrail: string, message: RegExp, changes: Readonly<Record<string, unknown>>): AwsCase => ({
  guardrail,
  message,
  resources: [made(guardrail, "db", changes), made(`${guardrail}-parameters`, "dbParameters")],
});

const DATABASES: readonly AwsCase[] = [
  database("db-encrypted", /storageEncrypted is not true/, { storageEncrypted: false }),
  database("db-private", /publiclyAccessible is true/, { publiclyAccessible: true }),
  database("db-backup", /backupRetentionPeriod is 1, at least 7/, { backupRetentionPeriod: 1 }),
  database("db-deletion-protection", /deletionProtection is not true/, { deletionProtection: undefined }),
  database("db-multi-az", /multiAz is not true/, { multiAz: false }),
  database("db-iam-auth", /iamDatabaseAuthenticationEnabled is not true/, {
    iamDatabaseAuthenticationEnabled: undefined,
  }),
  database("db-logs", /enabledCloudwatchLogsExports lacks postgresql/, { enabledCloudwatchLogsExports: [] }),
  database("db-minor-upgrades", /autoMinorVersionUpgrade is false/, { autoMinorVersionUpgrade: false }),
  {
    guardrail: "db-tls",
    message: /parameter rds\.force_ssl is 0/,
    resources: [
      made("db-tls", "dbParameters", {
        name: undefined,
        parameters: [
          { name: "rds.force_ssl", value: "0" },
          { name: "log_statement", value: "ddl" },
        ],
      }),
      // By an unknown id: of that one group.
      made("db-tls-database", "db", { parameterGroupName: `${AWAITED}db-tls` }),
    ],
  },
];

const REST: readonly AwsCase[] = [
  {
    guardrail: "s3-public-block",
    message: /no public access block in this stack/,
    resources: bucket("s3-public-block").slice(0, 1),
  },
  {
    guardrail: "s3-tls-only",
    message: /policy does not deny plain HTTP/,
    resources: bucket("s3-tls-only", { policy: JSON.stringify(document()) }),
  },
  {
    guardrail: "s3-versioned",
    message: /versionings\[0\]: versioning is not enabled/,
    resources: bucket("s3-versioned", { versionings: [{ enabled: false }] }),
  },
  {
    guardrail: "s3-kms",
    message: /nothing in this stack says how this bucket encrypts/,
    resources: bucket("s3-kms", { serverSideEncryptionConfigurations: [] }),
  },
  {
    guardrail: "glue-encrypted",
    message: /metadata: .*catalogEncryptionMode is not set/,
    resources: [
      made("glue-encrypted", "glueCatalog", {
        dataCatalogEncryptionSettings: {
          connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, awsKmsKeyId: "alias/orders" },
        },
      }),
    ],
  },
  {
    guardrail: "glue-registry-compat",
    message: /compatibility is NONE/,
    resources: [made("glue-registry-compat", "glueSchema", { compatibility: "NONE" })],
  },
  {
    guardrail: "iam-no-star",
    message: /policy\.Statement\[0\] allows s3:\*/,
    resources: [policy("iam-no-star", { Action: "s3:*", Resource: OBJECTS })],
  },
  {
    guardrail: "iam-no-escalation",
    message: /allows iam:CreatePolicyVersion/,
    resources: [
      policy("iam-no-escalation", {
        Action: "iam:CreatePolicyVersion",
        Resource: "arn:aws:iam::111122223333:policy/orders",
      }),
    ],
  },
  {
    guardrail: "iam-trust-bounded",
    message: /assumeRolePolicy\.Statement\[0\] trusts AWS \*, which is everybody/,
    resources: [
      made("iam-trust-bounded", "role", {
        assumeRolePolicy: JSON.stringify(document({ Effect: "Allow", Principal: { AWS: "*" } })),
      }),
    ],
  },
  {
    guardrail: "aws-tags",
    message: /tag mesh\.owner is not set/,
    resources: [
      made("aws-tags", "glueRegistry", { tags: { ...Object(drafts.glueRegistry.props.tags), "mesh.owner": "" } }),
    ],
  },
  {
    guardrail: "type-allow-list",
    message: /aws:iam\/userPolicy:UserPolicy are not known/,
    resources: [made("user", "userPolicy")],
  },
  {
    guardrail: "s3-versioned",
    message: /versioningConfiguration: versioning is not enabled/,
    resources: [
      made("native", "bucketNative", { versioningConfiguration: { status: "Suspended" } }),
      made("native-policy", "bucketPolicyNative"),
    ],
    also: ["native", "native-policy", "aws-native"].map((name) => ["type-allow-list", name] as const),
  },
  {
    guardrail: "value-known",
    message: /s3-versioned needs the value of versioningConfiguration, which is unknown/,
    resources: [
      made("value-known", "bucketVersioning", {
        bucket: "value-known-bucket",
        versioningConfiguration: `${AWAITED}value-known-bucket`,
      }),
      ...bucket("value-known-bucket", { versionings: [] }),
    ],
  },
];

export const CASES: readonly AwsCase[] = [...STREAMS, ...DATABASES, ...REST];

/** All resources of all cases; what another's id is needed for comes after it. */
export function resources(): Registered[] {
  const all = CASES.flatMap((one) => one.resources);
  const waits = ({ props }: Registered) => Object.values(props).some((value) => String(value).startsWith(AWAITED));
  return [...all.filter((one) => !waits(one)), ...all.filter(waits)];
}
