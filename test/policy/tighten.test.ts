import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { formatMistakes } from "../../policy-pack/lib/mistakes";
import { loadTightenings, parseTightening } from "../../policy-pack/lib/tighten";

const FILE = "domains/orders/guardrails.yaml";
const parse = (text: string) => parseTightening(FILE, text, guardrails);

function mistakes(text: string): string {
  const parsed = parse(text);
  return parsed.ok ? "" : formatMistakes(parsed.mistakes);
}

describe("a domain's guardrails.yaml", () => {
  it.each([
    ["lower where down is stricter", "tighten: { stream-retention: { maximumDays: 90 } }"],
    ["higher where up is stricter", "tighten: { stream-replication: { minimum: 5 } }"],
    ["the core's own value", "tighten: { stream-partitions: { maximum: 48 } }"],
    ["the core's own value where up is stricter", "tighten: { stream-replication: { minimum: 3 } }"],
    ["fewer allowed", "tighten: { contract-compatibility: { allowed: [FULL_TRANSITIVE] } }"],
    [
      "more demanded",
      "tighten: { labels-required: { required: [mesh.domain, mesh.product, mesh.version, mesh.owner, x] } }",
    ],
    ["nothing", "tighten: {}"],
    ["an empty file", ""],
  ])("takes %s", (_, text) => {
    expect(mistakes(text)).toBe("");
  });

  it.each([
    [
      "higher where down is stricter",
      "tighten:\n  stream-retention:\n    maximumDays: 500",
      /:3: tighten\.stream-retention\.maximumDays: given 500, allowed nothing weaker than the core \(direction down: .*lowered; the core has 400 days\)/,
    ],
    [
      "lower where up is stricter",
      "tighten: { stream-replication: { minimum: 1 } }",
      /minimum: given 1, .*direction up.*3 replicas/,
    ],
    ["more allowed", "tighten: { image-registry: { allowed: [mesh.local, evil.example] } }", /direction subset/],
    ["less demanded", "tighten: { labels-required: { required: [mesh.domain] } }", /direction superset/],
    [
      "an unknown guardrail",
      "tighten: { stream-replicas: { minimum: 3 } }",
      /tighten\.stream-replicas: given an unknown guardrail, allowed one of .*stream-replication/,
    ],
    [
      "an unknown parameter",
      "tighten: { stream-replication: { maximum: 3 } }",
      /stream-replication\.maximum: given an unknown parameter, allowed minimum/,
    ],
    [
      "a guardrail without parameters",
      "tighten: { pod-privileged: { level: advisory } }",
      /allowed nothing: this guardrail has no parameters/,
    ],
    ["an unknown field", "weaken: {}", /weaken: given an unknown field, allowed tighten, rules/],
    ["another type", "tighten: { stream-replication: { minimum: many } }", /given "many", allowed a number/],
    ["no number", "tighten: { stream-replication: { minimum: .inf } }", /allowed a number/],
    ["a list of numbers", "tighten: { image-registry: { allowed: [1] } }", /given \[1\], allowed a list of strings/],
    ["a list instead of an object", "- tighten", /allowed an object with tighten and rules/],
    ["the same key twice", "tighten: {}\ntighten: {}", /:2: .*allowed YAML/],
    ["no YAML", "tighten: [", /allowed YAML/],
  ])("refuses %s", (_, text, says) => {
    expect(mistakes(text)).toMatch(says);
    expect(mistakes(text)).toMatch(/^domains\/orders\/guardrails\.yaml/);
    expect(mistakes(text)).toContain("Fix: ");
  });

  it("reports all mistakes at once", () => {
    const text = "tighten: { a: {}, stream-replication: { minimum: 1, b: 2 } }";
    expect(mistakes(text).split("\n")).toHaveLength(3);
  });
});

describe("loadTightenings", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function root(files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "guardrails-"));
    folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  it("reads every domain's file", () => {
    const folder = root({
      [FILE]: "tighten: { stream-retention: { maximumDays: 90 } }",
      "domains/customers/product.odps.yaml": "",
    });
    const tightenings = { orders: { "stream-retention": { maximumDays: 90 } } };
    expect(loadTightenings(folder, guardrails)).toEqual({ ok: true, tightenings, declared: [] });
  });

  it("has nothing to read without domains", () => {
    expect(loadTightenings(root({}), guardrails)).toEqual({ ok: true, tightenings: {}, declared: [] });
  });

  it("reports the mistakes of all domains", () => {
    const folder = root({ [FILE]: "a: 1", "domains/customers/guardrails.yaml": "b: 1" });
    const loaded = loadTightenings(folder, guardrails);
    expect(loaded.ok ? [] : loaded.mistakes.map(({ file }) => file)).toEqual([
      "domains/customers/guardrails.yaml",
      FILE,
    ]);
  });

  it("takes this repository's own domains", () => {
    expect(loadTightenings(resolve(__dirname, "../.."), guardrails)).toMatchObject({ ok: true });
  });
});
