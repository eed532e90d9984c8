import { datasetsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { REGISTRY_DEFAULTS, SUBJECT } from "../lib/types";

export default guardrail({
  id: "contract-compatibility",
  section: "contracts",
  source: "Jikkou CompatibilityLevel validation; Confluent schema evolution",
  description: "A subject's compatibility mode is stated and never NONE.",
  rationale: "Without a mode, the registry takes any schema, and the first reader to notice is one that breaks.",
  fix: "set customProperty `compatibility` of the contract's schema object, or leave it out for BACKWARD_TRANSITIVE",
  parameters: {
    allowed: {
      unit: "modes",
      default: ["BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"],
      direction: "subset",
      description: "Modes that a subject may have.",
    },
  },
  product: function* (model, { values }) {
    for (const { subject } of datasetsOf(model)) {
      if (!subject || values.allowed.includes(subject.compatibility)) continue;
      const message = `subject "${subject.subject}" has mode "${subject.compatibility}", allowed are ${values.allowed.join(", ")}`;
      yield { message, at: field(subject, "customProperties") };
    }
  },
  resource: {
    types: [SUBJECT, REGISTRY_DEFAULTS],
    *check({ props }, { values }) {
      const mode = props.at("compatibility").text();
      if (mode !== undefined && values.allowed.includes(mode)) return;
      yield `compatibility is ${mode ?? "not set"}, allowed are ${values.allowed.join(", ")}`;
    },
  },
});
