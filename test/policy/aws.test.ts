import { describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { judgeState } from "../../policy-pack/lib/judge-state";
import { readState } from "../../policy-pack/lib/state";
import s3PublicBlock from "../../policy-pack/policies/s3-public-block";
import typeAllowList from "../../policy-pack/policies/type-allow-list";
import { judgeAll, registered } from "./cases";
import { type AwsKey, awsDrafts } from "./fixtures/aws";

const allowed = typeAllowList.parameters.allowed?.default as readonly string[];
const drafts = Object.entries(awsDrafts()) as [AwsKey, { type: string }][];
const more = { platform: { type: "mesh:components:Platform", props: { target: "aws" } } };

/** A bucket whose name AWS has made, and its block, as the engine exports them. */
function exported(made: readonly string[]) {
  const resources = registered({
    title: "state",
    aws: ["bucket", "bucketBlock"],
    edits: [["bucket", ["bucket"], undefined]],
  });
  const entries = resources.map(({ urn, type, props, name }) => ({
    urn,
    type,
    inputs: props,
    propertyDependencies: name === "bucketBlock" ? { bucket: made, region: null } : null,
  }));
  const state = readState(JSON.stringify({ version: 3, deployment: { resources: entries } }));
  if (!state.ok) throw new Error(state.problem);
  return judgeState({ guardrails: [s3PublicBlock], tightenings: {}, exemptions: [] }, state.resources, "2026-01-31");
}

/** Judged with what they belong to, by stack checks (db-tls, db-logs, iam-no-star); a registry by its schemas. */
const JUDGED_BESIDE = [
  "aws:glue/registry:Registry",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:rds/clusterParameterGroup:ClusterParameterGroup",
  "aws:rds/parameterGroup:ParameterGroup",
];

describe("AWS", () => {
  it("passes every guardrail together, in the classic provider's types", () => {
    const aws = drafts.flatMap(([key, { type }]) => (allowed.includes(type) ? [key] : []));
    // The rest of the fixture is a way that is judged but not allowed, or has what one of the others can't.
    const without = ["bucketInline", "bucketV2"] as const;
    const resources = registered({ title: "all", aws, without, more });
    expect(resources.length).toBeGreaterThan(20);
    expect(judgeAll(guardrails, resources).map(({ guardrail, message }) => `${guardrail}: ${message}`)).toEqual([]);
  });

  it("passes every guardrail but the list of types in aws-native's", () => {
    const aws = drafts.flatMap(([key, { type }]) => (type.startsWith("aws-native:") ? [key] : []));
    const found = judgeAll(guardrails, registered({ title: "all", aws, more }));
    // An Aurora cluster of the fixture has one instance of this vendor.
    const others = found.filter(({ guardrail }) => guardrail !== "type-allow-list" && guardrail !== "db-multi-az");
    expect(others.map(({ guardrail, message }) => `${guardrail}: ${message}`)).toEqual([]);
    expect(new Set(found.filter(({ guardrail }) => guardrail === "type-allow-list").map(({ urn }) => urn)).size).toBe(
      aws.length,
    );
  });

  it("is put together in an exported state as at a preview", () => {
    const [bucket] = registered({ title: "state", aws: ["bucket"] });
    expect(exported([bucket?.urn ?? ""])).toEqual([]);
    expect(exported([]).map(({ guardrail }) => guardrail)).toEqual(["s3-public-block"]);
  });

  it.each(allowed.filter((type) => type.startsWith("aws:")))("%s isn't allowed without being judged", (type) => {
    const judging = guardrails.filter(
      ({ section, id, resource }) => section !== "gate" && id !== "aws-tags" && resource?.types?.includes(type),
    );
    expect(judging.length > 0).toBe(!JUDGED_BESIDE.includes(type));
  });
});
