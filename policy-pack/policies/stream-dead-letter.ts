import type { Stream } from "../../contracts/model";
import { datasetsOf, field } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-dead-letter",
  section: "streams",
  source: "design.md: nothing acknowledged is lost",
  description:
    "Each input port has a dead-letter stream of its own product, in the same stack, that keeps records at least as long as its source.",
  rationale: "A record that can't be processed has to go somewhere where it outlives the original, or it is lost.",
  fix: "set customProperty `deadLetterRetention` to at least the source's retention, and leave the dead-letter topic to EventStream",
  product: function* (model) {
    for (const port of model.inputPorts) {
      const sources = port.contract.datasets.flatMap(({ stream }) => stream ?? []);
      const missing = sources.length - port.deadLetters.length;
      if (missing > 0)
        yield { message: `input port "${port.name}" lacks ${missing} dead-letter stream(s)`, at: port.source };
      const longest = Math.max(0, ...sources.map(({ retentionMs }) => retentionMs ?? 0));
      for (const letter of port.deadLetters) yield* shorter(letter, longest);
    }
    for (const { stream, deadLetter } of datasetsOf(model)) {
      if (stream && deadLetter) yield* shorter(deadLetter, stream.retentionMs ?? 0);
    }
  },
  *stack(stack, { products }) {
    const topics = new Set(stack.ofType(TOPIC).map(({ props }) => props.at("name").text()));
    const readers = new Map<string, string>();
    for (const { urn, model } of products) {
      for (const { name, deadLetters, source } of model.inputPorts) {
        for (const { topic } of deadLetters) {
          const other = readers.get(topic) ?? model.id;
          readers.set(topic, other);
          if (other !== model.id) {
            const message = `dead-letter topic "${topic}" of input port "${name}" is that of product "${other}" too`;
            yield { urn, at: source, message };
          }
          if (topics.has(topic)) continue;
          yield {
            urn,
            at: source,
            message: `dead-letter topic "${topic}" of input port "${name}" is not in this stack`,
          };
        }
      }
      for (const dataset of datasetsOf(model)) {
        if (!dataset.deadLetter || topics.has(dataset.deadLetter.topic)) continue;
        const message = `dead-letter topic "${dataset.deadLetter.topic}" is not in this stack`;
        yield { urn, at: field(dataset, "customProperties"), message };
      }
    }
  },
});

function* shorter({ topic, retentionMs, source }: Stream, sourceMs: number) {
  if (retentionMs !== undefined && retentionMs >= sourceMs) return;
  const kept = retentionMs === undefined ? "no promised time" : `${retentionMs} ms`;
  yield { message: `dead letter "${topic}" keeps records for ${kept}, its source for ${sourceMs} ms`, at: source };
}
