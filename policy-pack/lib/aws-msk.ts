import { either, isNative } from "./aws";
import type { Resource } from "./guardrail";
import type { Known } from "./known";

export const MSK_CLUSTERS = ["aws:msk/cluster:Cluster", "aws-native:msk:Cluster"];
/** No key, log or version of theirs can be chosen; they are always private and take IAM only. */
export const MSK_SERVERLESS = ["aws:msk/serverlessCluster:ServerlessCluster", "aws-native:msk:ServerlessCluster"];
export const MSK_CONFIGURATIONS = ["aws:msk/configuration:Configuration", "aws-native:msk:Configuration"];

const LOGS = "loggingInfo";
const AUTHENTICATION = "clientAuthentication";

export function isServerless({ type }: Resource): boolean {
  return MSK_SERVERLESS.includes(type);
}

/** Encryption between clients and brokers: `TLS`, `TLS_PLAINTEXT` or `PLAINTEXT`. The classic provider says TLS itself. */
export function clientBroker(cluster: Resource): string | undefined {
  const said = cluster.props.at("encryptionInfo", "encryptionInTransit", "clientBroker").text();
  return said ?? (isNative(cluster) ? undefined : "TLS");
}

/** Encryption between brokers; on where nothing is said. */
export function encryptsInCluster({ props }: Resource): boolean {
  return props.at("encryptionInfo", "encryptionInTransit", "inCluster").flag() ?? true;
}

export function clusterKey(cluster: Resource): Known {
  return either(cluster, {
    classic: ["encryptionInfo", "encryptionAtRestKmsKeyArn"],
    native: ["encryptionInfo", "encryptionAtRest", "dataVolumeKmsKeyId"],
  });
}

/** How brokers are reached from outside the VPC: not at all, where nothing is said. */
export function publicAccess({ props }: Resource): string {
  return props.at("brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type").text() ?? "DISABLED";
}

/** A cluster that names no way of authentication takes everybody. */
export function takesAnybody(cluster: Resource): boolean {
  const path = [AUTHENTICATION, "unauthenticated"];
  return either(cluster, { classic: path, native: [...path, "enabled"] }).flag() ?? false;
}

/** Ways of authentication that are on, among `iam`, `scram` and `tls`. */
export function authenticatesBy(cluster: Resource): string[] {
  const iam = [AUTHENTICATION, "sasl", "iam"];
  const scram = [AUTHENTICATION, "sasl", "scram"];
  const tls = [AUTHENTICATION, "tls"];
  const ways: string[] = [];
  // A serverless cluster of the classic provider says it as aws-native does.
  const classicIam = isServerless(cluster) ? [...iam, "enabled"] : iam;
  if (either(cluster, { classic: classicIam, native: [...iam, "enabled"] }).flag()) ways.push("iam");
  if (either(cluster, { classic: scram, native: [...scram, "enabled"] }).flag()) ways.push("scram");
  const authorities = either(cluster, {
    classic: [...tls, "certificateAuthorityArns"],
    native: [...tls, "certificateAuthorityArnList"],
  });
  if (authorities.length > 0) ways.push("tls");
  return ways;
}

/** Where broker logs go: those destinations that are on and named. */
export function brokerLogs(cluster: Resource): string[] {
  const logs = cluster.props.at(LOGS, "brokerLogs");
  const destinations = [
    ["CloudWatch", either(cluster, path("cloudwatchLogs", "cloudWatchLogs")), "logGroup"],
    ["Firehose", logs.at("firehose"), "deliveryStream"],
    ["S3", logs.at("s3"), "bucket"],
  ] as const;
  return destinations.flatMap(([name, to, where]) =>
    to.at("enabled").flag() && to.keys().includes(where) ? [name] : [],
  );
}

function path(classic: string, native: string) {
  return { classic: [LOGS, "brokerLogs", classic], native: [LOGS, "brokerLogs", native] };
}

/** A broker setting of an MSK configuration, whose server properties are one text. @throws UnknownRead */
export function serverProperty({ props }: Resource, name: string): string | undefined {
  const lines = (props.at("serverProperties").text() ?? "").split("\n");
  const values = lines.flatMap((line) => {
    const [key, value = ""] = line.split("=", 2).map((part) => part.trim());
    return key === name ? [value] : [];
  });
  return values.at(-1);
}
