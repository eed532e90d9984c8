import type { Resource } from "./guardrail";
import { isKubernetes } from "./types";

/** `kubernetes:apps/v1:DeploymentPatch` in its parts. */
const TOKEN = /^kubernetes:(?<group>[^/:]+)\/(?<version>[^:]+):(?<kind>\w+)$/;
/** Groups that make objects of files and charts; their children are registered one by one, each under its own type. */
const WRAPPERS = /^(yaml|helm\.sh|kustomize)$/;
/** Kinds that have moved out of a group, and where they are now. */
const MOVED: Readonly<Record<string, string>> = {
  DaemonSet: "apps",
  Deployment: "apps",
  ReplicaSet: "apps",
  Ingress: "networking.k8s.io",
  NetworkPolicy: "networking.k8s.io",
};
/** Names that end in List or Patch without being one. */
const WHOLE_NAMES = /^(List|Patch)$/;

/** What a type token says of the objects that such a resource holds. */
interface Shape {
  /** The objects' own token, in the version that is current: `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly isList: boolean;
}

const shapes = new Map<string, Shape | undefined>();

function shapeOf(type: string): Shape | undefined {
  if (!shapes.has(type)) shapes.set(type, parse(type));
  return shapes.get(type);
}

function parse(type: string): Shape | undefined {
  const { group = "", version = "", kind = "" } = TOKEN.exec(type)?.groups ?? {};
  if (kind === "" || WRAPPERS.test(group)) return undefined;
  const isList = kind.endsWith("List");
  const plain = WHOLE_NAMES.test(kind) ? kind : kind.replace(/(Patch|List)$/, "");
  return { type: token({ group, version, kind: plain }), isList };
}

function token({ group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string }) {
  const now = group === "extensions" ? (MOVED[kind] ?? group) : group;
  // Of a built-in group every version means the same; elsewhere the last stable one stands for its betas.
  return `kubernetes:${now}/${version.replace(/(alpha|beta)\d+$/, "")}:${kind}`;
}

/** The type of the objects that a resource of this type holds; absent where it holds none. */
export function objectType(type: string): string | undefined {
  return isKubernetes(type) ? shapeOf(type)?.type : undefined;
}

function isPatch(type: string): boolean {
  return type.endsWith("Patch");
}

/**
 * The Kubernetes objects of a resource: itself, under its kind's current name and without `Patch`, or the items of a list.
 *
 * @throws UnknownRead where an item is unknown.
 */
export function* objectsOf(resource: Resource): Generator<Resource> {
  const shape = isKubernetes(resource.type) ? shapeOf(resource.type) : undefined;
  if (!shape) return;
  // A custom resource may have a name that only looks like a list's.
  if (!shape.isList || !resource.props.keys().includes("items")) {
    yield shape.type === resource.type ? resource : { ...resource, type: shape.type, patch: isPatch(resource.type) };
    return;
  }
  for (const props of resource.props.at("items").list()) {
    // A list may hold any kind; where an item doesn't say its own, it is the list's.
    const [kind, api = ""] = [props.at("kind").text(), props.at("apiVersion").text()];
    const own = kind && parse(`kubernetes:${api.includes("/") ? api : `core/${api}`}:${kind}`);
    yield { ...resource, type: own ? own.type : shape.type, props };
  }
}
