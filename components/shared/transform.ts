import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * A caller's change to one child, before it is made: values to set, or a function that edits args and options in
 * place. It cannot remove the child, and what it does is judged by the policy pack like everything else.
 *
 * @example transform: { topic: { partitions: 12 } }
 * @example transform: { topic: (args, opts) => { opts.protect = true; } }
 */
export type Transform<Args> = Partial<Args> | ((args: Args, opts: CustomResourceOptions, name: string) => void);

/** The three constructor arguments of a child, after its transform. */
export type Child<Args> = [name: string, args: Args, opts: CustomResourceOptions];

/** Applies `transform` to copies, so that neither the caller's objects nor what children share is changed. */
export function child<Args extends object>(transform: Transform<Args> | undefined, [name, args, opts]: Child<Args>) {
  const made: Child<Args> = [name, copy(args), copy(opts)];
  if (typeof transform === "function") transform(made[1], made[2], name);
  else if (transform) Object.assign(made[1], transform);
  return made;
}

/** Copies lists and plain objects to any depth; Outputs, promises and resources stay the same. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)])) as T;
}
