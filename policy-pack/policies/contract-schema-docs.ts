import { datasetsOf, elementsOf, field, propertiesOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "contract-schema-docs",
  section: "contracts",
  source: "confluentinc/schema-registry #375",
  description: "Every property of a contract is described and typed, and says whether it is required.",
  rationale: "A name alone is read in as many ways as there are readers.",
  fix: "fill `description`, `logicalType` and `required` of the property",
  parameters: {
    minimumLength: { unit: "characters", default: 8, direction: "up", description: "Shortest description." },
  },
  product: function* (model, { values }) {
    for (const dataset of datasetsOf(model)) {
      if (dataset.properties.length === 0) yield { message: `"${dataset.name}" has no properties`, at: dataset.source };
      const elements = new Set([...propertiesOf(dataset)].flatMap(elementsOf));
      for (const property of propertiesOf(dataset)) {
        const { name, description, logicalType, requiredStated } = property;
        const length = description?.trim().length ?? 0;
        if (length < values.minimumLength) {
          const message = `description of "${name}" has ${length} characters, at least ${values.minimumLength} are needed`;
          yield { message, at: field(property, "description") };
        }
        if (!logicalType) yield { message: `"${name}" has no logicalType`, at: field(property, "logicalType") };
        // An array's or a map's elements are there or not by its length.
        if (!requiredStated && !elements.has(property)) {
          yield { message: `"${name}" doesn't say whether it is required`, at: field(property, "required") };
        }
      }
    }
  },
});
