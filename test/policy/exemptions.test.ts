import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { guardrails } from "../../policy-pack/guardrails";
import { EXEMPTIONS_FILE, parseExemptions } from "../../policy-pack/lib/exemptions";
import { guardrail } from "../../policy-pack/lib/guardrail";
import { judgeStack } from "../../policy-pack/lib/judge";
import { Ledger } from "../../policy-pack/lib/ledger";
import { formatMistakes } from "../../policy-pack/lib/mistakes";
import { Stage } from "../../policy-pack/lib/stage";
import exemptionValid from "../../policy-pack/policies/exemption-valid";
import { exemption, TODAY, TOPIC_URN } from "./fixtures/exemption";
import { registered } from "./support";

function mistakes(text: string, today?: string): string {
  const parsed = parseExemptions(text, guardrails, today);
  return parsed.ok ? "" : formatMistakes(parsed.mistakes);
}

const file = (...entries: readonly object[]) => stringify({ exemptions: entries });

describe("the file of exemptions", () => {
  it("is taken as it stands in this repository", () => {
    const text = readFileSync(resolve(__dirname, "../..", EXEMPTIONS_FILE), "utf8");
    expect(mistakes(text)).toBe("");
  });

  it.each([
    ["90 days", { start: "2026-01-01", expiry: "2026-04-01" }],
    ["a single day", { start: "2026-01-01", expiry: "2026-01-01" }],
    ["nobody's approval yet", { approver: undefined }],
  ])("takes %s", (_, changes) => {
    expect(parseExemptions(file(exemption(changes)), guardrails)).toEqual({
      ok: true,
      exemptions: [exemption(changes)],
    });
  });

  it.each([
    ["91 days", { start: "2026-01-01", expiry: "2026-04-02" }, /expiry: given "2026-04-02", allowed at most 90 days/],
    ["an end before its start", { start: "2026-06-02", expiry: "2026-06-01" }, /allowed a day from 2026-06-02 on/],
    ["no date", { expiry: "soon" }, /:9: exemptions\[0\]\.expiry: given "soon", allowed a date like/],
    ["a day that isn't", { start: "2026-02-30" }, /start: given "2026-02-30"/],
    ["one's own approval", { approver: " M.Keller@example.com" }, /allowed somebody else than the requester/],
    ["an empty approver", { approver: "  " }, /allowed who of the governance team/],
    ["a wildcard", { urn: "urn:pulumi:orders-local::data-mesh::*::*" }, /allowed the exact URN/],
    ["no URN", { urn: "orders.v1" }, /allowed the exact URN of one resource/],
    ["an unknown guardrail", { guardrail: "stream-replicas" }, /allowed the id of a guardrail/],
    ["what blinds the others", { guardrail: "value-known" }, /allowed one that may be exempted/],
    ["no reason", { reason: "needed" }, /allowed at least 20 characters/],
    ["an unknown field", { until: "2027-01-01" }, /until: given an unknown field, allowed guardrail, urn, reason/],
    ["a missing field", { ticket: undefined }, /:2: exemptions\[0\]\.ticket: given nothing, allowed/],
  ])("refuses %s", (_, changes, says) => {
    expect(mistakes(file({ ...exemption(), ...changes }))).toMatch(says);
    expect(mistakes(file({ ...exemption(), ...changes }))).toMatch(/^policy-pack\/exemptions\.yaml:\d+: .* Fix: /);
  });

  it("refuses two exemptions of one resource from one guardrail", () => {
    expect(mistakes(file(exemption(), exemption({ ticket: "MESH-18" })))).toMatch(
      /exemptions\[0\] is for them already/,
    );
  });

  it.each([
    ["a list at the top", "- a"],
    ["nothing", ""],
    ["no YAML", "exemptions: ["],
  ])("refuses %s, without a stack trace", (_, text) => {
    expect(mistakes(text)).toMatch(/^policy-pack\/exemptions\.yaml/);
  });

  it("reports all mistakes at once, and with a date also those of time", () => {
    const entries = file(exemption({ urn: "x", expiry: "soon" }), exemption({ urn: "y" }));
    expect(mistakes(entries).split("\n")).toHaveLength(3);
    const late = file(exemption({ expiry: "2026-06-14" }), exemption({ urn: `${TOPIC_URN}2`, approver: undefined }));
    expect(mistakes(late)).toBe("");
    expect(mistakes(late, TODAY)).toMatch(/allowed a day that isn't over.*\n.*approver: given nothing/);
  });

  it("names only guardrails that don't blind others", () => {
    const blinding = guardrails.filter(({ exemptible }) => exemptible === false).map(({ id }) => id);
    expect(blinding.sort()).toEqual([
      "exemption-valid",
      "no-cross-type-alias",
      "no-ignore-changes",
      "provider-explicit",
      "type-allow-list",
      "value-known",
    ]);
  });
});

describe("the ledger", () => {
  it("keeps to its stack: one whose name begins alike has exemptions of its own", () => {
    const ledger = new Ledger(TODAY, [exemption()]);
    expect(ledger.of("orders-production")).toHaveLength(1);
    expect(ledger.of("orders-prod")).toEqual([]);
  });

  it("an exemption of a URN that two resources have is a violation", () => {
    const ledger = new Ledger(TODAY, [exemption()]);
    ledger.settle({ guardrail: "stream-partitions", urn: TOPIC_URN, level: "mandatory", message: "" });
    const stage = new Stage({}, ledger);
    const all = registered({ title: "x" }) as unknown as Parameters<Stage["stack"]>[0];
    const stack = stage.stack([...all, ...all.filter(({ urn }) => urn === TOPIC_URN)]);
    const found = judgeStack(exemptionValid, stack, stage.context(exemptionValid, TOPIC_URN));
    expect(found.map(({ message }) => message).join()).toMatch(/matches 2 resources/);
  });

  it("a guardrail may be exempted unless it says otherwise", () => {
    const about = { section: "gate", source: "s", description: "d", rationale: "r", fix: "f" } as const;
    const own = guardrail({ id: "own", ...about, *stack() {} });
    expect(parseExemptions(file(exemption({ guardrail: "own" })), [own]).ok).toBe(true);
  });
});
