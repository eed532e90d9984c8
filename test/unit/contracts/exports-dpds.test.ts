/** DPDS 1.0.0: by a model of the specification, since no package has its JSON Schema. */
import { Parser } from "@asyncapi/parser";
import { describe, expect, test } from "vitest";
import type { ProductSource } from "../../../contracts/exports/exporter";
import { descriptor } from "./exports-dpds-model";
import { exported, load, PRODUCTS } from "./exports-support";

describe.each(PRODUCTS)("$name", ({ file }) => {
  const source = load(file) as ProductSource;
  const document = JSON.parse(exported("dpds", source).text);

  test("is what the specification says", () => {
    expect(descriptor.safeParse(document).error?.issues).toBeUndefined();
  });

  test("has every port, and the API of each is one that AsyncAPI's parser takes", async () => {
    const { inputPorts = [], outputPorts } = document.interfaceComponents;
    const names = (ports: { name: string }[]) => ports.map(({ name }) => name);
    expect(names(outputPorts)).toEqual(source.product.outputPorts.map(({ name }) => name));
    expect(names(inputPorts)).toEqual(source.product.inputPorts.map(({ name }) => name));
    for (const { promises } of outputPorts) {
      expect(promises.api).toMatchObject({ specification: "asyncapi", specificationVersion: "3.1.0" });
      const diagnostics = await new Parser().validate(JSON.stringify(promises.api.definition));
      expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
      expect(promises.slo.definition.slaProperties).toHaveLength(4);
      expect(promises.deprecationPolicy.definition).toHaveProperty("endOfSupport");
    }
  });

  test("every component that is named is there", () => {
    const { interfaceComponents, internalComponents } = document;
    const parts = [...Object.values(interfaceComponents), ...Object.values(internalComponents)].flat() as {
      fullyQualifiedName: string;
    }[];
    const known = parts.map(({ fullyQualifiedName }) => fullyQualifiedName);
    expect(new Set(known).size).toBe(known.length);
    const [{ consumesFrom, providesTo, dependsOn }] = internalComponents.applicationComponents;
    expect([...consumesFrom, ...providesTo, ...dependsOn].filter((name) => !known.includes(name))).toEqual([]);
  });
});

test("management ports go where DPDS has a place for them", () => {
  const source = load(PRODUCTS[0]?.file ?? "") as ProductSource;
  const managementPorts = [
    { name: "search", content: "discoverability" },
    { name: "metrics", content: "observability", type: "rest", url: "https://example.com/metrics" },
    { name: "stop", content: "control", description: "Stops it." },
  ];
  const { interfaceComponents } = JSON.parse(
    exported("dpds", { ...source, data: { ...source.data, managementPorts } }).text,
  );
  expect(interfaceComponents.discoveryPorts).toMatchObject([{ name: "search", entityType: "discoveryport" }]);
  expect(interfaceComponents.observabilityPorts).toMatchObject([{ "x-url": "https://example.com/metrics" }]);
  expect(interfaceComponents.controlPorts).toMatchObject([{ description: "Stops it." }]);
});

test("a product that nobody owns is refused", () => {
  const source = load(PRODUCTS[0]?.file ?? "") as ProductSource;
  const { team: _team, ...product } = source.product;
  expect(() => exported("dpds", { ...source, product })).toThrow(
    /product\.odps\.yaml: team: DPDS needs an owner; fix: add team/,
  );
});
