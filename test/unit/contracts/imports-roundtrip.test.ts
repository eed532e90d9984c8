/** Contract → export → import gives the same properties, as far as the format can say them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ContractSource } from "../../../contracts/exports/exporter";
import { lint } from "../../../contracts/lint";
import type { Property } from "../../../contracts/model";
import { contractFrom, contracts, exported, head } from "./exports-support";
import { anyProperties, type Format, importedText, said } from "./imports-support";

const FORMATS: readonly Format[] = ["avro", "jsonschema", "protobuf", "sql"];

/** What a person has to say in any case. */
const FOR_PEOPLE = /^semantic\/(owner|support|description|classification|personal)/;

const faults = (text: string) =>
  lint([{ file: "a.odcs.yaml", text }]).findings.filter(
    ({ severity, rule }) => severity === "error" && !FOR_PEOPLE.test(rule),
  );

/** Every dataset's properties as the format can say them, before and after. */
async function bothWays(format: Format, source: ContractSource) {
  const { text, warnings } = await importedText(format, exported(format, source).text);
  expect(warnings).toBe("");
  expect(faults(text)).toEqual([]);
  const read = (one: ContractSource) =>
    one.contract.datasets.map(({ description, properties }) => ({
      description,
      properties: properties.map((p: Property) => said(format, p)),
    }));
  return [read(contractFrom(text)), read(source)] as const;
}

describe.each(FORMATS)("%s", (format) => {
  test("any properties", async () => {
    const property = fc.asyncProperty(anyProperties, async (properties) => {
      const schema = [{ name: "things", description: "All of it.", properties }];
      const text = JSON.stringify({ ...head("things"), schema });
      // Bounds that leave nothing, and the like, come back as wrong as they went.
      fc.pre(faults(text).length === 0);
      const [after, before] = await bothWays(format, contractFrom(text));
      expect(after).toEqual(before);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test.each(contracts({ withDatasets: true }))("$name", async ({ source }) => {
    const [after, before] = await bothWays(format, source);
    expect(after).toEqual(before);
  });
});
