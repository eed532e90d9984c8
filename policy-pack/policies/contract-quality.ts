import type { Property, QualityRule } from "../../contracts/model";
import { datasetsOf, elementsOf, field, propertiesOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

const COMPLETENESS = ["nullValues", "missingValues"];

export default guardrail({
  id: "contract-quality",
  section: "contracts",
  source: "The article's quality policy (share of nulls below Y %)",
  description:
    "Each required property, also inside objects and arrays, has a completeness rule that bounds its share of empty values.",
  rationale: "A promise that nobody measures is a wish.",
  fix: "add a `quality` rule with metric nullValues or missingValues and `mustBe: 0`, or a bound with unit percent",
  parameters: {
    maximumPercent: { unit: "percent", default: 5, direction: "down", description: "Largest share of empty values." },
  },
  product: function* (model, { values }) {
    for (const dataset of datasetsOf(model)) {
      const elements = new Set([...propertiesOf(dataset)].flatMap(elementsOf));
      for (const property of propertiesOf(dataset)) {
        // An array's elements are there or not by its length.
        if (!property.required || elements.has(property)) continue;
        const bounds = completeness(property).map(share);
        const at = field(property, "quality");
        if (bounds.length === 0) yield { message: `required property "${property.name}" has no completeness rule`, at };
        else if (Math.min(...bounds) > values.maximumPercent) {
          const message = `"${property.name}" may have ${Math.min(...bounds)} % empty values, at most ${values.maximumPercent} % are allowed`;
          yield { message, at };
        }
      }
    }
  },
});

function completeness({ quality }: Property): QualityRule[] {
  return quality.filter(({ metric }) => metric !== undefined && COMPLETENESS.includes(metric));
}

/** The share of empty values that a rule lets pass, in percent. A number of rows bounds no share, unless it is none. */
function share({ unit, mustBe, mustBeLessThan, mustBeLessOrEqualTo }: QualityRule): number {
  const bound = [mustBe, mustBeLessThan, mustBeLessOrEqualTo].find((one) => typeof one === "number");
  if (typeof bound !== "number") return 100;
  return bound === 0 || unit === "percent" ? bound : 100;
}
