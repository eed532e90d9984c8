import { guardrail } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { picks } from "../lib/selectors";

const SERVING = ["Deployment", "StatefulSet", "ReplicaSet"];

export default guardrail({
  id: "workload-spread",
  section: "kubernetes",
  source: "Kubernetes: pod topology spread constraints",
  description: "The pods of a workload that serves are spread over nodes or zones, by their own labels.",
  rationale: "Two pods on one node are lost together.",
  fix: "add `topologySpreadConstraints` (or a podAntiAffinity) over kubernetes.io/hostname with the pods' own labels",
  parameters: {
    topologies: {
      unit: "topology keys",
      default: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"],
      direction: "subset",
      description: "What pods may be spread over.",
    },
  },
  *pod({ kind, metadata, spec }, { values }) {
    if (!SERVING.includes(kind)) return;
    for (const term of termsOf(spec)) {
      const key = term.at("topologyKey").text() ?? "";
      // A selector that picks other pods spreads those, not these.
      if (values.topologies.includes(key) && picks(term.at("labelSelector"), metadata.at("labels"))) return;
    }
    yield `${spec.path} spreads its pods over none of ${values.topologies.join(", ")}`;
  },
});

function* termsOf(spec: Known): Generator<Known> {
  yield* spec.at("topologySpreadConstraints").list();
  const apart = spec.at("affinity", "podAntiAffinity");
  yield* apart.at("requiredDuringSchedulingIgnoredDuringExecution").list();
  for (const preferred of apart.at("preferredDuringSchedulingIgnoredDuringExecution").list()) {
    yield preferred.at("podAffinityTerm");
  }
}
