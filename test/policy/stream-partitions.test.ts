import guardrail from "../../policy-pack/policies/stream-partitions";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "48", edits: [["topic", ["partitions"], 48]] },
    { title: "1", edits: [["topic", ["partitions"], 1]] },
  ],
  invalid: [
    {
      title: "Strimzi's topic",
      more: {
        one: {
          type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaTopic",
          props: { metadata: { name: "orders.strimzi.v1" }, spec: { partitions: 60, replicas: 3 } },
        },
      },
      says: /^one: partitions is 60/,
    },
    { title: "49", edits: [["topic", ["partitions"], 49]], says: /partitions is 49, allowed are 1 to 48 .*odcs/ },
    { title: "0", edits: [["topic", ["partitions"], 0]], says: /partitions is 0/ },
    { title: "one and a half", edits: [["topic", ["partitions"], 1.5]], says: /1\.5/ },
    { title: "none", edits: [["topic", ["partitions"], undefined]], says: /not set/ },
    {
      title: "more than a tightened parameter",
      tightenings: { orders: { "stream-partitions": { maximum: 2 } } },
      says: /1 to 2/,
      times: 3,
    },
  ],
  unknown: [{ title: "partitions", edits: [["topic", ["partitions"], UNKNOWN]], reads: /partitions/ }],
  secret: [
    {
      title: "a number",
      edits: [["topic", ["partitions"], 49]],
      says: /partitions is \[secret\], allowed are 1 to 48/,
    },
  ],
  notApplicable: [
    { title: "not a topic", types: { topic: "kubernetes:core/v1:Service" }, edits: [["topic", ["partitions"], 49]] },
  ],
});
