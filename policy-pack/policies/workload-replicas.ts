import { guardrail } from "../lib/guardrail";
import { DEPLOYMENT, REPLICA_SET, STATEFUL_SET } from "../lib/types";

export default guardrail({
  id: "workload-replicas",
  section: "kubernetes",
  source: "Kubernetes: disruptions; Kubescape C-0253",
  description: "A workload that serves has at least 2 pods, except in the throw-away environment local.",
  rationale: "With one pod, each update of a node and each crash is an outage.",
  fix: "set `spec.replicas` (the target's podReplicas) to 2 or more",
  parameters: {
    minimum: { unit: "pods", default: 2, direction: "up", description: "Fewest pods of a workload outside local." },
  },
  resource: {
    types: [DEPLOYMENT, STATEFUL_SET, REPLICA_SET],
    *check({ props, patch }, { values, throwAway }) {
      if (throwAway) return;
      const replicas = props.at("spec", "replicas");
      // A patch leaves as it is what it doesn't say.
      if (patch && !replicas.exists) return;
      // Left out, Kubernetes makes one.
      const count = replicas.number() ?? 1;
      if (count < values.minimum) yield `${replicas.path} is ${count}, at least ${values.minimum} are needed`;
    },
  },
});
