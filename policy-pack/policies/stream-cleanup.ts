import { datasetsOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "stream-cleanup",
  section: "streams",
  source: "Kafka log compaction",
  description: "A compacted stream's contract has a key.",
  rationale: "Compaction keeps the last record of each key; the broker refuses records without one.",
  fix: "mark the key's property with `primaryKey: true`, or set customProperty `cleanupPolicy` to delete",
  product: function* (model) {
    for (const { name, key, stream } of datasetsOf(model)) {
      if (stream?.cleanup !== "compact" || key !== undefined) continue;
      yield {
        message: `stream "${stream.topic}" of "${name}" is compacted, but the contract has no primary key`,
        at: stream.source,
      };
    }
  },
});
