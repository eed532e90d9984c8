import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "pod-privileged",
  section: "kubernetes",
  source: "Pod Security Standards, baseline; CKV_K8S_16",
  description: "No container is privileged.",
  rationale: "A privileged container is root on its node.",
  fix: "take `securityContext.privileged` out",
  *container(container) {
    const privileged = container.spec.at("securityContext", "privileged");
    if (privileged.flag() === true) yield `${called(container)}: ${privileged.path} is true`;
  },
});
