import { either, isNative } from "./aws";
import { refersTo } from "./aws-companions";
import type { Resource, Stack } from "./guardrail";
import type { Known } from "./known";

// aws-native has renamed its types once; both names are in use.
const INSTANCES = ["aws:rds/instance:Instance", "aws-native:rds:DbInstance", "aws-native:rds:DBInstance"];
export const DB_CLUSTERS = ["aws:rds/cluster:Cluster", "aws-native:rds:DbCluster", "aws-native:rds:DBCluster"];
const MEMBERS = ["aws:rds/clusterInstance:ClusterInstance"];
export const DB_GLOBALS = ["aws:rds/globalCluster:GlobalCluster", "aws-native:rds:GlobalCluster"];
const PARAMETER_GROUPS = ["aws:rds/parameterGroup:ParameterGroup", "aws-native:rds:DbParameterGroup"];
const CLUSTER_PARAMETER_GROUPS = [
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws-native:rds:DbClusterParameterGroup",
];

/** Everything that is, or is part of, a database. */
export const DB_TYPES = [...INSTANCES, ...DB_CLUSTERS, ...MEMBERS];
export const DB_PARAMETER_GROUPS = [...PARAMETER_GROUPS, ...CLUSTER_PARAMETER_GROUPS];

/** An instance by itself, a cluster, or one instance of an Aurora cluster, which has most things from its cluster. */
export type DbKind = "instance" | "cluster" | "member";

/** @throws UnknownRead where the engine is unknown */
export function dbKind(resource: Resource): DbKind {
  if (DB_CLUSTERS.includes(resource.type)) return "cluster";
  if (MEMBERS.includes(resource.type)) return "member";
  // In CloudFormation's shapes a member is an instance; only Aurora's clusters have any.
  return isNative(resource) && isAurora(resource) ? "member" : "instance";
}

export function isAurora({ props }: Resource): boolean {
  return /^aurora/.test(props.at("engine").text() ?? "");
}

/** `postgres` of `aurora-postgresql`, `mysql`, `mariadb`, ...; "" where it isn't said. */
export function engineFamily({ props }: Resource): string {
  const engine = props.at("engine").text() ?? "";
  return /postgres/.test(engine) ? "postgres" : (/mysql|mariadb|sqlserver|oracle|db2/.exec(engine)?.[0] ?? "");
}

export function iamAuthentication(db: Resource): Known {
  return either(db, { classic: ["iamDatabaseAuthenticationEnabled"], native: ["enableIamDatabaseAuthentication"] });
}

export function logExports(db: Resource): Known {
  return either(db, { classic: ["enabledCloudwatchLogsExports"], native: ["enableCloudwatchLogsExports"] });
}

/** The parameter groups of this stack that a database names. Without one it has AWS's defaults. */
export function parameterGroupsOf(stack: Stack, db: Resource): Resource[] {
  const clusters = dbKind(db) === "cluster";
  const named = clusters ? "dbClusterParameterGroupName" : "dbParameterGroupName";
  const property = clusters || isNative(db) ? named : "parameterGroupName";
  return stack
    .ofType(...(clusters ? CLUSTER_PARAMETER_GROUPS : PARAMETER_GROUPS))
    .filter((to) => refersTo(stack, { from: db, property }, { to, name: isNative(to) ? named : "name" }));
}

/** The instances of this stack that are an Aurora cluster's. */
export function membersOf(stack: Stack, cluster: Resource): Resource[] {
  return stack.ofType(...MEMBERS, ...INSTANCES).filter((from) => {
    if (dbKind(from) !== "member") return false;
    const native = isNative(from);
    const name = isNative(cluster) ? "dbClusterIdentifier" : "clusterIdentifier";
    return refersTo(
      stack,
      { from, property: native ? "dbClusterIdentifier" : "clusterIdentifier" },
      { to: cluster, name },
    );
  });
}

/** The value of an engine parameter: a list of pairs in the classic provider, a map in aws-native. @throws UnknownRead */
export function engineParameter(group: Resource, parameter: string): string | undefined {
  const parameters = group.props.at("parameters");
  if (!parameters.isList) return scalar(parameters.at(parameter));
  const found = [...parameters.list()].filter((one) => one.at("name").text() === parameter).at(-1);
  return found && scalar(found.at("value"));
}

function scalar(value: Known): string | undefined {
  if (!value.exists || value.isText) return value.text();
  return String(value.number());
}
