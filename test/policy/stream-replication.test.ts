import guardrail from "../../policy-pack/policies/stream-replication";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }, { title: "more", edits: [["topic", ["replicationFactor"], 5]] }],
  invalid: [
    {
      title: "Strimzi's topic",
      more: {
        one: {
          type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic",
          props: { metadata: { name: "orders.strimzi.v1" }, spec: { partitions: 1, replicas: 1 } },
        },
      },
      says: /^one: replicationFactor is 1/,
    },
    {
      title: "one replica",
      edits: [["topic", ["replicationFactor"], 1]],
      says: /replicationFactor is 1, at least 3 .*domains\/orders\/orders\.odcs\.yaml: schema\[0\]/,
    },
    { title: "two", edits: [["topic", ["replicationFactor"], 2]], says: /at least 3/ },
    { title: "none", edits: [["topic", ["replicationFactor"], undefined]], says: /not set/ },
    {
      title: "fewer than a tightened parameter",
      tightenings: { orders: { "stream-replication": { minimum: 4 } } },
      says: /at least 4/,
      times: 3,
    },
  ],
  unknown: [
    { title: "replicas", edits: [["topic", ["replicationFactor"], UNKNOWN]], reads: /replicationFactor/ },
    {
      title: "replicas in local",
      stack: "orders-local",
      edits: [["topic", ["replicationFactor"], UNKNOWN]],
      reads: /replicationFactor/,
    },
    { title: "another config", edits: [["topic", ["config", "retention.ms"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    {
      title: "a number",
      edits: [["topic", ["replicationFactor"], 2]],
      says: /replicationFactor is \[secret\], at least 3/,
    },
  ],
  notApplicable: [
    { title: "local", stack: "orders-local", edits: [["topic", ["replicationFactor"], 1]] },
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["replicationFactor"], 1]],
    },
  ],
});
