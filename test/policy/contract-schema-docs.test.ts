import guardrail from "../../policy-pack/policies/contract-schema-docs";
import { DATASET, PROPERTY } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "no description",
      edits: [["product", [...PROPERTY, "description"], undefined]],
      says: /description of "order_id" has 0 characters.*schema\[0\]\.properties\[0\]\.description/,
    },
    { title: "no type", edits: [["product", [...PROPERTY, "logicalType"], undefined]], says: /no logicalType/ },
    {
      title: "required not stated",
      edits: [["product", [...PROPERTY, "requiredStated"], false]],
      says: /whether it is required/,
    },
    {
      title: "a nested property",
      edits: [["product", [...DATASET, "properties", 2, "items", "properties", 0, "description"], "no"]],
      says: /description of "sku"/,
    },
    { title: "no properties", edits: [["product", [...DATASET, "properties"], []]], says: /no properties/ },
  ],
  unknown: [
    {
      title: "description",
      edits: [["product", [...PROPERTY, "description"], UNKNOWN]],
      reads: /properties\[0\]\.description/,
    },
  ],
  secret: [
    {
      title: "a name",
      edits: [
        ["product", [...PROPERTY, "name"], "hidden_name"],
        ["product", [...PROPERTY, "description"], ""],
      ],
      says: /description of "\[secret\]" has 0/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...PROPERTY, "description"], undefined]],
    },
  ],
});
