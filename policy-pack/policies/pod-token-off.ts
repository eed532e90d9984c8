import { guardrail } from "../lib/guardrail";

export default guardrail({
  id: "pod-token-off",
  section: "kubernetes",
  source: "CKV_K8S_38",
  description: "A pod mounts no service account token.",
  rationale: "A data product doesn't speak to the cluster's API; a token that isn't there can't be stolen.",
  fix: "set `automountServiceAccountToken: false` on the pod",
  *pod({ spec }) {
    const mounted = spec.at("automountServiceAccountToken");
    if (mounted.flag() !== false) yield `${mounted.path} is not false`;
  },
});
