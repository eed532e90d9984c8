import { streamNamed } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

const DAY = 86_400_000;

export default guardrail({
  id: "stream-retention",
  section: "streams",
  source: "Kafka retention.ms; ODCS slaProperties `retention`",
  description:
    "A topic keeps its records for a finite time, within bounds, and exactly as long as its contract promises.",
  rationale: "Readers rely on the promise for replays; data kept without end costs money and, of persons, is unlawful.",
  fix: "set the slaProperty `retention` of the contract (for a dead letter: customProperty `deadLetterRetention`)",
  parameters: {
    maximumDays: { unit: "days", default: 400, direction: "down", description: "Longest time that records are kept." },
    minimumHours: { unit: "hours", default: 1, direction: "up", description: "Shortest time that records are kept." },
  },
  resource: {
    types: [TOPIC],
    *check({ props }, { values, products }) {
      const stream = streamNamed(products, props.at("name").text());
      const at = stream?.source;
      const retention = props.at("config", "retention.ms").number();
      const promised = stream?.retentionMs;
      // A topic that is only compacted keeps the last record of each key, whatever retention.ms says.
      const compacted = props.at("config", "cleanup.policy").text() === "compact";
      if (promised !== undefined && retention !== promised) {
        yield { message: `retention.ms is ${retention ?? "not set"}, the contract promises ${promised}`, at };
      }
      if (retention === undefined) {
        if (!compacted) yield { message: "retention.ms is not set: the contract has to promise a retention", at };
      } else if (retention < 0) yield { message: "retention.ms is negative: records would be kept without end", at };
      else if (retention > values.maximumDays * DAY) {
        yield { message: `retention is ${retention / DAY} days, at most ${values.maximumDays} are allowed`, at };
      } else if (retention < (values.minimumHours * DAY) / 24) {
        yield { message: `retention.ms is ${retention}, at least ${values.minimumHours} hours are needed`, at };
      }
    },
  },
});
