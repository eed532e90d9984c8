import { guardrail } from "../lib/guardrail";
import type { Known } from "../lib/known";
import { GATEWAY, INGRESS, ROUTE } from "../lib/types";

const ENCRYPTED = ["HTTPS", "TLS"];

export default guardrail({
  id: "ingress-tls",
  section: "kubernetes",
  source: "NSA Kubernetes Hardening Guide; Gatekeeper library httpsonly",
  description:
    "Every way into the cluster is encrypted: each host of an Ingress has a certificate, each listener speaks TLS.",
  rationale: "Without TLS everybody on the way reads the data, and the credentials that ask for it.",
  fix: "add `spec.tls` with the host and its Secret (a Gateway: protocol HTTPS)",
  resource: {
    types: [INGRESS, GATEWAY, ROUTE],
    *check({ type, props }) {
      const spec = props.at("spec");
      if (type === INGRESS) yield* ingress(spec);
      else if (type === GATEWAY) {
        for (const listener of spec.at("listeners").list()) {
          const protocol = listener.at("protocol").text() ?? "";
          if (!ENCRYPTED.includes(protocol))
            yield `${listener.path} speaks ${protocol || "nothing"}, allowed are ${ENCRYPTED.join(", ")}`;
        }
      } else if (!spec.at("tls").exists) yield "spec.tls is not set";
    },
  },
});

function* ingress(spec: Known): Generator<string> {
  const tls = [...spec.at("tls").list()];
  if (tls.length === 0) {
    yield "spec.tls is not set";
    return;
  }
  const hosts = tls.flatMap((entry) => entry.at("hosts").texts());
  for (const rule of spec.at("rules").list()) {
    const host = rule.at("host").text();
    // A rule for every host is served with the controller's own certificate.
    if (host !== undefined && !hosts.some((pattern) => covers(pattern, host)))
      yield `${rule.path}: no certificate for "${host}"`;
  }
}

/** A wildcard stands for one label. */
function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith("*.") && pattern.slice(1) === host.slice(host.indexOf(".")));
}
