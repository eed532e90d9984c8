import { sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

const KEY = "unclean.leader.election.enable";

export default guardrail({
  id: "stream-unclean-election",
  section: "streams",
  source: "Kafka durability guidance",
  description: "unclean.leader.election.enable is not true.",
  rationale: "A leader that was out of sync throws away records that were acknowledged.",
  fix: `take ${KEY} out of the topic's config`,
  resource: {
    types: [TOPIC],
    *check({ props }, { products }) {
      if (props.at("config", KEY).flag() !== true) return;
      yield { message: `${KEY} is true`, at: sourceOf(products, props.at("name").text()) };
    },
  },
});
