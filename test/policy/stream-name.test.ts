import guardrail from "../../policy-pack/policies/stream-name";
import { DATASET } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a registered legacy name",
      edits: [
        ["topic", ["name"], "ORDERS"],
        ["product", [...DATASET, "stream", "topic"], "ORDERS"],
        ["product", [...DATASET, "stream", "legacyName"], true],
      ],
    },
  ],
  invalid: [
    { title: "no version", edits: [["topic", ["name"], "orders.orders"]], says: /neither <domain>/ },
    { title: "version 0", edits: [["topic", ["name"], "orders.orders.v0"]], says: /neither <domain>/ },
    { title: "nothing but a dot", edits: [["topic", ["name"], "."]], says: /characters outside|neither/, times: 2 },
    {
      title: "illegal characters",
      edits: [["topic", ["name"], "orders orders"]],
      says: /characters outside|neither/,
      times: 2,
    },
    { title: "too long", edits: [["topic", ["name"], `orders.${"a".repeat(240)}.v1`]], says: /at most 249/ },
    { title: "no name", edits: [["topic", ["name"], undefined]], says: /has no name|neither/, times: 2 },
    {
      title: "a collision in metrics",
      edits: [
        ["product", [...DATASET, "stream", "legacyName"], true],
        ["product", [...DATASET, "stream", "topic"], "orders_orders.v1"],
        ["topic", ["name"], "orders_orders.v1"],
        ["deadLetter", ["name"], "orders.orders.v1"],
      ],
      says: /collides with "orders_orders.v1"/,
    },
  ],
  unknown: [{ title: "the name", edits: [["topic", ["name"], UNKNOWN]], reads: /needs the value of name/ }],
  secret: [{ title: "a name", edits: [["topic", ["name"], "orders.Hidden"]], says: /topic "\[secret\]" is neither/ }],
  notApplicable: [
    { title: "not a topic", types: { topic: "kubernetes:core/v1:Service" }, edits: [["topic", ["name"], "a b"]] },
  ],
});
