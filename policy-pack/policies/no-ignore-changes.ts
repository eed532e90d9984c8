import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "no-ignore-changes",
  section: "gate",
  source: "Pulumi resource option ignoreChanges: analysis then sees the old inputs",
  description: "No resource ignores changes of a property that a guardrail may read.",
  rationale: "What is ignored is judged as it once was, and stays as somebody left it by hand.",
  fix: "take `ignoreChanges` out, or name only properties that no guardrail reads",
  exemptible: false,
  parameters: {
    allowed: {
      unit: "property paths",
      default: [
        "metadata.finalizers",
        "metadata.generation",
        "metadata.managedFields",
        "metadata.resourceVersion",
        "status",
      ],
      direction: "subset",
      description: "Properties, with what is below them, whose changes may be ignored.",
    },
  },
  resource: {
    *check({ ignoreChanges }, { values }) {
      for (const path of ignoreChanges) {
        const plain = path.replace(/\[["']?([^\]"']*)["']?\]/g, ".$1").replace(/^\./, "");
        const allowed = values.allowed.some((entry) => plain === entry || plain.startsWith(`${entry}.`));
        if (!allowed) yield `ignores changes of "${path}", which guardrails may read`;
      }
    },
  },
});
