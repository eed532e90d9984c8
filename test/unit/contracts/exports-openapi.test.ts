/** OpenAPI: valid by an OpenAPI 3.1 validator, and what the service itself answers. */
import { compileErrors, validate } from "@readme/openapi-parser";
import { describe, expect, test } from "vitest";
import { jsonSchema } from "../../../contracts/exports/json-schema";
import { openApi } from "../../../contracts/exports/openapi";
import { endpointsOf } from "../../../services/data-product/endpoints";
import { contractFrom, contracts, exported, head, load, PRODUCTS } from "./exports-support";

async function faults(text: string): Promise<string> {
  const result = await validate(JSON.parse(text), { dereference: { circular: false } });
  return result.valid && result.warnings.length === 0 ? "" : compileErrors(result);
}

describe.each(contracts())("$name", ({ source }) => {
  test("is valid", async () => {
    expect(await faults(exported("openapi", source).text)).toBe("");
  });
});

describe.each(PRODUCTS)("$name", ({ file }) => {
  const source = load(file);
  if (source.kind !== "product") throw new Error(`${file} is no product`);
  const { text } = exported("openapi", source);

  test("is valid", async () => {
    expect(await faults(text)).toBe("");
  });

  test("is what the service describes itself as", () => {
    const { product } = source;
    expect(JSON.parse(text)).toEqual(
      JSON.parse(JSON.stringify(openApi(product, endpointsOf(product, { jsonSchema })))),
    );
  });
});

test("an invalid document is found out", async () => {
  const { openapi, ...rest } = JSON.parse(exported("openapi", contractFrom(JSON.stringify(head("a")))).text);
  expect(openapi).toBe("3.1.0");
  expect(await faults(JSON.stringify({ openapi, ...rest, paths: { x: {} } }))).not.toBe("");
});

test("records can be posted where there is a stream, and only there", () => {
  const schema = [{ name: "things", properties: [{ name: "x", logicalType: "string" }] }];
  const paths = (servers: object[]) =>
    Object.keys(
      JSON.parse(exported("openapi", contractFrom(JSON.stringify({ ...head("a"), servers, schema }))).text).paths,
    );
  expect(paths([{ server: "s", type: "kafka", host: "kafka.example.com" }])).toEqual(["/things", "/things/schema"]);
  expect(paths([])).toEqual(["/things/schema"]);
});

test.each([["metrics", /the path \/metrics is taken by the service; given: metrics; fix: give the dataset another/]])(
  "a dataset called %s is refused",
  (name, message) => {
    expect(() => exported("openapi", contractFrom(JSON.stringify({ ...head("a"), schema: [{ name }] })))).toThrow(
      message,
    );
  },
);
