import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Options of a child that holds data: outside throw-away environments it is protected against deletion, and is left
 * in place when its resource leaves the program. Pulumi ignores `retainOnDelete` on a component, so each stateful
 * child says it itself.
 */
export function stateful(throwAway: boolean): CustomResourceOptions {
  return throwAway ? {} : { protect: true, retainOnDelete: true };
}
