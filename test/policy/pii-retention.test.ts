import guardrail from "../../policy-pack/policies/pii-retention";
import { CONTRACT, DATASET, PROPERTY } from "./fixtures/product";
import { type Edit, prove, UNKNOWN } from "./support";

const DAY = 86_400_000;
const INPUT = ["model", "inputPorts", 0] as const;
const personal: Edit = ["product", [...PROPERTY, "classification"], "confidential"];
const read: Edit = ["product", [...INPUT, "contract", "datasets", 0, "properties", 0, "classification"], "restricted"];
const promised = (days: number): Edit => [
  "product",
  [...CONTRACT, "objectives", "retention"],
  { value: days, unit: "d", ms: days * DAY },
];

prove(guardrail, {
  valid: [
    { title: "no personal data, and no promise" },
    { title: "90 days", edits: [personal, promised(90)] },
    { title: "others' personal data", edits: [read] },
  ],
  invalid: [
    {
      title: "no promise for the table",
      edits: [personal],
      says: /table "orders" holds personal data without a promised end, at most 90 .*slaProperties/,
    },
    {
      title: "91 days in the table",
      edits: [personal, promised(91)],
      says: /table "orders" keeps personal data for 91 days, at most 90/,
    },
    {
      title: "91 days in the stream",
      edits: [personal, promised(7), ["product", [...DATASET, "stream", "retentionMs"], 91 * DAY]],
      says: /stream "orders\.orders\.v1" keeps personal data for 91 days/,
    },
    {
      title: "without end",
      edits: [personal, promised(7), ["product", [...DATASET, "stream", "retentionMs"], -1]],
      says: /stream "orders\.orders\.v1" .* without a promised end/,
    },
    {
      title: "a dead letter without a promise",
      edits: [personal, promised(7), ["product", [...DATASET, "deadLetter", "retentionMs"], undefined]],
      says: /dead-letter" holds personal data without/,
    },
    {
      title: "a dead letter of others' personal data",
      edits: [read, ["product", [...INPUT, "deadLetters", 0, "retentionMs"], 400 * DAY]],
      says: /profiles\.v1\.dead-letter" keeps personal data for 400 days/,
    },
    {
      title: "longer than a tightened parameter",
      tightenings: { orders: { "pii-retention": { maximumDays: 29 } } },
      edits: [personal, promised(7)],
      says: /keeps personal data for 30 days, at most 29/,
    },
  ],
  unknown: [
    {
      title: "a classification",
      edits: [["product", [...PROPERTY, "classification"], UNKNOWN]],
      reads: /classification/,
    },
    {
      title: "the promise",
      edits: [personal, ["product", [...CONTRACT, "objectives", "retention"], UNKNOWN]],
      reads: /objectives\.retention/,
    },
    {
      title: "the promise of what isn't personal",
      edits: [["product", [...DATASET, "stream", "retentionMs"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a time",
      edits: [personal, promised(7), ["product", [...DATASET, "stream", "retentionMs"], 400 * DAY]],
      says: /keeps personal data for 400 days/,
    },
  ],
  notApplicable: [{ title: "not personal", edits: [["product", [...DATASET, "stream", "retentionMs"], 400 * DAY]] }],
});
