import guardrail from "../../policy-pack/policies/contract-compatibility";
import { DATASET } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }, { title: "full", edits: [["subject", ["compatibility"], "FULL_TRANSITIVE"]] }],
  invalid: [
    { title: "NONE at the subject", edits: [["subject", ["compatibility"], "NONE"]], says: /compatibility is NONE/ },
    {
      title: "NONE in the contract",
      edits: [["product", [...DATASET, "subject", "compatibility"], "NONE"]],
      says: /mode "NONE".*odcs/,
    },
    { title: "none at all", edits: [["subject", ["compatibility"], undefined]], says: /not set/ },
    {
      title: "NONE as the registry's default",
      types: { subject: "mesh:index:RegistryDefaults" },
      edits: [["subject", ["compatibility"], "NONE"]],
      says: /NONE/,
    },
    {
      title: "weaker than a tightened parameter",
      tightenings: { orders: { "contract-compatibility": { allowed: ["FULL"] } } },
      says: /allowed are FULL/,
      times: 2,
    },
  ],
  unknown: [{ title: "mode", edits: [["subject", ["compatibility"], UNKNOWN]], reads: /compatibility/ }],
  secret: [
    { title: "NONE", edits: [["subject", ["compatibility"], "NONE"]], says: /compatibility is \[secret\], allowed/ },
  ],
  notApplicable: [
    {
      title: "not a subject",
      types: { subject: "mesh:index:Catalog" },
      edits: [["subject", ["compatibility"], "NONE"]],
    },
  ],
});
