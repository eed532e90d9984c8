import { guardrail } from "../lib/guardrail";
import { kindOf } from "../lib/types";

const CLUSTER_WIDE =
  /^(Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PriorityClass|RuntimeClass|IngressClass|(Mutating|Validating)WebhookConfiguration|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|APIService|CSIDriver)$/;

export default guardrail({
  id: "namespace-own",
  section: "kubernetes",
  source: "CKV_K8S_21",
  description: "A domain's stack puts everything into its own namespace, and nothing cluster-wide.",
  rationale: "The namespace is the border of quota, network and rights; beyond it lies another domain's house.",
  fix: "set `metadata.namespace` to the domain's name; what is cluster-wide belongs to the platform's stack",
  *object({ type, props }, { domain, isPlatform }) {
    const clusterWide = CLUSTER_WIDE.test(kindOf(type));
    if (isPlatform && clusterWide) return;
    if (clusterWide) {
      yield `${kindOf(type)} is cluster-wide`;
      return;
    }
    const namespace = props.at("metadata", "namespace");
    const name = namespace.text() ?? "";
    const own = isPlatform ? /^(?!default$|kube-)./.test(name) : name === domain;
    if (own) return;
    yield `${namespace.path} is ${name ? `"${name}"` : "not set"}, it has to be ${isPlatform ? "a domain's" : `"${domain}"`}`;
  },
});
