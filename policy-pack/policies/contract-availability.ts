import { contractsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "contract-availability",
  section: "contracts",
  source: "ODCS slaProperties `availability`",
  description: "A contract promises its availability in percent, within bounds.",
  rationale: "A product can promise no more than its inputs do; without a number nobody can add up.",
  fix: "add an slaProperty `availability` with a value in percent",
  parameters: {
    minimumPercent: { unit: "percent", default: 99, direction: "up", description: "Least availability." },
  },
  product: function* (model, { values }) {
    for (const contract of contractsOf(model)) {
      const { availability } = contract.objectives;
      const at = field(contract, "slaProperties");
      if (!availability) yield { message: `contract "${contract.id}" promises no availability`, at };
      else if (!(availability.value >= values.minimumPercent && availability.value <= 100)) {
        const message = `availability of "${contract.id}" is ${availability.value} %, allowed are ${values.minimumPercent} to 100`;
        yield { message, at };
      }
    }
  },
});
