import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "pod-resources",
  section: "kubernetes",
  source: "CKV_K8S_10, 11, 12, 13",
  description: "Every container requests CPU and memory and has limits for both.",
  rationale: "Without requests the scheduler guesses; without limits one product starves its neighbours.",
  fix: "set `resources.requests` and `resources.limits` with cpu and memory",
  *container(container) {
    // Kubernetes accepts no resources on an ephemeral container.
    if (container.role === "ephemeral") return;
    for (const kind of ["requests", "limits"]) {
      for (const resource of ["cpu", "memory"]) {
        const amount = container.spec.at("resources", kind, resource);
        if (!amount.exists) yield `${called(container)}: ${amount.path} is not set`;
      }
    }
  },
});
