import guardrail from "../../policy-pack/policies/stream-retention";
import { DATASET } from "./fixtures/product";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    {
      title: "compacted without a time",
      edits: [
        ["topic", ["config", "cleanup.policy"], "compact"],
        ["topic", ["config", "retention.ms"], undefined],
        ["product", [...DATASET, "stream", "retentionMs"], undefined],
      ],
    },
  ],
  invalid: [
    {
      title: "without end",
      edits: [
        ["topic", ["config", "retention.ms"], "-1"],
        ["product", [...DATASET, "stream", "retentionMs"], undefined],
      ],
      says: /negative.*odcs/,
    },
    {
      title: "not what is promised",
      edits: [["topic", ["config", "retention.ms"], "86400000"]],
      says: /retention\.ms is 86400000, the contract promises 604800000/,
    },
    {
      title: "none",
      edits: [
        ["topic", ["config", "retention.ms"], undefined],
        ["product", [...DATASET, "stream", "retentionMs"], undefined],
      ],
      says: /has to promise/,
    },
    {
      title: "too long",
      edits: [
        ["topic", ["config", "retention.ms"], 401 * 86_400_000],
        ["product", [...DATASET, "stream", "retentionMs"], 401 * 86_400_000],
      ],
      says: /401 days, at most 400/,
    },
    {
      title: "too short",
      edits: [
        ["topic", ["config", "retention.ms"], 1000],
        ["product", [...DATASET, "stream", "retentionMs"], 1000],
      ],
      says: /at least 1 hours/,
    },
    {
      title: "longer than a tightened parameter",
      tightenings: { orders: { "stream-retention": { maximumDays: 10 } } },
      says: /30 days, at most 10/,
      times: 2,
    },
  ],
  unknown: [
    { title: "retention", edits: [["topic", ["config", "retention.ms"], UNKNOWN]], reads: /retention\.ms/ },
    { title: "cleanup", edits: [["topic", ["config", "cleanup.policy"], UNKNOWN]], reads: /cleanup\.policy/ },
    {
      title: "the promise",
      edits: [["product", [...DATASET, "stream", "retentionMs"], UNKNOWN]],
      reads: /retentionMs/,
    },
  ],
  secret: [
    {
      title: "a time",
      edits: [["topic", ["config", "retention.ms"], "86400000"]],
      says: /retention\.ms is \[secret\], the contract/,
    },
  ],
  notApplicable: [
    {
      title: "not a topic",
      types: { topic: "kubernetes:core/v1:Service" },
      edits: [["topic", ["config", "retention.ms"], "-1"]],
    },
    { title: "another domain's tightening", tightenings: { customers: { "stream-retention": { maximumDays: 1 } } } },
  ],
});
