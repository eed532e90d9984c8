import { PERSONAL_WORDS, wordsOf } from "../../contracts/lint/personal";
import { datasetsOf, field, propertiesOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

const PUBLIC = "public";

export default guardrail({
  id: "pii-classified",
  section: "contracts",
  source: "ODCS classification; GDPR art. 4",
  description: "Every property has a classification, and one whose name looks personal is not public.",
  rationale: "Masking, retention and access follow the classification: what isn't classified isn't protected.",
  fix: "set `classification` of the property: public, internal, confidential or restricted",
  parameters: {
    classifications: {
      unit: "classifications",
      default: [PUBLIC, "internal", "confidential", "restricted"],
      direction: "subset",
      description: "Classifications that a property may have.",
    },
    personalWords: {
      unit: "words",
      // A city or a postcode tells a person's only beside a name: the linter, which can't be exempted, leaves them out.
      default: [...PERSONAL_WORDS, "city", "nationality", "postcode", "zip"],
      direction: "superset",
      description: "Words of a property's name that make it look personal.",
    },
  },
  product: function* (model, { values }) {
    for (const dataset of datasetsOf(model)) {
      for (const property of propertiesOf(dataset)) {
        const { name, classification } = property;
        const at = field(property, "classification");
        if (classification === undefined || !values.classifications.includes(classification)) {
          const given = classification === undefined ? "no classification" : `classification "${classification}"`;
          yield { message: `"${name}" has ${given}, allowed are ${values.classifications.join(", ")}`, at };
        } else if (classification === PUBLIC) {
          const word = wordsOf(name).find((one) => values.personalWords.includes(one));
          if (word) yield { message: `"${name}" is public, but "${word}" in its name looks personal`, at };
        }
      }
    }
  },
});
