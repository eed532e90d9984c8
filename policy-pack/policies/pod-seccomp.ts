import { guardrail } from "../lib/guardrail";
import { called, effective } from "../lib/pods";

const PROFILES = ["RuntimeDefault", "Localhost"];

export default guardrail({
  id: "pod-seccomp",
  section: "kubernetes",
  source: "Pod Security Standards, restricted; CKV_K8S_31",
  description: "Every container has a seccomp profile, by its own setting or its pod's.",
  rationale: "Unconfined, a container may make every system call that the kernel has.",
  fix: "set `securityContext.seccompProfile.type: RuntimeDefault` on the pod",
  *container(container) {
    const type = effective(container, "seccompProfile").at("type").text();
    if (type === undefined || !PROFILES.includes(type)) {
      yield `${called(container)}: seccompProfile.type is ${type ?? "not set"}, allowed are ${PROFILES.join(", ")}`;
    }
  },
});
