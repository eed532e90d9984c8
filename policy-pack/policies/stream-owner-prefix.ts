import { datasetsOf, field, ownStreams } from "../lib/contracts";
import { guardrail } from "../lib/guardrail";
import { SUBJECT, TOPIC } from "../lib/types";

export default guardrail({
  id: "stream-owner-prefix",
  section: "streams",
  source: "strimzi/strimzi-kafka-operator #1206; streamthoughts/jikkou #475",
  description: "A stack has only its own domain's products, and touches only its own domain's topics and subjects.",
  rationale: "Two stacks that manage one topic undo each other; a domain that makes another's topic takes it over.",
  fix: "move the product to its domain's stack; read another domain's stream through an input port",
  product: function* (model, { domain }) {
    if (model.domain !== domain) {
      yield {
        message: `product of domain "${model.domain}" in the stack of domain "${domain}"`,
        at: field(model, "domain"),
      };
    }
  },
  *stack(stack, { domain, products }) {
    const legacy = new Set<string>();
    for (const { model } of products) {
      for (const { legacyName, topic } of ownStreams(model)) if (legacyName) legacy.add(topic);
      for (const { stream, subject } of datasetsOf(model))
        if (stream?.legacyName && subject) legacy.add(subject.subject);
    }
    for (const [type, key] of [
      [TOPIC, "name"],
      [SUBJECT, "subject"],
    ] as const) {
      for (const { urn, props } of stack.ofType(type)) {
        const name = props.at(key).text() ?? "";
        // A legacy name with a dot in it still says a domain.
        const own = name.startsWith(`${domain}.`) || (legacy.has(name) && !name.includes("."));
        if (!own) yield { urn, message: `"${name}" does not begin with "${domain}.", the domain of this stack` };
      }
    }
  },
});
