import { field, propertiesOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "pii-protected",
  section: "contracts",
  source: "ODCS encryptedName; Confluent client-side field level encryption",
  description:
    "Properties of the classes that need protection are encrypted or masked on every output port that isn't cleared for them.",
  rationale: "Whoever may read a port reads all of it: what not everybody there may see must not be there in clear.",
  fix: "give the property an `encryptedName` or the customProperty `masking`, or the output port the customProperty `clearedFor`",
  parameters: {
    protectedClasses: {
      unit: "classifications",
      default: ["restricted"],
      direction: "superset",
      description: "Classifications that are never shown in clear on a port that isn't cleared for them.",
    },
    masks: {
      unit: "ways",
      default: ["redact", "hash", "tokenize"],
      direction: "subset",
      description: "Ways of masking that a property may name.",
    },
  },
  product: function* (model, { values }) {
    for (const { name, contract, clearedFor = [] } of model.outputPorts) {
      for (const property of contract.datasets.flatMap((dataset) => [...propertiesOf(dataset)])) {
        const { classification = "", encryptedName, masking } = property;
        if (!values.protectedClasses.includes(classification) || clearedFor.includes(classification)) continue;
        const given = `"${property.name}" is ${classification} on output port "${name}"`;
        if (masking !== undefined && !values.masks.includes(masking)) {
          const message = `${given} and masked by "${masking}", allowed are ${values.masks.join(", ")}`;
          yield { message, at: field(property, "customProperties") };
        } else if (masking === undefined && !encryptedName) {
          yield { message: `${given}, and neither encrypted nor masked`, at: field(property, "classification") };
        }
      }
    }
  },
});
