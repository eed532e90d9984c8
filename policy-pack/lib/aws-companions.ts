import type { Resource, Stack } from "./guardrail";
import { ifKnown } from "./known";

/** A resource that names another in one of its inputs: a bucket's policy its bucket, a database its parameter group. */
export interface Reference {
  readonly from: Resource;
  readonly property: string;
}

/** The resource that may be meant, and the input that holds its name. */
export interface Referred {
  readonly to: Resource;
  readonly name: string;
}

/**
 * Does the one name the other? By their names where both are known. A name that AWS makes is unknown at preview: then
 * by what the input was made of, which is that one resource and nothing else. Anything less is no reference: what it
 * will be can't be known.
 *
 * An `apply` that makes another name of the resource's output passes here. Once the resource exists its name is known,
 * and the next preview refuses.
 */
export function refersTo(stack: Stack, { from, property }: Reference, { to, name }: Referred): boolean {
  const given = ifKnown(from.props, property);
  const wanted = ifKnown(to.props, name);
  if (given && !given.exists) return false;
  if (given && wanted?.exists) return given.text() === wanted.text();
  const [made, ...others] = stack.madeOf(from, property);
  return made === to.urn && others.length === 0;
}
