import type { DataProduct, InputPort } from "../../contracts/model";
import { inputDeadLetterName } from "../../contracts/names";
import { ownStreams, sourceOf } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { TOPIC } from "../lib/types";

const LEGAL = /^[A-Za-z0-9._-]+$/;
const LONGEST = 249;
const NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\.v[1-9][0-9]*$/;
const DEAD_LETTER = ".dead-letter";

/** What the dead letters of an input port are to be called. */
function lettersOf(reader: DataProduct, { contract }: InputPort): string[] {
  return contract.datasets.flatMap(({ stream }) => (stream ? inputDeadLetterName(reader, stream.topic) : []));
}

export default guardrail({
  id: "stream-name",
  section: "streams",
  source: "Jikkou TopicNameRegexValidation; Kafka's rules for topic names",
  description:
    "A topic is named <domain>.<entity>.v<major> or by its contract's registered legacy name, in legal characters; a dead letter after its stream.",
  rationale:
    "The name tells a reader who owns the stream and when its shape breaks; Kafka's metrics take `.` and `_` for one.",
  fix: "leave the name to the contract (domain, customProperty `entity`, version), or register `legacyStreamName` there",
  resource: {
    types: [TOPIC],
    *check({ props }, { products }) {
      const name = props.at("name").text();
      const at = sourceOf(products, name);
      if (name === undefined) yield "the topic has no name";
      else if (!LEGAL.test(name) || name === "." || name === "..") {
        yield { message: `topic "${name}" has characters outside A-Z a-z 0-9 . _ -`, at };
      } else if (name.length > LONGEST) {
        yield { message: `topic "${name}" has ${name.length} characters, at most ${LONGEST} are possible`, at };
      }
    },
  },
  *stack(stack, { products }) {
    const legacy = new Set(
      products.flatMap(({ model }) => ownStreams(model).flatMap(({ legacyName, topic }) => (legacyName ? topic : []))),
    );
    const inputs = new Set(products.flatMap(({ model }) => model.inputPorts.flatMap((port) => lettersOf(model, port))));
    const seen = new Map<string, string>();
    for (const { urn, props } of stack.ofType(TOPIC)) {
      const name = props.at("name").text() ?? "";
      const base = name.endsWith(DEAD_LETTER) ? name.slice(0, -DEAD_LETTER.length) : name;
      const at = sourceOf(products, name);
      if (!NAME.test(base) && !legacy.has(base) && !legacy.has(name) && !inputs.has(name)) {
        yield {
          urn,
          at,
          message: `topic "${name}" is neither <domain>.<entity>.v<major> nor a registered legacy name`,
        };
      }
      const metric = name.replaceAll(".", "_");
      const other = seen.get(metric);
      if (other !== undefined)
        yield { urn, at, message: `topic "${name}" collides with "${other}" in Kafka's metrics` };
      seen.set(metric, name);
    }
  },
});
