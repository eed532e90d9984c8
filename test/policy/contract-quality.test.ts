import guardrail from "../../policy-pack/policies/contract-quality";
import { PROPERTY } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a share",
      edits: [
        [
          "product",
          [...PROPERTY, "quality"],
          [{ type: "library", metric: "missingValues", mustBeLessThan: 5, unit: "percent" }],
        ],
      ],
    },
  ],
  invalid: [
    {
      title: "no rule",
      edits: [["product", [...PROPERTY, "quality"], []]],
      says: /"order_id" has no completeness rule .*quality/,
    },
    {
      title: "too large a share",
      edits: [
        [
          "product",
          [...PROPERTY, "quality"],
          [{ type: "library", metric: "missingValues", mustBeLessThan: 6, unit: "percent" }],
        ],
      ],
      says: /may have 6 % empty values, at most 5 %/,
    },
    {
      title: "a number of rows",
      edits: [
        [
          "product",
          [...PROPERTY, "quality"],
          [{ type: "library", metric: "nullValues", mustBeLessOrEqualTo: 3, unit: "rows" }],
        ],
      ],
      says: /100 %/,
    },
    {
      title: "a rule without a bound",
      edits: [["product", [...PROPERTY, "quality"], [{ type: "library", metric: "nullValues" }]]],
      says: /100 %/,
    },
    {
      title: "another kind of rule",
      edits: [["product", [...PROPERTY, "quality"], [{ type: "library", metric: "duplicateValues", mustBe: 0 }]]],
      says: /no completeness rule/,
    },
  ],
  unknown: [
    { title: "quality", edits: [["product", [...PROPERTY, "quality"], UNKNOWN]], reads: /properties\[0\]\.quality/ },
  ],
  secret: [
    {
      title: "a share",
      edits: [["product", [...PROPERTY, "quality", 0], { metric: "nullValues", mustBe: 77, unit: "percent" }]],
      says: /may have \[secret\] % empty/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...PROPERTY, "quality"], []]],
    },
    {
      title: "not required",
      edits: [
        ["product", [...PROPERTY, "required"], false],
        ["product", [...PROPERTY, "quality"], []],
      ],
    },
  ],
});
