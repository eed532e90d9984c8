import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "pod-read-only-root",
  section: "kubernetes",
  source: "NSA Kubernetes Hardening Guide; CKV_K8S_22",
  description: "Every container's root file system is read-only.",
  rationale: "What can't be written can't be replaced by an intruder.",
  fix: "set `securityContext.readOnlyRootFilesystem: true` and mount an emptyDir where the program writes",
  *container(container) {
    const readOnly = container.spec.at("securityContext", "readOnlyRootFilesystem");
    if (readOnly.flag() !== true) yield `${called(container)}: ${readOnly.path} is not true`;
  },
});
