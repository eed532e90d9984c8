import { describe, expect, it } from "vitest";
import type { Resource } from "../../policy-pack/lib/guardrail";
import { Known } from "../../policy-pack/lib/known";
import { called, containersOf, podsOf } from "../../policy-pack/lib/pods";

const spec = {
  containers: [{ name: "main" }],
  initContainers: [{ name: "before" }],
  ephemeralContainers: [{ name: "debug" }],
};
const template = { metadata: { labels: { a: "b" } }, spec };
const workload = { spec: { template } };

function resource(type: string, props: unknown): Resource {
  const urn = `urn:pulumi:orders-local::data-mesh::${type}::x`;
  return { urn, type, name: "x", protect: false, ignoreChanges: [], aliases: [], props: new Known(props, urn) };
}

const carriers: [type: string, props: unknown][] = [
  ["kubernetes:core/v1:Pod", { metadata: {}, spec }],
  ["kubernetes:core/v1:PodPatch", { metadata: {}, spec }],
  ["kubernetes:core/v1:PodTemplate", { template }],
  ["kubernetes:core/v1:ReplicationController", workload],
  ["kubernetes:apps/v1:Deployment", workload],
  ["kubernetes:apps/v1beta2:Deployment", workload],
  ["kubernetes:apps/v1:DeploymentPatch", workload],
  ["kubernetes:apps/v1:DeploymentList", { items: [workload] }],
  ["kubernetes:apps/v1:StatefulSet", workload],
  ["kubernetes:apps/v1:DaemonSet", workload],
  ["kubernetes:apps/v1:ReplicaSet", workload],
  ["kubernetes:batch/v1:Job", workload],
  ["kubernetes:batch/v1:JobPatch", workload],
  ["kubernetes:batch/v1:CronJob", { spec: { jobTemplate: workload } }],
  ["kubernetes:batch/v1:CronJobPatch", { spec: { jobTemplate: workload } }],
  ["kubernetes:argoproj.io/v1alpha1:Rollout", workload],
  ["kubernetes:example.org/v1:Fleet", { spec: { ships: [{ crew: { template } }] } }],
];

describe("podsOf", () => {
  it.each(carriers)("finds the pod of %s", (type, props) => {
    const pods = [...podsOf(resource(type, props))];
    expect(pods).toHaveLength(1);
    expect(pods.flatMap((pod) => [...containersOf(pod)].map(called))).toEqual([
      "container main",
      "init container before",
      "ephemeral container debug",
    ]);
  });

  it("names the kind without Patch or List", () => {
    const kinds = carriers.slice(5, 8).map(([type, props]) => [...podsOf(resource(type, props))][0]?.kind);
    expect(kinds).toEqual(["Deployment", "Deployment", "Deployment"]);
  });

  it.each([
    ["kubernetes:core/v1:Service", workload],
    ["kubernetes:apps/v1:DeploymentPatch", { spec: { replicas: 2 } }],
    ["kafka:index/topic:Topic", workload],
    ["kubernetes:example.org/v1:Fleet", { spec: { containers: 3 } }],
  ])("finds none in %s", (type, props) => {
    expect([...podsOf(resource(type, props))]).toEqual([]);
  });
});
