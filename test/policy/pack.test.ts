import {
  type Policies,
  type PolicyResource,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";
import * as proxy from "@pulumi/policy/proxy";
import { describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { guardrail } from "../../policy-pack/lib/guardrail";
import { Ledger } from "../../policy-pack/lib/ledger";
import { type PackOptions, policies } from "../../policy-pack/lib/pack";
import exemptionValid from "../../policy-pack/policies/exemption-valid";
import valueKnown from "../../policy-pack/policies/value-known";
import { exemption, TODAY, TOPIC_URN } from "./fixtures/exemption";
import { type Case, registered, UNKNOWN } from "./support";

interface Report {
  readonly policy: string;
  readonly urn: string;
  readonly message: string;
}

/** Runs the policies over a stack in the order in which the SDK does. */
function preview(all: Policies, one: Case): Report[] {
  const reports: Report[] = [];
  const by = (policy: string, own: string) => (message: string, urn?: string) =>
    void reports.push({ policy, urn: urn ?? own, message });
  const resources = registered(one);
  for (const args of resources) {
    for (const policy of all as ResourceValidationPolicy[]) {
      const validate = policy.validateResource as
        | (((args: ResourceValidationArgs, report: ReturnType<typeof by>) => void) & { __pulumiType?: string })
        | undefined;
      if (!validate || (validate.__pulumiType && validate.__pulumiType !== args.type)) continue;
      validate(args as ResourceValidationArgs, by(policy.name, args.urn));
    }
  }
  for (const policy of all as StackValidationPolicy[]) {
    policy.validateStack?.(
      { resources: resources as unknown as PolicyResource[] } as StackValidationArgs,
      by(policy.name, ""),
    );
  }
  return reports;
}

const GATE = [exemptionValid, valueKnown];
const core = (options?: PackOptions) => policies(guardrails, options);

describe("the pack", () => {
  it("reports nothing for a valid stack, resource by resource and as a whole", () => {
    expect(preview(core(), { title: "as it is" })).toEqual([]);
  });

  it("is mandatory in every policy, each named by its guardrail", () => {
    const all = core();
    expect(all.map(({ name }) => name).sort()).toEqual(guardrails.map(({ id }) => id).sort());
    for (const { enforcementLevel, configSchema } of all) {
      expect(enforcementLevel).toBe("mandatory");
      expect(configSchema).toBeUndefined();
    }
  });

  it("reports a violation under its guardrail's name, at its resource", () => {
    const reports = preview(core(), { title: "one replica", edits: [["topic", ["replicationFactor"], 1]] });
    expect(reports.map(({ policy }) => policy)).toEqual(["stream-min-isr", "stream-replication"]);
    for (const { urn, message } of reports) {
      expect(urn).toMatch(/::topic$/);
      expect(message).toMatch(/^topic: .*domains\/orders\/orders\.odcs\.yaml: schema\[0\].*Fix: /);
    }
  });

  it("reports unknown values under value-known, once for each guardrail that needs them", () => {
    const reports = preview(core(), { title: "name", edits: [["topic", ["partitions"], UNKNOWN]] });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ policy: "value-known" });
    expect(reports[0]?.message).toMatch(/stream-partitions needs the value of partitions/);
  });

  it("makes a violation of a guardrail that throws", () => {
    const broken = guardrail({
      id: "broken",
      section: "gate",
      source: "a test",
      description: "Throws.",
      rationale: "None.",
      fix: "mend it",
      resource: {
        *check() {
          yield* [];
          throw new TypeError("no such thing");
        },
      },
      *stack() {
        yield* [];
        throw new RangeError("too far");
      },
    });
    const reports = preview(policies([broken]), { title: "as it is", without: ["topic"] });
    expect(reports.length).toBeGreaterThan(10);
    for (const { policy } of reports) expect(policy).toBe("broken");
    expect(reports[0]?.message).toMatch(/could not be judged: no such thing\. Fix: mend it/);
    expect(reports.at(-1)?.message).toMatch(/could not be judged: too far/);
  });

  it("makes a violation of a product without a model", () => {
    const reports = preview(core(), { title: "no model", edits: [["product", ["model"], undefined]] });
    expect(reports.filter(({ policy }) => policy === "product-owner")).toHaveLength(1);
    expect(reports.some(({ message }) => message.includes("has no model among its inputs"))).toBe(true);
  });

  it("refuses a guardrail that checks nothing", () => {
    const about = { section: "gate", source: "", description: "", rationale: "", fix: "" } as const;
    expect(() => guardrail({ id: "empty", ...about })).toThrow(/empty has no check/);
  });

  it("asks exemption-valid after all that may need an exemption, and value-known last, whatever the list's order", () => {
    const names = policies([valueKnown, exemptionValid, ...guardrails.filter((one) => !GATE.includes(one))]);
    expect(names.slice(-2).map(({ name }) => name)).toEqual(["exemption-valid", "value-known"]);
  });

  it.each([
    ["an exemption covers its guardrail on its resource", {}, []],
    ["not after its expiry", { expiry: "2026-06-14" }, ["stream-partitions", "exemption-valid"]],
    ["not before its start", { start: "2026-06-16" }, ["stream-partitions"]],
    ["not without an approver", { approver: undefined }, ["stream-partitions", "exemption-valid"]],
    ["not of another guardrail", { guardrail: "stream-name" }, ["stream-partitions", "exemption-valid"]],
    ["not of another resource", { urn: `${TOPIC_URN}2` }, ["stream-partitions", "exemption-valid"]],
  ])("%s", (_, changes, expected) => {
    const ledger = new Ledger(TODAY, [exemption(changes)]);
    const reports = preview(core({ ledger }), { title: "x", edits: [["topic", ["partitions"], 99]] });
    expect(reports.map(({ policy }) => policy)).toEqual(expected);
  });

  it("an exemption from what a stack check finds is needed too", () => {
    const urn = "urn:pulumi:orders-production::data-mesh::kubernetes:apps/v1:Deployment::deployment";
    const ledger = new Ledger(TODAY, [exemption({ guardrail: "netpol-per-pod", urn })]);
    expect(preview(core({ ledger }), { title: "x", without: ["networkPolicy"] })).toEqual([]);
  });

  it("an exemption never covers a value that is unknown", () => {
    const ledger = new Ledger(TODAY, [exemption()]);
    const reports = preview(core({ ledger }), { title: "x", edits: [["topic", ["partitions"], UNKNOWN]] });
    expect(reports.map(({ policy }) => policy)).toEqual(["value-known", "exemption-valid"]);
  });

  it("judges a resource that was never registered by its outputs", () => {
    const all = core().filter(({ name }) => name === "product-registered") as StackValidationPolicy[];
    const reports: string[] = [];
    const resources = registered({ title: "no entry", without: ["record"] }) as unknown as PolicyResource[];
    all[0]?.validateStack({ resources } as StackValidationArgs, (message) => void reports.push(message));
    expect(reports.join()).toMatch(/no catalog entry/);
  });

  it("tests with the proxy that the SDK exports", () => {
    expect((proxy as { unknownCheckingProxy?: unknown }).unknownCheckingProxy).toBe(unknownCheckingProxy);
  });
});
