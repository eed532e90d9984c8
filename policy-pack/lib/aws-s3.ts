import { ofEach } from "./aws";
import { refersTo } from "./aws-companions";
import { type Condition, inDocument } from "./aws-iam";
import type { Resource, Stack } from "./guardrail";
import { ifKnown, type Known } from "./known";

const BUCKET = "aws:s3/bucket:Bucket";
const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";
const NATIVE = "aws-native:s3:Bucket";
export const S3_BUCKETS = [BUCKET, BUCKET_V2, NATIVE];

/** One setting of a bucket: an input of the bucket itself, or a resource beside it that names the bucket. */
export interface Setting {
  /** Where each type of bucket has it; absent where it can't. */
  readonly inline: Readonly<Record<string, readonly (string | number)[]>>;
  readonly companions: readonly string[];
}

export const PUBLIC_BLOCK: Setting = {
  inline: { [NATIVE]: ["publicAccessBlockConfiguration"] },
  companions: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
};
/** Of the whole account: has the same inputs, and names no bucket. */
export const S3_ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";

export const VERSIONING: Setting = {
  inline: { [BUCKET]: ["versioning"], [BUCKET_V2]: ["versionings", 0], [NATIVE]: ["versioningConfiguration"] },
  companions: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
};
export const ENCRYPTION: Setting = {
  inline: {
    [BUCKET]: ["serverSideEncryptionConfiguration"],
    [BUCKET_V2]: ["serverSideEncryptionConfigurations", 0],
    [NATIVE]: ["bucketEncryption"],
  },
  companions: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
};
export const POLICY: Setting = {
  inline: { [BUCKET]: ["policy"], [BUCKET_V2]: ["policy"] },
  companions: ["aws:s3/bucketPolicy:BucketPolicy", "aws-native:s3:BucketPolicy"],
};

/** The resources that may say something of a setting. */
export function typesOf({ companions }: Setting): string[] {
  return [...S3_BUCKETS, ...companions];
}

/** The setting as a bucket's own input or a companion's inputs say it; undefined where this resource says nothing. */
export function settingOf({ type, props }: Resource, { inline, companions }: Setting): Known | undefined {
  if (companions.includes(type)) return props;
  const path = inline[type];
  const own = path && props.at(...path);
  return own?.exists ? own : undefined;
}

/** The buckets of a stack that have no such setting, neither their own nor a companion's. */
export function bucketsWithout(stack: Stack, setting: Setting): Iterable<Resource> {
  const companions = stack.ofType(...setting.companions);
  return ofEach(stack.ofType(...S3_BUCKETS), function* (to) {
    const name = nameInput(to);
    const has = companions.some((from) => refersTo(stack, { from, property: "bucket" }, { to, name }));
    if (!has && !settingOf(to, setting)) yield to;
  });
}

/** The input that holds the bucket's name, of a bucket or one of its companions. */
function nameInput({ type }: Resource): string {
  return type === NATIVE ? "bucketName" : "bucket";
}

/** The name of a resource's bucket, where it is known. */
export function bucketOf(resource: Resource): string | undefined {
  return ifKnown(resource.props, nameInput(resource))?.text();
}

/** Is versioning on, by this setting? */
export function isVersioned(setting: Known): boolean {
  // A companion's inputs hold it one level deeper than aws-native's bucket.
  const deeper = setting.at("versioningConfiguration");
  return (deeper.exists ? deeper : setting).at("status").text() === "Enabled" || setting.at("enabled").flag() === true;
}

/** How a rule of a bucket encrypts by default, in whichever of the four shapes it is written. */
export interface Encryption {
  readonly algorithm: Known;
  readonly key: Known;
}

export function* encryptionsOf(setting: Known): Generator<Encryption> {
  for (const rule of rulesOf(setting)) {
    const classic = rule.at("applyServerSideEncryptionByDefault");
    const native = rule.at("serverSideEncryptionByDefault");
    const v2 = rule.at("applyServerSideEncryptionByDefaults", 0);
    const by = [native, v2].find(({ exists }) => exists) ?? classic;
    yield { algorithm: by.at("sseAlgorithm"), key: by.at("kmsMasterKeyId") };
  }
}

function* rulesOf(setting: Known): Generator<Known> {
  const single = setting.at("rule");
  if (single.exists) yield single;
  yield* setting.at("rules").list();
  yield* setting.at("serverSideEncryptionConfiguration").list();
}

/** Does a bucket's policy deny everybody whatever doesn't come by TLS, for the bucket and all its objects? */
export function deniesPlainHttp(document: Known, bucket: string | undefined): boolean {
  for (const statement of inDocument(document)) {
    if (statement.allows || !isPlainHttp(statement.conditions)) continue;
    const everybody = statement.principals.some(({ type, value }) => value === "*" && (type === "*" || type === "AWS"));
    const everything = statement.actions.some((action) => action === "*" || action === "s3:*");
    if (everybody && everything && coversBucket(statement.resources, bucket)) return true;
  }
  return false;
}

/** One more condition would let plain HTTP through wherever that one fails. */
function isPlainHttp(conditions: readonly Condition[]): boolean {
  const [only, ...others] = conditions;
  if (only === undefined || others.length > 0) return false;
  return (
    /^Bool(IfExists)?$/i.test(only.operator) && only.key === "aws:securetransport" && only.values.join() === "false"
  );
}

/** The bucket itself and its objects. Where its name is unknown: S3 takes no policy that names another one. */
function coversBucket(resources: readonly string[], bucket: string | undefined): boolean {
  const names = resources.flatMap((resource) => /^arn:aws[a-z-]*:s3:::([^/*?]+)$/.exec(resource)?.[1] ?? []);
  const covered = names.filter((name) => resources.some((resource) => resource.endsWith(`:s3:::${name}/*`)));
  return resources.includes("*") || covered.some((name) => bucket === undefined || name === bucket);
}
