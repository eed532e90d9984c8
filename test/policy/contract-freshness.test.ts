import guardrail from "../../policy-pack/policies/contract-freshness";
import { CONTRACT } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a day",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], { value: 1, unit: "d", ms: 86_400_000 }]],
    },
  ],
  invalid: [
    {
      title: "no promise",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], undefined]],
      says: /promises no freshness .*odcs\.yaml: slaProperties/,
    },
    {
      title: "two days",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], { value: 2, unit: "d", ms: 172_800_000 }]],
      says: /is 2 d, at most 1440 minutes/,
    },
    {
      title: "no unit of time",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], { value: 5, unit: "rows" }]],
      says: /"rows", which is no unit of time/,
    },
    {
      title: "nothing",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], { value: 0, unit: "s", ms: 0 }]],
      says: /is 0 s/,
    },
  ],
  unknown: [
    {
      title: "the promise",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], UNKNOWN]],
      reads: /objectives\.freshness/,
    },
  ],
  secret: [
    {
      title: "a unit",
      edits: [["product", [...CONTRACT, "objectives", "freshness"], { value: 5, unit: "furlongs" }]],
      says: /"\[secret\]", which is no unit of time/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...CONTRACT, "objectives", "freshness"], undefined]],
    },
  ],
});
