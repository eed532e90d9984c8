import { guardrail } from "../lib/guardrail";
import type { Known } from "../lib/known";
import type { Pod } from "../lib/pods";

const SERVICE = "data-product";
const SIDECAR = "opa";
const BUNDLE = "MESH_BUNDLE";

export default guardrail({
  id: "policy-enforced",
  section: "kubernetes",
  source: "design.md: the same promises are kept at run time",
  description:
    "Each data product's pod decides by the policy bundle: our service with the bundle mounted read-only, and an OPA sidecar with it beside any other container.",
  rationale: "What the gate promises at preview has to be kept for every request, and no bundle means no request.",
  fix: "use the Service component, or put an OPA sidecar beside the container that mounts the bundle's volume read-only and has a readiness probe",
  *pod(pod) {
    // A pod without the label is refused by labels-required; the platform's own pods serve no data.
    const product = pod.metadata.at("labels", "mesh.product").text();
    if (product === undefined || product === "platform") return;
    const found = weakness(pod);
    if (found !== undefined) yield `pod of product "${product}" decides by no policy bundle: ${found}`;
  },
});

/** A good sidecar decides for every container beside it; our service decides for itself alone. */
function weakness(pod: Pod): string | undefined {
  const reasons: string[] = [];
  const others: string[] = [];
  let deciding = false;
  let beside = false;
  for (const container of running(pod)) {
    const image = repository(container.at("image").text() ?? "");
    const name = container.at("name").text() ?? container.path;
    const verdict = image === SERVICE ? service(pod, container) : image === SIDECAR && sidecar(pod, container);
    if (verdict === false) others.push(name);
    else if (verdict !== true) reasons.push(verdict);
    else if (image === SIDECAR) beside = true;
    else deciding = true;
  }
  if (beside) return undefined;
  if (deciding && others.length > 0) reasons.push(`container ${others.join(", ")} has no OPA sidecar beside it`);
  if (deciding) return reasons.length > 0 ? reasons.join("; ") : undefined;
  return reasons.length > 0 ? reasons.join("; ") : `no ${SERVICE} service and no OPA sidecar`;
}

/** The containers that run on: an init container that is always restarted is a sidecar. */
function* running({ spec }: Pod): Generator<Known> {
  yield* spec.at("containers").list();
  for (const container of spec.at("initContainers").list()) {
    if (container.at("restartPolicy").text() === "Always") yield container;
  }
}

/** `opa` of `docker.io/openpolicyagent/opa:1.22@sha256:...`. */
function repository(image: string): string {
  return image.split("@", 1)[0]?.split("/").at(-1)?.split(":", 1)[0] ?? "";
}

function service(pod: Pod, container: Known): true | string {
  for (const variable of container.at("env").list()) {
    if (variable.at("name").text() !== BUNDLE) continue;
    const path = variable.at("value").text() ?? "";
    return mounted(pod, container, path) || `${BUNDLE} is "${path}", which is under no read-only mount`;
  }
  return `${SERVICE} has no ${BUNDLE}`;
}

function sidecar(pod: Pod, container: Known): true | string {
  const words = [...container.at("command").texts(), ...container.at("args").texts()];
  const bundle = words.find((word) => word.startsWith("/")) ?? "";
  if (!words.includes("run") || !words.some((word) => /^(--server|-s)$/.test(word)))
    return "OPA does not run as a server";
  if (!container.at("readinessProbe").exists)
    return "OPA has no readiness probe: requests would come before the bundle";
  return mounted(pod, container, bundle) || "OPA is given no bundle from a read-only mount";
}

/** Is the path under a mount that is read-only, of a volume that the pod has from a ConfigMap, a Secret or a projection? */
function mounted(pod: Pod, container: Known, path: string): boolean {
  const volumes = [...pod.spec.at("volumes").list()]
    .filter((volume) => ["configMap", "secret", "projected"].some((kind) => volume.at(kind).exists))
    .map((volume) => volume.at("name").text());
  return [...container.at("volumeMounts").list()].some((mount) => {
    const at = mount.at("mountPath").text();
    const covers = at !== undefined && (path === at || path.startsWith(at.endsWith("/") ? at : `${at}/`));
    return covers && mount.at("readOnly").flag() === true && volumes.includes(mount.at("name").text());
  });
}
