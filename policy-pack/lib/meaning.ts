import type { Resource } from "./guardrail";
import type { Known } from "./known";
import { objectsOf, objectType } from "./objects";
import * as strimzi from "./strimzi";
import { ACL, INGRESS_ROUTE, QUOTA, ROUTE, TOPIC } from "./types";

/**
 * The same thing can be made in several types. Guardrails ask for one of them (types.ts) and are handed every resource
 * that means it: a list's items, a patch, an older API version, an operator's custom resource.
 */

type Reading = (props: Known) => Iterable<Known>;

/** By the object's type: which other types it stands for, and how it is read as such. */
const CARRIERS: Readonly<Record<string, Readonly<Record<string, Reading>>>> = {
  "kubernetes:kafka.strimzi.io/v1:KafkaTopic": { [TOPIC]: (props) => [strimzi.topic(props)] },
  [INGRESS_ROUTE]: { [ROUTE]: (props) => [props] },
  "kubernetes:kafka.strimzi.io/v1:KafkaUser": { [ACL]: strimzi.acls, [QUOTA]: strimzi.quotas },
};

/** One stable token for an operator's kind in whatever version. */
const VERSIONS = /^(kubernetes:(?:kafka\.strimzi\.io|postgresql\.cnpg\.io)\/)v\d+(:.*)$/;

const stable = (type: string): string => type.replace(VERSIONS, "$1v1$2");

const known = new Map<string, readonly string[]>();

/** The types that a resource of this type may stand for, its own first. A list may hold anything: nobody can say. */
export function meaningTypes(type: string): readonly string[] {
  const found = known.get(type);
  if (found) return found;
  const object = stable(objectType(type) ?? type);
  const types = [...new Set([type, object, ...Object.keys(CARRIERS[object] ?? {})])];
  known.set(type, types);
  return types;
}

/** True for what holds any kind of object, which only its items tell. */
export function holdsAnything(type: string): boolean {
  return /^kubernetes:.*:List$/.test(type);
}

/** May a resource of this type stand for one of those? */
export function mayMean(type: string, wanted: readonly string[]): boolean {
  return holdsAnything(type) || meaningTypes(type).some((one) => wanted.includes(one));
}

/**
 * A resource as each of the wanted types that it stands for.
 *
 * @throws UnknownRead where that depends on an unknown value.
 */
export function* meaningsOf(resource: Resource, wanted: readonly string[]): Generator<Resource> {
  if (!mayMean(resource.type, wanted)) return;
  if (wanted.includes(resource.type)) {
    yield resource;
    return;
  }
  for (const object of objectsOf(resource)) {
    const type = stable(object.type);
    if (wanted.includes(type)) yield { ...object, type };
    for (const [meant, read] of Object.entries(CARRIERS[type] ?? {})) {
      if (!wanted.includes(meant)) continue;
      for (const props of read(object.props)) yield { ...object, type: meant, props };
    }
  }
}
