import guardrail from "../../policy-pack/policies/product-description";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "no purpose",
      edits: [["product", ["model", "description", "purpose"], ""]],
      says: /purpose has 0 characters, at least 20 .*description\.purpose/,
    },
    {
      title: "no limitations",
      edits: [["product", ["model", "description", "limitations"], undefined]],
      says: /limitations has 0/,
    },
    { title: "a short usage", edits: [["product", ["model", "description", "usage"], "read it"]], says: /usage has 7/ },
  ],
  unknown: [
    { title: "usage", edits: [["product", ["model", "description", "usage"], UNKNOWN]], reads: /description\.usage/ },
  ],
  secret: [
    { title: "a text", edits: [["product", ["model", "description", "usage"], "read it"]], says: /usage has 7/ },
  ],
  notApplicable: [
    {
      title: "not a product",
      types: { product: "mesh:components:Service" },
      edits: [["product", ["model", "description", "purpose"], ""]],
    },
  ],
});
