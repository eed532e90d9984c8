import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

const ENDING = ["Job", "CronJob"];

export default guardrail({
  id: "pod-probes",
  section: "kubernetes",
  source: "CKV_K8S_8, CKV_K8S_9",
  description: "Every container that runs on has a readiness and a liveness probe.",
  rationale: "Without them traffic goes to a container that can't answer, and one that hangs is never restarted.",
  fix: "set `readinessProbe` and `livenessProbe`",
  *container(container) {
    const { role, spec, pod } = container;
    // An init container that is always restarted is a sidecar: it runs on.
    const runsOn = role === "container" || (role === "init" && spec.at("restartPolicy").text() === "Always");
    if (!runsOn || ENDING.includes(pod.kind)) return;
    for (const field of ["readinessProbe", "livenessProbe"]) {
      const probe = spec.at(field);
      if (probe.keys().length === 0) yield `${called(container)}: ${probe.path} is not set`;
    }
  },
});
