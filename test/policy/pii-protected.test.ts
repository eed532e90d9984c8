import guardrail from "../../policy-pack/policies/pii-protected";
import { DATASET, PROPERTY } from "./fixtures/product";
import { type Edit, prove, UNKNOWN } from "./support";

const restricted: Edit = ["product", [...PROPERTY, "classification"], "restricted"];
const NESTED = [...DATASET, "properties", 2, "items", "properties", 0] as const;

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "encrypted", edits: [restricted, ["product", [...PROPERTY, "encryptedName"], "order_id_encrypted"]] },
    { title: "masked", edits: [restricted, ["product", [...PROPERTY, "masking"], "hash"]] },
    {
      title: "on a port that is cleared",
      edits: [restricted, ["product", ["model", "outputPorts", 0, "clearedFor"], ["restricted"]]],
    },
  ],
  invalid: [
    {
      title: "in clear",
      edits: [restricted],
      says: /"order_id" is restricted on output port "orders", and neither encrypted nor masked .*classification/,
    },
    {
      title: "in an array",
      edits: [["product", [...NESTED, "classification"], "restricted"]],
      says: /"sku" is restricted/,
    },
    {
      title: "masked by nobody knows what",
      edits: [restricted, ["product", [...PROPERTY, "masking"], "rot13"]],
      says: /masked by "rot13", allowed are redact, hash, tokenize/,
    },
    {
      title: "cleared for something else",
      edits: [restricted, ["product", ["model", "outputPorts", 0, "clearedFor"], ["confidential"]]],
      says: /neither encrypted nor masked/,
    },
    {
      title: "a class that a domain protects too",
      tightenings: { orders: { "pii-protected": { protectedClasses: ["restricted", "confidential"] } } },
      edits: [["product", [...PROPERTY, "classification"], "confidential"]],
      says: /"order_id" is confidential/,
    },
  ],
  unknown: [
    {
      title: "the classification",
      edits: [["product", [...PROPERTY, "classification"], UNKNOWN]],
      reads: /classification/,
    },
    { title: "the mask", edits: [restricted, ["product", [...PROPERTY, "masking"], UNKNOWN]], reads: /masking/ },
    { title: "the mask of what needs none", edits: [["product", [...PROPERTY, "masking"], UNKNOWN]], reads: /masking/ },
  ],
  secret: [
    {
      title: "a mask",
      edits: [restricted, ["product", [...PROPERTY, "masking"], "hidden-mask"]],
      says: /masked by "\[secret\]"/,
    },
  ],
  notApplicable: [
    { title: "confidential", edits: [["product", [...PROPERTY, "classification"], "confidential"]] },
    {
      title: "an input's property",
      edits: [
        [
          "product",
          ["model", "inputPorts", 0, "contract", "datasets", 0, "properties", 0, "classification"],
          "restricted",
        ],
      ],
    },
  ],
});
