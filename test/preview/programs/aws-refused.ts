/** Registers what `aws-cases.ts` lists, by its types alone, on target aws. */
import * as pulumi from "@pulumi/pulumi";
import { AWAITED, resources } from "../aws-cases";

class Provider extends pulumi.ProviderResource {}
class Resource extends pulumi.CustomResource {}

/** Only says which target the stack is on. */
class Platform extends pulumi.ComponentResource {
  constructor() {
    super("mesh:components:Platform", "platform", { domains: ["orders"], target: "aws" });
  }
}
new Platform();

const region = { region: "eu-central-1" };
const providers = {
  aws: new Provider("aws", "aws", region),
  "aws-native": new Provider("aws-native", "aws-native", region),
};
const made = new Map<string, pulumi.CustomResource>();
for (const { name, type, props } of resources()) {
  const provider = providers[type.startsWith("aws-native:") ? "aws-native" : "aws"];
  const inputs = Object.fromEntries(Object.entries(props).map(([key, value]) => [key, awaited(value)]));
  made.set(name, new Resource(type, name, inputs, { provider, protect: true }));
}

/** The id of the resource whose name follows the mark. */
function awaited(value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(AWAITED)) return value;
  return made.get(value.slice(AWAITED.length))?.id;
}
