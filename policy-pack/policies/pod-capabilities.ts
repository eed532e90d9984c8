import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";

export default guardrail({
  id: "pod-capabilities",
  section: "kubernetes",
  source: "Pod Security Standards, restricted; CKV_K8S_37",
  description: "Every container drops ALL capabilities and adds none but those allowed.",
  rationale: "A service needs no rights of root's; each one kept is one to be abused.",
  fix: 'set `securityContext.capabilities.drop: ["ALL"]` and take `add` out',
  parameters: {
    addable: {
      unit: "capabilities",
      default: ["NET_BIND_SERVICE"],
      direction: "subset",
      description: "Capabilities that a container may add.",
    },
  },
  *container(container, { values }) {
    const capabilities = container.spec.at("securityContext", "capabilities");
    if (!capabilities.at("drop").texts().includes("ALL")) {
      yield `${called(container)}: ${capabilities.path}.drop does not hold ALL`;
    }
    for (const added of capabilities.at("add").texts()) {
      if (!values.addable.includes(added)) yield `${called(container)}: ${capabilities.path}.add holds ${added}`;
    }
  },
});
