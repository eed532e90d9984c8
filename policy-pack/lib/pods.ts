import type { Resource } from "./guardrail";
import type { Known } from "./known";
import { objectsOf } from "./objects";
import { kindOf } from "./types";

/** One pod spec, and the object that carries it. */
export interface Pod {
  readonly resource: Resource;
  /** `Deployment`, `CronJob`, ..., without `Patch`. */
  readonly kind: string;
  /** Of the pod or its template. */
  readonly metadata: Known;
  readonly spec: Known;
}

export type Role = "container" | "init" | "ephemeral";

export interface Container {
  readonly pod: Pod;
  readonly role: Role;
  readonly spec: Known;
}

const ROLES: readonly (readonly [field: string, role: Role])[] = [
  ["containers", "container"],
  ["initContainers", "init"],
  ["ephemeralContainers", "ephemeral"],
];

/** Where each kind that Kubernetes itself knows keeps its pod. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** Groups whose kinds are known; anything else is somebody's custom resource and is searched. */
const BUILT_IN = /^kubernetes:(core|apps|batch|policy|autoscaling|extensions|[a-z.]+\.k8s\.io)\/v[^:]*:/;
const SEARCH_DEPTH = 12;

/**
 * Every pod spec of a resource: of a pod, of a workload's template, of a list of them, of a `*Patch`, and of a custom
 * resource that carries one anywhere.
 *
 * @throws UnknownRead where a pod spec may hide in an unknown value.
 */
export function* podsOf(resource: Resource): Generator<Pod> {
  for (const object of objectsOf(resource)) {
    const kind = kindOf(object.type);
    const template = TEMPLATES[kind];
    if (!BUILT_IN.test(object.type)) yield* search({ resource: object, kind }, object.props, 0);
    else if (template) yield* templateOf({ resource: object, kind }, object.props.at(...template));
  }
}

/** A pod's containers of every role. @throws UnknownRead */
export function* containersOf(pod: Pod): Generator<Container> {
  for (const [field, role] of ROLES) {
    for (const spec of pod.spec.at(field).list()) yield { pod, role, spec };
  }
}

/** How a message calls a container. */
export function called({ role, spec }: Container): string {
  const name = spec.at("name").text() ?? spec.path;
  return role === "container" ? `container ${name}` : `${role} container ${name}`;
}

/** The container's own security setting, or its pod's: what Kubernetes goes by. */
export function effective({ pod, spec }: Container, field: string): Known {
  const own = spec.at("securityContext", field);
  return own.exists ? own : pod.spec.at("securityContext", field);
}

type Carrier = Pick<Pod, "resource" | "kind">;

function* templateOf(carrier: Carrier, template: Known): Generator<Pod> {
  const spec = template.at("spec");
  // A patch may leave its pod out; what it does say is judged.
  if (spec.exists) yield { ...carrier, metadata: template.at("metadata"), spec };
}

function* search(carrier: Carrier, value: Known, depth: number): Generator<Pod> {
  if (depth > SEARCH_DEPTH) return;
  if (value.isList) {
    for (const element of value.list()) yield* search(carrier, element, depth + 1);
    return;
  }
  if (!value.isObject) return;
  for (const key of value.keys()) {
    const child = value.at(key);
    if (child.isObject && ROLES.some(([field]) => child.keys().includes(field) && child.at(field).isList)) {
      yield { ...carrier, metadata: value.at("metadata"), spec: child };
    } else yield* search(carrier, child, depth + 1);
  }
}
