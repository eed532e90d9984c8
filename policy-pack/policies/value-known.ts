import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "value-known",
  section: "gate",
  source: "design.md: unknown where a guardrail needs a value is a violation",
  description: "Every value that a guardrail needs is known at preview.",
  rationale: "Pulumi makes of an unknown value a note and passes; the value may then turn out to be anything.",
  fix: "set the value from the contract or the stack's config, not from another resource's output",
  exemptible: false,
  // The frame reports here what the other guardrails could not read: only they know what they need.
  takesUnknown: true,
});
