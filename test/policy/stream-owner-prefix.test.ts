import guardrail from "../../policy-pack/policies/stream-owner-prefix";
import { DATASET } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a registered legacy name without a domain",
      edits: [
        ["topic", ["name"], "ORDERS"],
        ["product", [...DATASET, "stream", "topic"], "ORDERS"],
        ["product", [...DATASET, "stream", "legacyName"], true],
      ],
    },
  ],
  invalid: [
    {
      title: "another domain's topic",
      edits: [["topic", ["name"], "customers.profiles.v1"]],
      says: /does not begin with "orders\."/,
    },
    {
      title: "another domain's subject",
      edits: [["subject", ["subject"], "customers.profiles.v1-value"]],
      says: /customers\.profiles/,
    },
    {
      title: "another domain's product",
      edits: [["product", ["model", "domain"], "customers"]],
      says: /product of domain "customers".*domain/,
    },
    {
      title: "another domain's topic registered as a legacy name",
      edits: [
        ["topic", ["name"], "customers.x"],
        ["product", [...DATASET, "stream", "topic"], "customers.x"],
        ["product", [...DATASET, "stream", "legacyName"], true],
      ],
      says: /customers\.x/,
    },
  ],
  unknown: [
    { title: "topic name", edits: [["topic", ["name"], UNKNOWN]], reads: /name/ },
    { title: "subject", edits: [["subject", ["subject"], UNKNOWN]], reads: /subject/ },
    { title: "domain", edits: [["product", ["model", "domain"], UNKNOWN]], reads: /model\.domain/ },
  ],
  secret: [
    {
      title: "a name",
      edits: [["topic", ["name"], "customers.profiles.v1"]],
      says: /"\[secret\]" does not begin with/,
    },
  ],
  notApplicable: [
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["name"], "customers.profiles.v1"]],
    },
  ],
});
