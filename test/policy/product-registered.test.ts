import guardrail from "../../policy-pack/policies/product-registered";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    { title: "no entry", without: ["record"], says: /no catalog entry in this stack .*product\.odps\.yaml/ },
    { title: "another product's entry", edits: [["record", ["productId"], "other"]], says: /no catalog entry/ },
    { title: "an old entry", edits: [["record", ["version"], "1.1.0"]], says: /version 1\.1\.0, the product 1\.2\.0/ },
    {
      title: "a port left out",
      edits: [["record", ["record", "outputPorts"], []]],
      says: /lacks output port "orders"/,
    },
  ],
  unknown: [
    { title: "id", edits: [["record", ["productId"], UNKNOWN]], reads: /productId/ },
    { title: "ports", edits: [["record", ["record", "outputPorts"], UNKNOWN]], reads: /outputPorts/ },
  ],
  secret: [
    {
      title: "a version",
      edits: [["record", ["version"], "0.9.0-hidden"]],
      says: /entry has version \[secret\], the product/,
    },
  ],
  notApplicable: [{ title: "no product", without: ["product", "record"] }],
});
