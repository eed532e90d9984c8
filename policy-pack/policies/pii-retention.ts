import type { Contract, Dataset, Stream } from "../../contracts/model";
import { contractsOf, field, propertiesOf } from "../lib/contracts";
import { type Finding, guardrail } from "../lib/guardrail";

const DAY = 86_400_000;

export default guardrail({
  id: "pii-retention",
  section: "contracts",
  source: "GDPR art. 5 (1) e, storage limitation",
  description: "Streams and tables with personal data keep it for a promised and bounded time.",
  rationale: "Personal data that is kept without end is kept without a purpose, and that is unlawful.",
  fix: "promise a `retention` among the contract's slaProperties (and customProperty `deadLetterRetention`) within the bound",
  parameters: {
    maximumDays: {
      unit: "days",
      default: 90,
      direction: "down",
      description: "Longest time that personal data is kept.",
    },
    personalClasses: {
      unit: "classifications",
      default: ["confidential", "restricted"],
      direction: "superset",
      description: "Classifications of properties that are about persons.",
    },
  },
  product: function* (model, { values }) {
    const { maximumDays, personalClasses } = values;
    const isPersonal = (dataset: Dataset) =>
      [...propertiesOf(dataset)].some(({ classification = "" }) => personalClasses.includes(classification));
    for (const contract of contractsOf(model)) {
      for (const dataset of contract.datasets.filter(isPersonal)) {
        for (const stream of [dataset.stream, dataset.deadLetter]) if (stream) yield* bounded(stream, maximumDays);
        if (dataset.table) yield* table(contract, { name: dataset.table.name, maximumDays });
      }
    }
    // What couldn't be processed of others' personal data is kept here.
    for (const { contract, deadLetters } of model.inputPorts) {
      if (!contract.datasets.some(isPersonal)) continue;
      for (const letter of deadLetters) yield* bounded(letter, maximumDays);
    }
  },
});

function* bounded({ topic, retentionMs, source }: Stream, maximumDays: number): Generator<Finding> {
  const most = `at most ${maximumDays} days are allowed`;
  if (retentionMs === undefined || retentionMs < 0) {
    yield { message: `stream "${topic}" holds personal data without a promised end, ${most}`, at: source };
  } else if (retentionMs > maximumDays * DAY) {
    yield { message: `stream "${topic}" keeps personal data for ${retentionMs / DAY} days, ${most}`, at: source };
  }
}

function* table(
  contract: Contract,
  { name, maximumDays }: { readonly name: string; readonly maximumDays: number },
): Generator<Finding> {
  const { retention } = contract.objectives;
  const at = field(contract, "slaProperties");
  const most = `at most ${maximumDays} days are allowed`;
  if (retention?.ms === undefined || retention.ms < 0) {
    yield { message: `table "${name}" holds personal data without a promised end, ${most}`, at };
  } else if (retention.ms > maximumDays * DAY) {
    yield { message: `table "${name}" keeps personal data for ${retention.ms / DAY} days, ${most}`, at };
  }
}
