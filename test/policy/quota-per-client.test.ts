import guardrail from "../../policy-pack/policies/quota-per-client";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [{ title: "as it is" }],
  invalid: [
    {
      title: "no quota",
      without: ["quota"],
      says: /principal "orders\.order-events" has no quota .*product\.odps\.yaml/,
    },
    {
      title: "Strimzi's user, too much",
      more: {
        user: {
          type: "kubernetes:kafka.strimzi.io/v1beta2:KafkaUser",
          props: {
            metadata: { name: "orders.order-events" },
            spec: { quotas: { producerByteRate: 99_999_999, consumerByteRate: 1 } },
          },
        },
      },
      says: /^user: producer_byte_rate is 99999999, allowed are/,
    },
    { title: "somebody else's", edits: [["quota", ["entityName"], "orders.other"]], says: /has no quota/ },
    { title: "of an IP address", edits: [["quota", ["entityType"], "ip"]], says: /has no quota/ },
    {
      title: "too much written",
      edits: [["quota", ["config", "producer_byte_rate"], "10485761"]],
      says: /producer_byte_rate is 10485761, allowed are 1 to 10485760/,
    },
    {
      title: "no limit for reading",
      edits: [["quota", ["config", "consumer_byte_rate"], undefined]],
      says: /consumer_byte_rate is not set/,
    },
    {
      title: "nothing at all",
      edits: [["quota", ["config", "consumer_byte_rate"], "0"]],
      says: /consumer_byte_rate is 0/,
    },
  ],
  unknown: [
    { title: "user", edits: [["quota", ["entityName"], UNKNOWN]], reads: /entityName/ },
    { title: "rate", edits: [["quota", ["config", "producer_byte_rate"], UNKNOWN]], reads: /producer_byte_rate/ },
  ],
  secret: [
    {
      title: "a rate",
      edits: [["quota", ["config", "producer_byte_rate"], "10485761"]],
      says: /producer_byte_rate is \[secret\], allowed/,
    },
  ],
  notApplicable: [{ title: "no product", without: ["product", "quota"] }],
});
