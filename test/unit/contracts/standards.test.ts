import { describe, expect, test } from "vitest";
import { parseText, type SourceDocument } from "../../../contracts/document";
import { fieldNames } from "../../../contracts/fields";
import { ODCS_VERSIONS, odcs } from "../../../contracts/odcs";
import { ODPS_VERSIONS, odps } from "../../../contracts/odps";
import { standardOf, structureOf } from "../../../contracts/structure";
import { documents, mutations } from "./published/documents";
import { examples, MISSING, propertyNames, published, REASON } from "./published/schemas";

/** Only what a verdict needs of a file: places in the text don't matter here. */
function documentOf(data: Record<string, unknown>): SourceDocument {
  const place = { file: "a.yaml", line: 1, column: 1, severity: "error" as const };
  return {
    file: "a.yaml",
    data,
    problem: (path, { rule, message }) => ({ ...place, path: path.join("."), rule, message }),
  };
}

function accepted(data: Record<string, unknown>): boolean {
  const document = documentOf(data);
  return structureOf(document, standardOf(document)).problems.length === 0;
}

const schemas = published();

describe.skipIf(MISSING)(`the published schemas${REASON}`, () => {
  describe.each(schemas)("$standard $version", (one) => {
    const names = [...propertyNames(one.schema)].sort();

    test("names no field that our model doesn't know", () => {
      const version = (one.standard === "odcs" ? ODCS_VERSIONS : ODPS_VERSIONS)[one.version] ?? 0;
      const known = fieldNames(one.standard === "odcs" ? odcs(version) : odps(version));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
      expect([...known].filter((name) => !names.includes(name))).toEqual([]);
    });

    const all = documents(one);
    test("accepts, as we do, a document for each variant that has every field", () => {
      expect(all.filter(({ data }) => !one.accepts(data)).map(({ name }) => name)).toEqual([]);
      expect(all.filter(({ data }) => !accepted(data)).map(({ name }) => name)).toEqual([]);
    });

    test.each(all)("gives our verdict on each change of: $name", ({ data }) => {
      const different: string[] = [];
      let refused = 0;
      for (const { what, data: changed } of mutations(data, names)) {
        // Another version named is another schema's business.
        if (changed.apiVersion !== one.version || changed.kind !== data.kind) continue;
        const theirs = one.accepts(changed);
        if (!theirs) refused++;
        if (theirs !== accepted(changed)) different.push(`${what}: ${theirs ? "accepted" : "refused"} by the schema`);
      }
      expect(different).toEqual([]);
      expect(refused).toBeGreaterThan(0);
    });
  });

  test.each(examples())("and we give one verdict on the example $name", ({ name, text }) => {
    const { document, problems } = parseText(text, name);
    if (!document) throw new Error(problems.map(({ message }) => message).join("\n"));
    const standard = standardOf(document);
    const version = String(document.data.apiVersion).replace("v0.9.0", "v1.0.0");
    const schema = schemas.find((one) => one.standard === standard && one.version === version);
    expect(schema).toBeDefined();
    expect(structureOf(document, standard).problems.length === 0).toBe(schema?.accepts(document.data));
  });
});
