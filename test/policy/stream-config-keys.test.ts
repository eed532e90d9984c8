import guardrail from "../../policy-pack/policies/stream-config-keys";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }, { title: "no config", edits: [["topic", ["config"], undefined]] }],
  invalid: [
    {
      title: "an unknown config",
      edits: [["topic", ["config", "follower.replication.throttled.replicas"], "*"]],
      says: /follower\.replication/,
    },
  ],
  unknown: [
    { title: "all configs", edits: [["topic", ["config"], UNKNOWN]], reads: /needs the value of config,/ },
    {
      title: "the value of one",
      edits: [["topic", ["config", "retention.ms"], UNKNOWN]],
      passes: "only names are read",
    },
  ],
  secret: [
    {
      title: "a config's value",
      edits: [["topic", ["config", "flush.messages"], "hidden"]],
      says: /config "flush\.messages" is not among/,
    },
  ],
  notApplicable: [
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["config", "follower.replication.throttled.replicas"], "*"]],
    },
  ],
});
