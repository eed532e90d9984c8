import guardrail from "../../policy-pack/policies/pii-classified";
import { DATASET, PROPERTY } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "an email that is restricted",
      edits: [
        ["product", [...PROPERTY, "name"], "email"],
        ["product", [...PROPERTY, "classification"], "restricted"],
      ],
    },
    {
      title: "a public name that only holds a word",
      edits: [
        ["product", [...PROPERTY, "name"], "velocity"],
        ["product", [...PROPERTY, "classification"], "public"],
      ],
    },
  ],
  invalid: [
    {
      title: "none",
      edits: [["product", [...PROPERTY, "classification"], undefined]],
      says: /"order_id" has no classification.*properties\[0\]\.classification/,
    },
    {
      title: "unheard of",
      edits: [["product", [...PROPERTY, "classification"], "hush-hush"]],
      says: /classification "hush-hush"/,
    },
    {
      title: "a public email",
      edits: [
        ["product", [...PROPERTY, "name"], "customer_email"],
        ["product", [...PROPERTY, "classification"], "public"],
      ],
      says: /"email" in its name looks personal/,
    },
    {
      title: "a public first name",
      edits: [
        ["product", [...PROPERTY, "name"], "first_name"],
        ["product", [...PROPERTY, "classification"], "public"],
      ],
      says: /"firstname"/,
    },
    {
      title: "in camel case",
      edits: [
        ["product", [...PROPERTY, "name"], "homeAddress"],
        ["product", [...PROPERTY, "classification"], "public"],
      ],
      says: /"address"/,
    },
    {
      title: "nested",
      edits: [["product", [...DATASET, "properties", 2, "items", "properties", 0, "classification"], undefined]],
      says: /"sku"/,
    },
  ],
  unknown: [
    {
      title: "classification",
      edits: [["product", [...PROPERTY, "classification"], UNKNOWN]],
      reads: /classification/,
    },
  ],
  secret: [
    {
      title: "a classification",
      edits: [["product", [...PROPERTY, "classification"], "top-secrecy"]],
      says: /classification "\[secret\]"/,
    },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", [...PROPERTY, "classification"], undefined]],
    },
  ],
});
