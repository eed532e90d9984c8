import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "pod-escalation",
  section: "kubernetes",
  source: "Pod Security Standards, restricted; CKV_K8S_20",
  description: "Every container sets allowPrivilegeEscalation to false.",
  rationale: "Left out it is true, and a setuid program in the image gives more rights than the pod was given.",
  fix: "set `securityContext.allowPrivilegeEscalation: false` on the container",
  *container(container) {
    const escalation = container.spec.at("securityContext", "allowPrivilegeEscalation");
    if (escalation.flag() !== false) yield `${called(container)}: ${escalation.path} is not false`;
  },
});
