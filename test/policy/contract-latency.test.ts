import guardrail from "../../policy-pack/policies/contract-latency";
import { CONTRACT } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a second",
      edits: [["product", [...CONTRACT, "objectives", "latency"], { value: 1, unit: "s", ms: 1000 }]],
    },
  ],
  invalid: [
    {
      title: "no promise",
      edits: [["product", [...CONTRACT, "objectives", "latency"], undefined]],
      says: /promises no latency .*odcs\.yaml: slaProperties/,
    },
    {
      title: "two seconds",
      edits: [["product", [...CONTRACT, "objectives", "latency"], { value: 2, unit: "s", ms: 2000 }]],
      says: /is 2 s, at most 1000 ms/,
    },
    {
      title: "no unit of time",
      edits: [["product", [...CONTRACT, "objectives", "latency"], { value: 5, unit: "rows" }]],
      says: /5 rows/,
    },
    {
      title: "nothing",
      edits: [["product", [...CONTRACT, "objectives", "latency"], { value: 0, unit: "ms", ms: 0 }]],
      says: /0 ms/,
    },
  ],
  unknown: [
    {
      title: "the promise",
      edits: [["product", [...CONTRACT, "objectives", "latency"], UNKNOWN]],
      reads: /objectives\.latency/,
    },
  ],
  secret: [
    {
      title: "two seconds",
      edits: [["product", [...CONTRACT, "objectives", "latency"], { value: 2, unit: "s", ms: 2000 }]],
      says: /is \[secret\] \[secret\], at most 1000 ms/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...CONTRACT, "objectives", "latency"], undefined]],
    },
  ],
});
