import { guardrail } from "../lib/guardrail";
import { called } from "../lib/pods";
import { SERVICE } from "../lib/types";

export default guardrail({
  id: "service-internal",
  section: "kubernetes",
  source: "design.md: products are reached by gateways; Gatekeeper library block-nodeport, block-loadbalancer",
  description: "A Service is reached from inside the cluster only: no NodePort, no LoadBalancer, no external address.",
  rationale: "A port on every node, or an address on the internet, goes past the gateway and its checks.",
  fix: "make the Service a ClusterIP; what is meant for outside goes through the gateway's Ingress",
  parameters: {
    allowed: {
      unit: "types of Services",
      default: ["ClusterIP"],
      direction: "subset",
      description: "Types that a Service may have.",
    },
  },
  resource: {
    types: [SERVICE],
    *check({ props }, { values }) {
      const spec = props.at("spec");
      const type = spec.at("type").text() ?? "ClusterIP";
      if (!values.allowed.includes(type)) yield `spec.type is ${type}, allowed are ${values.allowed.join(", ")}`;
      if (spec.at("externalIPs").length > 0) yield "spec.externalIPs gives it addresses from outside the cluster";
      for (const port of spec.at("ports").list()) {
        if (port.at("nodePort").number()) yield `${port.path}.nodePort opens a port on every node`;
      }
    },
  },
  *container(container) {
    for (const port of container.spec.at("ports").list()) {
      if (port.at("hostPort").number()) yield `${called(container)}: ${port.path}.hostPort opens a port on its node`;
    }
  },
});
