/** Every rule with what it has to find, and with what is close to that and right. */
import { describe, expect, test } from "vitest";
import { lint, RULES } from "../../../contracts/lint";
import { CONTRACT_CASES } from "./lint-cases/contracts";
import { type CasesByRule, TODAY } from "./lint-cases/files";
import { MESH_CASES } from "./lint-cases/mesh";
import { PROPERTY_CASES } from "./lint-cases/properties";

const CASES: CasesByRule = { ...PROPERTY_CASES, ...CONTRACT_CASES, ...MESH_CASES };

test("each rule has cases of both kinds, an id of its own, and each case has a rule", () => {
  const ids = RULES.map(({ id }) => id);
  expect(Object.keys(CASES).sort()).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
  const halves = Object.entries(CASES).filter(([, { found, passed }]) => found.length === 0 || passed.length === 0);
  expect(halves).toEqual([]);
});

describe.each(RULES.map(({ id, severity }) => ({ id, severity })))("$id", ({ id, severity }) => {
  const judged = (files: Parameters<typeof lint>[0]) => lint(files, { mesh: true, today: TODAY }).findings;
  const { found = [], passed = [] } = CASES[id] ?? {};

  test("finds", () => {
    for (const files of found) {
      const findings = judged(files);
      const own = findings.filter(({ rule }) => rule === id);
      expect(own, JSON.stringify([files, findings], null, 1)).not.toEqual([]);
      for (const finding of own) {
        expect(finding.severity).toBe(severity);
        expect(finding.message).toMatch(/^\w.*\.$/);
        // Each says how to go on, and what is allowed, or the fix says it all.
        expect(finding.fix, finding.message).toBeTruthy();
      }
      // What the published schema refuses would show nothing of the rule.
      expect(findings.filter(({ rule }) => rule.startsWith("schema/"))).toEqual([]);
    }
  });

  test("lets pass", () => {
    for (const files of passed) {
      const findings = judged(files);
      expect(findings.filter(({ rule }) => rule === id)).toEqual([]);
      if (id !== "mesh/contract") expect(findings.filter(({ rule }) => rule.startsWith("schema/"))).toEqual([]);
    }
  });
});
