import { sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-partitions",
  section: "streams",
  source: "Jikkou TopicMinNumPartitions, TopicMaxNumPartitions",
  description: "A topic has between 1 and 48 partitions, a whole number.",
  rationale: "Each partition costs every broker memory and recovery time, and their number can never go down again.",
  fix: "set customProperty `partitions` of the contract's schema object",
  parameters: {
    maximum: { unit: "partitions", default: 48, direction: "down", description: "Most partitions of a topic." },
  },
  resource: {
    types: [TOPIC],
    *check({ props }, { values, products }) {
      const partitions = props.at("partitions").number();
      if (Number.isInteger(partitions) && Number(partitions) >= 1 && Number(partitions) <= values.maximum) return;
      const message = `partitions is ${partitions ?? "not set"}, allowed are 1 to ${values.maximum}`;
      yield { message, at: sourceOf(products, props.at("name").text()) };
    },
  },
});
