import guardrail from "../../policy-pack/policies/service-internal";
import { CONTAINER } from "./fixtures/workload";
import { prove, UNKNOWN } from "./support";

prove(guardrail, {
  valid: [
    { title: "as it is" },
    { title: "the default type", edits: [["service", ["spec", "type"], undefined]] },
    { title: "a container's own port", edits: [["deployment", [...CONTAINER, "ports"], [{ containerPort: 8080 }]]] },
  ],
  invalid: [
    {
      title: "a load balancer",
      edits: [["service", ["spec", "type"], "LoadBalancer"]],
      says: /spec\.type is LoadBalancer, allowed are ClusterIP/,
    },
    { title: "a node port", edits: [["service", ["spec", "type"], "NodePort"]], says: /is NodePort/ },
    {
      title: "another name for outside",
      edits: [["service", ["spec", "type"], "ExternalName"]],
      says: /is ExternalName/,
    },
    {
      title: "a stated node port",
      edits: [["service", ["spec", "ports", 0, "nodePort"], 30080]],
      says: /ports\[0\]\.nodePort opens a port on every node/,
    },
    {
      title: "external addresses",
      edits: [["service", ["spec", "externalIPs"], ["192.0.2.1"]]],
      says: /spec\.externalIPs/,
    },
    {
      title: "a patch",
      types: { service: "kubernetes:core/v1:ServicePatch" },
      edits: [["service", ["spec", "type"], "NodePort"]],
      says: /is NodePort/,
    },
    {
      title: "in a list",
      more: {
        list: {
          type: "kubernetes:core/v1:List",
          props: { items: [{ apiVersion: "v1", kind: "Service", spec: { type: "NodePort" } }] },
        },
      },
      says: /is NodePort/,
    },
    {
      title: "a container's port on its node",
      edits: [["deployment", [...CONTAINER, "ports"], [{ containerPort: 8080, hostPort: 80 }]]],
      says: /container data-product: .*ports\[0\]\.hostPort/,
    },
  ],
  unknown: [
    { title: "the type", edits: [["service", ["spec", "type"], UNKNOWN]], reads: /spec\.type/ },
    { title: "the port", edits: [["service", ["spec", "ports", 0, "port"], UNKNOWN]], passes: "it is not read" },
  ],
  secret: [
    { title: "a type", edits: [["service", ["spec", "type"], "LoadBalancer"]], says: /spec\.type is \[secret\]/ },
  ],
  notApplicable: [
    {
      title: "not a Service",
      types: { service: "kubernetes:core/v1:ServiceAccount" },
      edits: [["service", ["spec", "type"], "NodePort"]],
    },
  ],
});
