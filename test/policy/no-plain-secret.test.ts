import guardrail from "../../policy-pack/policies/no-plain-secret";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "a provider's connection",
      types: { config: "pulumi:providers:kafka" },
      edits: [["config", ["saslPassword"], "hunter2"]],
    },
    { title: "an empty password", edits: [["config", ["data", "db-password"], ""]] },
  ],
  invalid: [
    {
      title: "named like one",
      edits: [["config", ["data", "db-password"], "hunter2"]],
      says: /data\.db-password is named like a credential(?!.*hunter2)/,
    },
    {
      title: "a private key",
      edits: [["config", ["data", "x"], "-----BEGIN RSA PRIVATE KEY-----"]],
      says: /data\.x looks like a credential/,
    },
    {
      title: "a cloud key in a topic",
      unlessUnknown: "another resource gives it: it is not written in the program",
      edits: [["topic", ["config", "x"], "AKIAABCDEFGHIJKLMNOP"]],
      says: /config\.x looks like a credential(?!.*AKIA)/,
    },
    {
      title: "a URL with a password in the contract",
      unlessUnknown: "another resource gives it: it is not written in the program",
      edits: [["product", ["model", "description", "usage"], "postgres://ann:hunter2@db/x"]],
      says: /model\.description\.usage looks like(?!.*hunter2)/,
    },
    {
      title: "a password outside its place",
      edits: [["database", ["password"], "hunter2"]],
      says: /password is named like/,
    },
    {
      title: "in a list",
      unlessUnknown: "another resource gives it: it is not written in the program",
      edits: [["config", ["list"], ["a", { token: "hunter2" }]]],
      says: /list\[1\]\.token/,
    },
    {
      title: "named like one and unknown",
      edits: [["topic", ["config", "password"], UNKNOWN]],
      says: /config\.password is named/,
    },
  ],
  unknown: [
    { title: "what a ConfigMap will publish", edits: [["config", ["data", "x"], UNKNOWN]], reads: /data\.x/ },
    {
      title: "a Secret's password",
      edits: [["secret", ["stringData", "kafka-password"], UNKNOWN]],
      passes: "it is in its place",
    },
    {
      title: "another resource's output elsewhere",
      edits: [["topic", ["config", "retention.ms"], UNKNOWN]],
      passes: "it is not written in the program",
    },
  ],
  secret: [
    {
      title: "in a ConfigMap",
      edits: [["config", ["data", "db-password"], "hunter2hunter2"]],
      says: /data\.db-password is named like a credential/,
    },
  ],
  notApplicable: [
    {
      title: "the places of credentials",
      edits: [
        ["credential", ["password"], "hunter2"],
        ["secret", ["stringData", "kafka-password"], "hunter2"],
        ["database", ["roles", 0, "password"], "hunter2"],
      ],
    },
  ],
});
