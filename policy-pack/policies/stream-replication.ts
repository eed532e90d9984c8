import { sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-replication",
  section: "streams",
  source: "Jikkou and Julie topic validators",
  description: "An event stream has at least 3 replicas, except in the throw-away environment local.",
  rationale: "With fewer replicas, losing one broker while another is down for maintenance loses data.",
  fix: "set customProperty `replicas` of the contract's schema object, or leave it out for the target's default",
  parameters: {
    minimum: { unit: "replicas", default: 3, direction: "up", description: "Fewest replicas outside local." },
  },
  resource: {
    types: [TOPIC],
    *check({ props }, { values, throwAway, products }) {
      const replicas = props.at("replicationFactor").number();
      if (throwAway || (replicas !== undefined && replicas >= values.minimum)) return;
      const message = `replicationFactor is ${replicas ?? "not set"}, at least ${values.minimum} are needed`;
      yield { message, at: sourceOf(products, props.at("name").text()) };
    },
  },
});
