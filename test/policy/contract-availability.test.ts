import guardrail from "../../policy-pack/policies/contract-availability";
import { CONTRACT } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "99", edits: [["product", [...CONTRACT, "objectives", "availability"], { value: 99, unit: "percent" }]] },
  ],
  invalid: [
    {
      title: "no promise",
      edits: [["product", [...CONTRACT, "objectives", "availability"], undefined]],
      says: /promises no availability .*odcs\.yaml: slaProperties/,
    },
    {
      title: "98",
      edits: [["product", [...CONTRACT, "objectives", "availability"], { value: 98, unit: "percent" }]],
      says: /is 98 %, allowed are 99 to 100/,
    },
    {
      title: "more than everything",
      edits: [["product", [...CONTRACT, "objectives", "availability"], { value: 101, unit: "percent" }]],
      says: /is 101 %/,
    },
  ],
  unknown: [
    {
      title: "the promise",
      edits: [["product", [...CONTRACT, "objectives", "availability"], UNKNOWN]],
      reads: /objectives\.availability/,
    },
  ],
  secret: [
    {
      title: "98",
      edits: [["product", [...CONTRACT, "objectives", "availability", "value"], 98]],
      says: /is \[secret\] %, allowed are 99/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...CONTRACT, "objectives", "availability"], undefined]],
    },
  ],
});
