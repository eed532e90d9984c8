import { contractsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "contract-latency",
  section: "contracts",
  source: "ODCS slaProperties `latency`",
  description: "A contract promises its API's longest answer, with a unit of time, within bounds.",
  rationale: "A caller sets its own time-outs by this promise.",
  fix: "add an slaProperty `latency` with a value and a unit of time (ms, s)",
  parameters: {
    maximumMs: { unit: "ms", default: 1000, direction: "down", description: "Longest answer at the 99th percentile." },
  },
  product: function* (model, { values }) {
    for (const contract of contractsOf(model)) {
      const { latency } = contract.objectives;
      const at = field(contract, "slaProperties");
      if (!latency) yield { message: `contract "${contract.id}" promises no latency`, at };
      else if (latency.ms === undefined || latency.ms <= 0 || latency.ms > values.maximumMs) {
        const given = `${latency.value} ${latency.unit}`;
        yield { message: `latency of "${contract.id}" is ${given}, at most ${values.maximumMs} ms are allowed`, at };
      }
    }
  },
});
