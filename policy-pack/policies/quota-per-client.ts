import { field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { QUOTA } from "../lib/types";

export default guardrail({
  id: "quota-per-client",
  section: "streams",
  source: "Jikkou ClientQuota validations",
  description: "Each product's principal has a quota for writing and for reading, within bounds.",
  rationale: "One client without a quota can take the broker away from all others.",
  fix: "set customProperties `producerByteRate` and `consumerByteRate` of the product within the bounds",
  parameters: {
    maximumProducerRate: {
      unit: "bytes/s",
      default: 10_485_760,
      direction: "down",
      description: "Most bytes written.",
    },
    maximumConsumerRate: { unit: "bytes/s", default: 20_971_520, direction: "down", description: "Most bytes read." },
  },
  *stack(stack, { values, products }) {
    const quotas = stack.ofType(QUOTA).flatMap(({ urn, props }) => {
      if (props.at("entityType").text() !== "user") return [];
      return [{ urn, user: props.at("entityName").text(), config: props.at("config") }];
    });
    for (const { urn, model } of products) {
      const at = field(model, "customProperties");
      const own = quotas.filter(({ user }) => user === model.principal);
      if (own.length === 0) yield { urn, at, message: `principal "${model.principal}" has no quota in this stack` };
    }
    for (const { urn, config } of quotas) {
      for (const [key, maximum] of [
        ["producer_byte_rate", values.maximumProducerRate],
        ["consumer_byte_rate", values.maximumConsumerRate],
      ] as const) {
        const rate = config.at(key).number();
        if (rate !== undefined && rate > 0 && rate <= maximum) continue;
        yield { urn, message: `${key} is ${rate ?? "not set"}, allowed are 1 to ${maximum} bytes/s` };
      }
    }
  },
});
