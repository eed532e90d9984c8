import { contractsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

const MINUTE = 60_000;

export default guardrail({
  id: "contract-freshness",
  section: "contracts",
  source: "The article's freshness policy; ODCS slaProperties",
  description: "A contract promises how old its data may be, with a unit of time, within bounds.",
  rationale: "Whoever decides on data has to know how old it may be.",
  fix: "add an slaProperty `freshness` with a value and a unit of time (s, m, h, d)",
  parameters: {
    maximumMinutes: { unit: "minutes", default: 1440, direction: "down", description: "Oldest that data may be." },
  },
  product: function* (model, { values }) {
    for (const contract of contractsOf(model)) {
      const { freshness } = contract.objectives;
      const at = field(contract, "slaProperties");
      if (!freshness) yield { message: `contract "${contract.id}" promises no freshness`, at };
      else if (freshness.ms === undefined) {
        yield { message: `freshness of "${contract.id}" is in "${freshness.unit}", which is no unit of time`, at };
      } else if (freshness.ms > values.maximumMinutes * MINUTE || freshness.ms <= 0) {
        const given = `${freshness.value} ${freshness.unit}`;
        yield {
          message: `freshness of "${contract.id}" is ${given}, at most ${values.maximumMinutes} minutes are allowed`,
          at,
        };
      }
    }
  },
});
