import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { guardrails } from "../../policy-pack/guardrails";
import { loadRuleBook } from "../../policy-pack/lib/rule-book";
import { listGuardrails } from "../../policy-pack/listing";
import { page, REGENERATE } from "../../policy-pack/page";
import { surviveUnknown } from "./proofs";
import { judge } from "./support";

const policies = resolve(__dirname, "../../policy-pack/policies");
const KINDS = ["valid", "invalid", "unknown", "secret", "notApplicable"];
const DIRECTIONS = { up: "number", down: "number", subset: "object", superset: "object" };

describe("the list of guardrails", () => {
  it("holds every file of policies/, and nothing else", () => {
    const files = readdirSync(policies).map((file) => file.replace(/\.ts$/, ""));
    expect(guardrails.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it("has each id once, and covers every section", () => {
    expect(new Set(guardrails.map(({ id }) => id)).size).toBe(guardrails.length);
    const sections = new Set(guardrails.map(({ section }) => section));
    expect([...sections].sort()).toEqual(["aws", "contracts", "databases", "gate", "kubernetes", "streams"]);
  });

  it.each(listGuardrails({ guardrails, tightenings: {}, exemptions: [] }))(
    "$id is mandatory and says all about itself",
    (entry) => {
      expect(entry.level).toBe("mandatory");
      for (const text of [entry.source, entry.description, entry.rationale, entry.fix]) expect(text).toMatch(/\S{3}/);
      for (const parameter of entry.parameters) {
        expect(typeof parameter.default).toBe(DIRECTIONS[parameter.direction]);
        expect(parameter.unit && parameter.description).toBeTruthy();
      }
    },
  );

  it.each(guardrails.map(({ id }) => id))("%s has a test with all five kinds of cases", (id) => {
    const file = resolve(__dirname, `${id}.test.ts`);
    expect(existsSync(file), `${id}.test.ts is missing`).toBe(true);
    const text = readFileSync(file, "utf8");
    expect(text).toContain(`policy-pack/policies/${id}"`);
    for (const kind of KINDS) expect(text).toMatch(new RegExp(`\\b${kind}: \\[\\s*\\{`));
  });

  it("survives every value of a valid stack being unknown, one at a time", () => {
    expect(surviveUnknown(guardrails)).toBeGreaterThan(300);
  });

  it.each(guardrails.map((guardrail) => ({ guardrail })))(
    "$guardrail.id lets the valid stack pass",
    ({ guardrail }) => {
      expect(judge(guardrail, { title: "as it is" })).toEqual([]);
    },
  );
});

it("the documentation page says what the guardrails and the domains' tightenings say", () => {
  const root = resolve(__dirname, "../..");
  const loaded = loadRuleBook(root, guardrails);
  const now = loaded.ok ? page(listGuardrails(loaded.book)) : "";
  const written = readFileSync(resolve(root, "policy-pack/GUARDRAILS.md"), "utf8");
  expect(written === now, `policy-pack/GUARDRAILS.md is out of date. Fix: ${REGENERATE}`).toBe(true);
});
