import { guardrail } from "../../../policy-pack/lib/guardrail";

/** Profiles are about persons: who reads them is decided name by name, also where it is nobody. */
export default guardrail({
  id: "customers-named-readers",
  section: "domains",
  source: "GDPR art. 5 (1) f; the customers team",
  description: "Each role that reads personal profiles lists the products that may take it.",
  rationale: "A role without a list may be taken by every product of the mesh.",
  fix: "give the role the customProperty `consumers`, be it an empty list",
  product: function* ({ outputPorts }) {
    for (const { contract } of outputPorts) {
      for (const { role, access, consumers } of contract.roles) {
        if (access === "read" && !consumers) {
          yield { message: `role "${role}" of "${contract.id}" lists no consumers`, at: contract.source };
        }
      }
    }
  },
});
