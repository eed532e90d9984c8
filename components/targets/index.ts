import * as pulumi from "@pulumi/pulumi";
import { localTarget } from "./local";
import { TARGETS, type Target, type TargetArgs } from "./target";

export type { Target, TargetArgs, TargetKind } from "./target";

/**
 * The stack's target, from its config `data-mesh:target`.
 * @throws RunError where the config names none, one that does not exist, or one that can't be used yet.
 */
export function chooseTarget(args: TargetArgs): Target {
  const kind = new pulumi.Config().get("target") ?? "(nothing)";
  if (kind === "local") return localTarget(args);
  const file = `Pulumi.${pulumi.getStack()}.yaml`;
  if (TARGETS.some((target) => target === kind))
    throw new pulumi.RunError(
      `${file}: config data-mesh:target: target "${kind}" is not part of this release; use local`,
    );
  throw new pulumi.RunError(
    `${file}: config data-mesh:target: given ${kind}; allowed: ${TARGETS.join(", ")}.\n` +
      `  Fix: pulumi config set target local --stack ${pulumi.getStack()}`,
  );
}
