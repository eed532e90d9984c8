/** Cases of the rules about products, and about products and contracts together. */
import { type CasesByRule, custom, input, offered, output, product } from "./files";

const KAFKA = "servers: [{ server: s, type: kafka, host: h }]\n";
const TABLE = "servers: [{ server: s, type: postgres, host: h, port: 1, database: d, schema: s }]\n";
const role = (consumers: string) => `roles: [{ role: reader, ${custom("consumers", consumers)} }]\n`;
const fresh = (minutes: number) => `slaProperties: [{ property: freshness, value: ${minutes}, unit: m }]\n`;
const port = (name: string) => `, ${custom("role", name)}`;
const related = (to: string) =>
  `schema: [{ name: s, properties: [{ name: b, logicalType: string, relationships: [{ to: ${to} }] }] }]\n`;
const target = (id: string) =>
  offered(id, "schema: [{ name: t, id: ti, properties: [{ name: c, id: ci, logicalType: string }] }]\n");
const OFFERS_A = product(output("a"));
const READS_A = (more = "") => product(input("a", more), "q");

export const MESH_CASES: CasesByRule = {
  "semantic/product-id": {
    found: [[product("", "P_1")]],
    passed: [[product("", "p-1")], [{ ...product("", "P_1"), file: "elsewhere.odps.yaml" }]],
  },
  "semantic/product-version": {
    found: [[product("version: v1.0.0")]],
    passed: [[product("version: 1.0.0")], [product("")]],
  },
  "semantic/port-version": {
    found: [[product(output("a", ", version: latest"))], [product(input("a", ', version: "1.0"'))]],
    passed: [[product(output("a", ", version: 1.0.0"))], [product(output("a"))]],
  },
  "semantic/duplicate-port": {
    found: [[product("outputPorts: [{ name: o, contractId: a }, { name: o, contractId: b }]")]],
    passed: [
      [
        product(
          "outputPorts: [{ name: o, contractId: a, version: 1.0.0 }, { name: o, contractId: b, version: 2.0.0 }]",
        ),
      ],
    ],
  },
  "semantic/port-contract": {
    found: [[product("outputPorts: [{ name: o }]")], [product("inputPorts: [{ name: i }]")]],
    passed: [[product(output("a"))]],
  },
  "semantic/input-contract": {
    found: [[product(output("a", ", inputContracts: [{ id: gone, version: 1.0.0 }]"))]],
    passed: [[product(input("b") + output("a", ", inputContracts: [{ id: b, version: 1.0.0 }]"))]],
  },
  "semantic/quota": {
    found: [[product(custom("producerByteRate", "fast"))], [product(custom("consumerByteRate", "0"))]],
    passed: [[product(custom("producerByteRate", "1024"))]],
  },
  "semantic/product-owner": { found: [[product("")]], passed: [[product("team: { name: t }")]] },
  "semantic/product-support": {
    found: [[product("")]],
    passed: [[product("support: [{ channel: c, url: https://example.com }]")]],
  },
  "semantic/product-description": { found: [[product("")]], passed: [[product("description: { purpose: p }")]] },
  "mesh/duplicate": {
    found: [[offered("a"), { ...offered("a"), file: "domains/d/b.odcs.yaml" }]],
    passed: [[offered("a"), offered("b"), product("", "a")]],
  },
  "mesh/producer": {
    found: [[offered("a"), OFFERS_A, product(output("a"), "q")]],
    passed: [[offered("a"), OFFERS_A, product(output("b"), "q")]],
  },
  "mesh/topic": {
    found: [
      [
        offered("a", `schema: [{ name: x, ${custom("legacyStreamName", "o.v1")} }]`),
        offered("b", `schema: [{ name: y, ${custom("legacyStreamName", "o_v1")} }]`),
      ],
      // Derived, and taken by another's registered name.
      [
        offered("a", `${KAFKA}schema: [{ name: x }]`),
        offered("b", `schema: [{ name: y, ${custom("legacyStreamName", "d.x.v1")} }]`),
      ],
      [offered("a", `${KAFKA}schema: [{ name: x }, { name: y, ${custom("entity", "x")} }]`)],
      [
        offered("a", `dataProduct: p\n${TABLE}schema: [{ name: x }]`),
        offered("b", `dataProduct: p\n${TABLE}schema: [{ name: x }]`),
      ],
    ],
    passed: [
      [offered("a", `${KAFKA}schema: [{ name: x }]`), offered("b", `${KAFKA}schema: [{ name: y }]`)],
      [offered("a", `${KAFKA}schema: [{ name: x }]`), offered("b", `${KAFKA}schema: [{ name: x }]`, "e")],
    ],
  },
  "mesh/domain": {
    found: [[product("domain: elsewhere")], [offered("a", "domain: elsewhere")]],
    passed: [[product("domain: d"), offered("a")]],
  },
  "mesh/cycle": {
    found: [
      [offered("a"), offered("b"), product(output("a") + input("b")), product(output("b") + input("a"), "q")],
      [offered("a"), product(output("a") + input("a"))],
    ],
    passed: [[offered("a"), offered("b"), OFFERS_A, product(output("b") + input("a"), "q")]],
  },
  "mesh/contract": {
    found: [[product(output("gone"))], [product(input("gone"))]],
    // What is wrong with a file is told of it once.
    passed: [
      [offered("a"), OFFERS_A],
      [OFFERS_A, { ...offered("a"), text: "apiVersion: v3.1.0\nkind: DataContract\nid: a\n" }],
    ],
  },
  "mesh/offered": { found: [[offered("a"), READS_A()]], passed: [[offered("a"), OFFERS_A, READS_A()]] },
  "mesh/version": {
    found: [
      [offered("a"), product(output("a", ", version: 1.1.0"))],
      [offered("a"), OFFERS_A, READS_A(", version: 2.0.0")],
    ],
    passed: [
      [offered("a"), product(output("a", ", version: 1.0.0")), READS_A(", version: 1.0.0")],
      [offered("a"), OFFERS_A],
    ],
  },
  "mesh/orphan": { found: [[offered("a")]], passed: [[offered("a"), OFFERS_A]] },
  "mesh/role": {
    found: [
      [offered("a", role("[q]")), OFFERS_A, READS_A(port("admin"))],
      [offered("a", role("[other]")), OFFERS_A, READS_A(port("reader"))],
    ],
    passed: [
      [offered("a", role("[q]")), OFFERS_A, READS_A(port("reader"))],
      [offered("a"), OFFERS_A, READS_A()],
    ],
  },
  "mesh/consumer": {
    found: [[offered("a", role("[gone]")), OFFERS_A]],
    passed: [[offered("a", role("[q]")), OFFERS_A, READS_A(port("reader"))], [offered("a", role("[]"))]],
  },
  "mesh/relationship": {
    found: [
      [offered("a", related("t.gone")), target("b")],
      [offered("a", related('"b.odcs.yaml#/schema/ti/properties/gone"')), target("b")],
    ],
    passed: [
      [offered("a", related("t.c")), target("b")],
      [offered("a", related('"../d/b.odcs.yaml#/schema/ti/properties/ci"')), target("b")],
      [offered("a", related('"https://example.com/x.yaml#/schema/ti/properties/ci"'))],
    ],
  },
  "mesh/data-product": {
    found: [[offered("a", "dataProduct: other"), OFFERS_A]],
    passed: [
      [offered("a", "dataProduct: p"), OFFERS_A],
      [offered("a", "dataProduct: The P"), product(`name: The P\n${output("a")}`)],
    ],
  },
  "mesh/retired": {
    found: [[{ ...offered("a"), text: offered("a").text.replace("active", "deprecated") }, OFFERS_A, READS_A()]],
    passed: [[offered("a"), OFFERS_A, READS_A()]],
  },
  "mesh/freshness": {
    found: [[offered("a", fresh(10)), offered("b", fresh(5)), OFFERS_A, product(output("b") + input("a"), "q")]],
    passed: [[offered("a", fresh(5)), offered("b", fresh(10)), OFFERS_A, product(output("b") + input("a"), "q")]],
  },
};
