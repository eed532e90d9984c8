/**
 * In place of the SDK's own module, whose server takes what `--policy-pack-config` says of each policy's level. Here a
 * level below mandatory ends the run: guardrails are tightened in domains/<domain>/guardrails.yaml, and weakened in
 * policy-pack/exemptions.yaml only.
 */
import * as sdk from "@pulumi/policy/protoutil";

interface Module {
  convertEnforcementLevel(level: number): string;
}

const own = sdk as unknown as Module;

function convertEnforcementLevel(level: number): string {
  const given = own.convertEnforcementLevel(level);
  if (given === "mandatory") return given;
  const message =
    `policy pack config: given level ${given}; allowed: mandatory; fix: take --policy-pack-config out: a guardrail is ` +
    "tightened in domains/<domain>/guardrails.yaml, and weakened in policy-pack/exemptions.yaml only";
  // The engine shows the stack where there is one.
  throw Object.assign(new Error(message), { stack: message });
}

module.exports = { ...own, convertEnforcementLevel };
