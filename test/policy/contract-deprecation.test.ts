import guardrail from "../../policy-pack/policies/contract-deprecation";
import { CONTRACT } from "./fixtures/product";
import { type Edit, prove, UNKNOWN } from "./support";

const status = (value: string): Edit => ["product", [...CONTRACT, "status"], value];
const until = (value: string | undefined): Edit => ["product", [...CONTRACT, "objectives", "endOfSupport"], value];

prove(guardrail, {
  valid: [
    { title: "active without a date" },
    { title: "deprecated and running", edits: [status("deprecated"), until("2026-12-31")] },
    { title: "retired after its day", edits: [status("retired"), until("2026-06-14")] },
    {
      title: "retired and gone after its day",
      edits: [status("retired"), until("2026-06-14")],
      without: ["topic", "deadLetter", "subject"],
    },
  ],
  invalid: [
    {
      title: "deprecated without a date",
      edits: [status("deprecated"), until(undefined)],
      says: /is deprecated and promises no date as endOfSupport .*slaProperties/,
    },
    {
      title: "retired without a date",
      edits: [status("retired"), until("soon")],
      says: /is retired and promises no date/,
    },
    {
      title: "retired on its last day",
      edits: [status("retired"), until("2026-06-15")],
      says: /is retired, but is supported until 2026-06-15.*status/,
    },
    {
      title: "an end before the end of support",
      edits: [
        status("deprecated"),
        until("2026-12-31"),
        ["product", [...CONTRACT, "objectives", "endOfLife"], "2026-12-30"],
      ],
      says: /ends on 2026-12-30, before its endOfSupport 2026-12-31/,
    },
    {
      title: "its stream is gone",
      edits: [status("deprecated"), until("2026-12-31")],
      without: ["topic"],
      says: /"orders\.orders\.v1" is not in this stack.* until 2026-12-31/,
    },
    {
      title: "its subject is gone",
      edits: [status("deprecated"), until("2026-12-31")],
      without: ["subject"],
      says: /"orders\.orders\.v1-value" is not in this stack/,
    },
  ],
  unknown: [
    { title: "the status", edits: [status(UNKNOWN)], reads: /contract\.status/ },
    { title: "the date", edits: [status("deprecated"), until(UNKNOWN)], reads: /endOfSupport/ },
    { title: "the date while active", edits: [until(UNKNOWN)], passes: "it is not read" },
  ],
  secret: [{ title: "a date", edits: [status("deprecated"), until("hidden-date")], says: /promises no date/ }],
  notApplicable: [
    { title: "an active contract's stream is gone", without: ["topic"] },
    { title: "an input's contract", edits: [["product", ["model", "inputPorts", 0, "contract", "status"], "retired"]] },
  ],
});
