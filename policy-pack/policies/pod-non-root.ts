import { guardrail } from "../lib/guardrail";
import { called, effective } from "../lib/pods";

export default guardrail({
  id: "pod-non-root",
  section: "kubernetes",
  source: "Pod Security Standards, restricted; CKV_K8S_23, CKV_K8S_40",
  description: "Every container runs as another user than root, by its own setting or its pod's.",
  rationale: "Root in the container is root on the node as soon as anything leaks.",
  fix: "set `securityContext.runAsNonRoot: true` on the pod, and no runAsUser of 0",
  *container(container) {
    if (effective(container, "runAsNonRoot").flag() !== true) yield `${called(container)}: runAsNonRoot is not true`;
    const user = effective(container, "runAsUser");
    if (user.number() === 0) yield `${called(container)}: ${user.path} is 0, which is root`;
  },
});
