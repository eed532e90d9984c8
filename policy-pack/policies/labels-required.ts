import { guardrail } from "../lib/guardrail";
import type { Known } from "../lib/known";

export default guardrail({
  id: "labels-required",
  section: "kubernetes",
  source: "The article's tagging policy; Kubernetes recommended labels",
  description: "Every Kubernetes object, and every pod, says its domain, product, version and owner in labels.",
  rationale: "Cost, alarms and clean-up go by labels; what has none belongs to nobody.",
  fix: "use components/shared/labels.ts, which makes them from the product's file",
  parameters: {
    required: {
      unit: "labels",
      default: ["mesh.domain", "mesh.product", "mesh.version", "mesh.owner"],
      direction: "superset",
      description: "Labels that everything has.",
    },
  },
  *object({ props }, { values, domain, isPlatform }) {
    yield* missing(props.at("metadata"), values.required);
    const said = props.at("metadata", "labels", "mesh.domain").text();
    if (!isPlatform && said !== undefined && said !== domain) {
      yield `label mesh.domain is "${said}" in the stack of domain "${domain}"`;
    }
  },
  *pod({ metadata, resource }, { values }) {
    // Of a bare pod, these are the object's own.
    if (metadata.path !== resource.props.at("metadata").path) yield* missing(metadata, values.required);
  },
});

function* missing(metadata: Known, required: readonly string[]) {
  for (const label of required) {
    const { path } = metadata.at("labels", label);
    if (!metadata.at("labels", label).text()) yield `${path} is not set`;
  }
}
