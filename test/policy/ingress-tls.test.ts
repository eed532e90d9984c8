import { GATEWAY, INGRESS } from "../../policy-pack/lib/types";
import guardrail from "../../policy-pack/policies/ingress-tls";
import { prove, UNKNOWN } from "./support";

const ingress = {
  type: INGRESS,
  props: {
    spec: { tls: [{ hosts: ["orders.example.org"], secretName: "tls" }], rules: [{ host: "orders.example.org" }] },
  },
};
const gateway = { type: GATEWAY, props: { spec: { listeners: [{ protocol: "HTTPS", port: 443 }] } } };
const more = { ingress, gateway };

prove(guardrail, {
  valid: [
    { title: "both ways", more },
    { title: "a wildcard", more, edits: [["ingress", ["spec", "tls", 0, "hosts"], ["*.example.org"]]] },
    { title: "no host", more, edits: [["ingress", ["spec", "rules", 0, "host"], undefined]] },
  ],
  invalid: [
    { title: "none", more, edits: [["ingress", ["spec", "tls"], undefined]], says: /spec\.tls is not set/ },
    { title: "an empty list", more, edits: [["ingress", ["spec", "tls"], []]], says: /spec\.tls is not set/ },
    {
      title: "another host's",
      more,
      edits: [["ingress", ["spec", "rules", 0, "host"], "stock.example.org"]],
      says: /spec\.rules\[0\]: no certificate for "stock\.example\.org"/,
    },
    {
      title: "two labels under a wildcard",
      more,
      edits: [
        ["ingress", ["spec", "tls", 0, "hosts"], ["*.example.org"]],
        ["ingress", ["spec", "rules", 0, "host"], "a.b.example.org"],
      ],
      says: /no certificate/,
    },
    {
      title: "a plain listener",
      more,
      edits: [["gateway", ["spec", "listeners", 0, "protocol"], "HTTP"]],
      says: /spec\.listeners\[0\] speaks HTTP, allowed are HTTPS, TLS/,
    },
    {
      title: "a patch",
      more: { ingress: { ...ingress, type: "kubernetes:networking.k8s.io/v1:IngressPatch" } },
      edits: [["ingress", ["spec", "tls"], undefined]],
      says: /not set/,
    },
    {
      title: "an old version",
      more: { ingress: { ...ingress, type: "kubernetes:extensions/v1beta1:Ingress" } },
      edits: [["ingress", ["spec", "tls"], undefined]],
      says: /not set/,
    },
    {
      title: "an old Gateway",
      more: { gateway: { ...gateway, type: "kubernetes:gateway.networking.k8s.io/v1beta1:Gateway" } },
      edits: [["gateway", ["spec", "listeners", 0, "protocol"], "TCP"]],
      says: /speaks TCP/,
    },
    {
      title: "OpenShift's route",
      more: { route: { type: "kubernetes:route.openshift.io/v1:Route", props: { spec: { host: "a" } } } },
      says: /spec\.tls is not set/,
    },
    {
      title: "Traefik's route",
      more: { route: { type: "kubernetes:traefik.io/v1alpha1:IngressRoute", props: { spec: { routes: [] } } } },
      says: /spec\.tls is not set/,
    },
  ],
  unknown: [
    { title: "tls", more, edits: [["ingress", ["spec", "tls"], UNKNOWN]], reads: /spec\.tls/ },
    {
      title: "a listener",
      more,
      edits: [["gateway", ["spec", "listeners", 0, "protocol"], UNKNOWN]],
      reads: /protocol/,
    },
    {
      title: "the certificate's Secret",
      more,
      edits: [["ingress", ["spec", "tls", 0, "secretName"], UNKNOWN]],
      passes: "it is not read",
    },
  ],
  secret: [
    {
      title: "a host",
      more,
      edits: [["ingress", ["spec", "rules", 0, "host"], "hidden.example.com"]],
      says: /no certificate for "\[secret\]"/,
    },
  ],
  notApplicable: [{ title: "no way in" }],
});
