import guardrail from "../../policy-pack/policies/stream-unclean-election";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "false", edits: [["topic", ["config", "unclean.leader.election.enable"], "false"]] },
  ],
  invalid: [
    {
      title: "Strimzi's topic",
      more: {
        one: {
          type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic",
          props: {
            metadata: { name: "orders.strimzi.v1" },
            spec: { config: { "unclean.leader.election.enable": true } },
          },
        },
      },
      says: /^one: .* is true/,
    },
    {
      title: "true",
      edits: [["topic", ["config", "unclean.leader.election.enable"], "true"]],
      says: /unclean\.leader\.election\.enable is true/,
    },
    {
      title: "a true boolean",
      edits: [["topic", ["config", "unclean.leader.election.enable"], true]],
      says: /is true/,
    },
  ],
  unknown: [
    {
      title: "the config",
      edits: [["topic", ["config", "unclean.leader.election.enable"], UNKNOWN]],
      reads: /unclean/,
    },
  ],
  secret: [
    {
      title: "a flag",
      edits: [["topic", ["config", "unclean.leader.election.enable"], "true"]],
      says: /election\.enable is/,
    },
  ],
  notApplicable: [
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["config", "unclean.leader.election.enable"], "true"]],
    },
  ],
});
