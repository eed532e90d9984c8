import { sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-min-isr",
  section: "streams",
  source: "Jikkou topic validators; Kafka durability guidance",
  description: "min.insync.replicas is at least 2 and below the replication factor; in local, not above it.",
  rationale:
    "At 1, acks=all confirms a record that one broker has; at the replication factor, one lost broker stops all writes.",
  fix: "set customProperty `minInsyncReplicas` of the contract's schema object between 2 and its replicas - 1",
  parameters: {
    minimum: { unit: "replicas", default: 2, direction: "up", description: "Fewest in-sync replicas outside local." },
  },
  resource: {
    types: [TOPIC],
    *check({ props }, { values, throwAway, products }) {
      const insync = props.at("config", "min.insync.replicas").number();
      const replicas = props.at("replicationFactor").number() ?? 0;
      const at = sourceOf(products, props.at("name").text());
      if (throwAway) {
        // One broker: a single replica has to do, but more than there are would stop every write.
        if (insync !== undefined && insync > replicas) {
          yield { message: `min.insync.replicas is ${insync}, but there are only ${replicas} replicas`, at };
        }
        return;
      }
      if (insync === undefined || insync < values.minimum) {
        yield { message: `min.insync.replicas is ${insync ?? "not set"}, at least ${values.minimum} is needed`, at };
      } else if (insync >= replicas) {
        yield { message: `min.insync.replicas is ${insync}, it has to be below the ${replicas} replicas`, at };
      }
    },
  },
});
