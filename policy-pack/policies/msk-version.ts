import { MSK_CLUSTERS } from "../lib/aws-msk";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "msk-version",
  section: "streams",
  source: "Amazon MSK developer guide: supported Apache Kafka versions",
  description: "An MSK cluster runs a version of Kafka that AWS supports.",
  rationale: "A version past its end gets no fixes, and AWS upgrades it at a time of its own choice.",
  fix: "set kafkaVersion to a supported version",
  parameters: {
    supported: {
      unit: "versions of Kafka",
      default: ["3.7", "3.8", "3.9", "4.0", "4.1"].flatMap((version) => [`${version}.x`, `${version}.x.kraft`]),
      direction: "subset",
      description: "Versions that a cluster may run.",
    },
  },
  resource: {
    types: MSK_CLUSTERS,
    *check({ props }, { values }) {
      const version = props.at("kafkaVersion").text();
      if (version !== undefined && values.supported.includes(version)) return;
      yield `kafkaVersion is ${version ?? "not set"}, supported are ${values.supported.join(", ")}`;
    },
  },
});
