/** JSON Schema: valid by the 2020-12 meta-schema, compiles in strict mode, and judges as the contract says. */
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { contractFrom, contracts, EVERYTHING, exported, load, PRODUCTS } from "./exports-support";

function compile(text: string) {
  const ajv = new Ajv2020({ strict: true, allErrors: true, keywords: ["x-version", "x-classification"] });
  return addFormats(ajv, { keywords: true }).compile(JSON.parse(text));
}

describe.each(contracts({ withDatasets: true }))("$name", ({ source }) => {
  test("is valid by the meta-schema and compiles", () => {
    const { text } = exported("jsonschema", source);
    const ajv = new Ajv2020();
    expect(ajv.validateSchema(JSON.parse(text)), JSON.stringify(ajv.errors)).toBe(true);
    expect(compile(text)).toBeTypeOf("function");
  });
});

test.each(PRODUCTS)("$name: the schema of all ports accepts what one of them does", ({ file }) => {
  const source = load(file);
  if (source.kind !== "product") throw new Error(`${file} is no product`);
  const [first, ...more] = source.product.outputPorts;
  if (!first) throw new Error("no port");
  // A second port of another contract, so that there are several schemas.
  const contract = { ...first.contract, id: "other", datasets: first.contract.datasets };
  const contractsOf = new Map(source.contracts).set("other", source.contracts.get(first.contract.id) as never);
  const outputPorts = [first, { ...first, name: "other", contract }, ...more];
  const product = { ...source, product: { ...source.product, outputPorts }, contracts: contractsOf };
  const text = exported("jsonschema", product).text;
  expect(JSON.parse(text).anyOf).toHaveLength(2);
  expect(Object.keys(JSON.parse(text).$defs)).toHaveLength(2);
  expect(compile(text)({ nobody: "has this" })).toBe(false);
  expect(exported("jsonschema", source).text).toBe(
    exported("jsonschema", { kind: "contract", contract: first.contract, data: {} as never }).text,
  );
});

const RECORD = { id: "a", region: "DE", level: 1, yes: true, hour: "09:00:00Z", lines: [{ sku: "s" }] };

describe("a record of every type", () => {
  const validate = compile(exported("jsonschema", contractFrom(EVERYTHING)).text);
  const faults = (more: object) =>
    validate({ ...RECORD, ...more })
      ? []
      : [
          ...new Set(
            (validate.errors ?? [])
              .filter((e) => !/^#\/anyOf/.test(e.schemaPath) && !/second/.test(e.schemaPath))
              .map((e) => `${e.instancePath} ${e.keyword}`),
          ),
        ];

  test.each([
    ["itself", {}, []],
    ["an enum's number as text", { level: "1" }, ["/level type", "/level enum"]],
    ["another number", { level: 3 }, ["/level enum"]],
    ["a number that its width can't hold", { u8: 256 }, ["/u8 maximum"]],
    ["a bound that is excluded", { count: 100 }, ["/count exclusiveMaximum"]],
    ["a date before the first", { day: "2019-12-31" }, ["/day formatMinimum"]],
    ["an hour that is excluded", { hour: "08:00:00Z" }, ["/hour formatExclusiveMinimum"]],
    ["a local time with a zone", { at_local: "2026-01-01T00:00:00Z" }, ["/at_local pattern"]],
    ["a local time", { at_local: "2026-01-01T00:00:00" }, []],
    [
      "a nested property that nobody named",
      { address: { city: "a", place: { lat: 1 }, x: 1 } },
      ["/address additionalProperties"],
    ],
    ["a nested property missing", { address: { city: "a", place: {} } }, ["/address/place required"]],
    ["an item that is too long", { words: ["abcdef"] }, ["/words/0 maxLength"]],
    ["an item twice", { words: ["a", "a"] }, ["/words uniqueItems"]],
    ["items of items", { matrix: [[1, "2"]] }, ["/matrix/0/1 type"]],
    ["a map's value", { labels: { a: "abcdef" } }, ["/labels/a maxLength"]],
    ["a map's key", { labels: { abcdefghij: "a" } }, ["/labels maxLength", "/labels propertyNames"]],
    [
      "a map's key that is no number",
      { by_number: { x: { a: true } } },
      ["/by_number pattern", "/by_number propertyNames"],
    ],
    ["a map of objects", { by_number: { "1": { a: true } } }, []],
    ["a vector of another length", { embedding: [1, 2, 3] }, ["/embedding minItems"]],
  ])("%s", (_name, more, expected) => {
    expect(faults(more)).toEqual(expected);
  });
});
