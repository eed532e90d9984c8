import { field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "product-description",
  section: "contracts",
  source: "ODPS description",
  description: "A product says its purpose, its limitations and its usage.",
  rationale: "A reader decides by these whether the data is fit for theirs.",
  fix: "fill `description.purpose`, `description.limitations` and `description.usage` in the product's file",
  parameters: {
    minimumLength: {
      unit: "characters",
      default: 20,
      direction: "up",
      description: "Shortest text that says something.",
    },
  },
  product: function* (model, { values }) {
    for (const part of ["purpose", "limitations", "usage"] as const) {
      const length = model.description[part]?.trim().length ?? 0;
      if (length >= values.minimumLength) continue;
      const message = `${part} has ${length} characters, at least ${values.minimumLength} are needed`;
      yield { message, at: field(model, `description.${part}`) };
    }
  },
});
