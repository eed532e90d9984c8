import { sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-config-keys",
  section: "streams",
  source: "Jikkou TopicConfigKeys validation",
  description: "A topic sets only configs that the federation knows.",
  rationale: "A config that nobody judged can undo what the other guardrails hold: retention, durability, size.",
  fix: "take the config out, or ask the platform team to allow it",
  parameters: {
    allowed: {
      unit: "topic configs",
      default: [
        "cleanup.policy",
        "compression.type",
        "delete.retention.ms",
        "max.compaction.lag.ms",
        "max.message.bytes",
        "message.timestamp.type",
        "min.cleanable.dirty.ratio",
        "min.compaction.lag.ms",
        "min.insync.replicas",
        "retention.bytes",
        "retention.ms",
        "segment.bytes",
        "segment.ms",
        "unclean.leader.election.enable",
      ],
      direction: "subset",
      description: "Topic configs that may be set.",
    },
  },
  resource: {
    types: [TOPIC],
    *check({ props }, { values, products }) {
      const at = sourceOf(products, props.at("name").text());
      for (const key of props.at("config").keys()) {
        if (!values.allowed.includes(key))
          yield { message: `config "${key}" is not among ${values.allowed.join(", ")}`, at };
      }
    },
  },
});
