import guardrail from "../../policy-pack/policies/contract-naming";
import { DATASET, PROPERTY } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

const NESTED = [...DATASET, "properties", 2, "items", "properties", 0] as const;

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "an underscore and digits", edits: [["product", [...PROPERTY, "name"], "_order_2"]] },
    { title: "the longest", edits: [["product", [...PROPERTY, "name"], "a".repeat(63)]] },
    { title: "the same name in another object", edits: [["product", [...NESTED, "name"], "order_id"]] },
  ],
  invalid: [
    {
      title: "a hyphen",
      edits: [["product", [...PROPERTY, "name"], "order-id"]],
      says: /"order-id" is not legal in JSON, Avro, Protobuf and SQL .*properties\[0\]\.name/,
    },
    { title: "a digit first", edits: [["product", [...PROPERTY, "name"], "2nd"]], says: /"2nd" is not legal/ },
    { title: "nothing", edits: [["product", [...PROPERTY, "name"], ""]], says: /"" is not legal/ },
    { title: "64 characters", edits: [["product", [...PROPERTY, "name"], "a".repeat(64)]], says: /is not legal/ },
    { title: "in a nested object", edits: [["product", [...NESTED, "name"], "sk u"]], says: /"sk u" is not legal/ },
    {
      title: "two that differ in case",
      edits: [["product", [...DATASET, "properties", 1, "name"], "Order_ID"]],
      says: /"Order_ID" and "order_id" become one name/,
    },
    {
      title: "two that Protobuf's JSON takes for one",
      edits: [["product", [...DATASET, "properties", 1, "name"], "orderId"]],
      says: /"orderId" and "order_id" become one name/,
    },
    {
      title: "longer than a tightened parameter",
      tightenings: { orders: { "contract-naming": { maximumLength: 7 } } },
      says: /"order_id" has 8 characters, at most 7/,
    },
  ],
  unknown: [{ title: "a name", edits: [["product", [...PROPERTY, "name"], UNKNOWN]], reads: /properties\[0\]\.name/ }],
  secret: [
    { title: "a name", edits: [["product", [...PROPERTY, "name"], "hidden-name"]], says: /"\[secret\]" is not legal/ },
  ],
  notApplicable: [
    { title: "a physical name", edits: [["product", [...PROPERTY, "physicalName"], "order-id"]] },
    {
      title: "an input's contract",
      edits: [["product", ["model", "inputPorts", 0, "contract", "datasets", 0, "properties", 0, "name"], "a-b"]],
    },
  ],
});
