import { guardrail } from "../lib/guardrail";

const SHARED = ["hostNetwork", "hostPID", "hostIPC"];

export default guardrail({
  id: "pod-host-namespaces",
  section: "kubernetes",
  source: "Pod Security Standards, baseline; CKV_K8S_17, 18, 19",
  description: "No pod shares its node's network, processes or memory.",
  rationale: "On the node's network no NetworkPolicy holds; among its processes every other pod can be read.",
  fix: "take hostNetwork, hostPID and hostIPC out of the pod",
  *pod({ spec }) {
    for (const field of SHARED) {
      if (spec.at(field).flag() === true) yield `${spec.at(field).path} is true`;
    }
  },
});
