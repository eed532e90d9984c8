import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { chooseTarget } from "./components/targets";

// Pulumi runs a program in its project's folder.
const root = process.cwd();
const stack = pulumi.getStack();
const [, name = stack, environment = "local"] = /^(.+)-([^-]+)$/.exec(stack) ?? [];
const isPlatform = name === "platform";
// This makes the providers. The engine takes half a second to start their plugins; everything else is loaded meanwhile.
const target = chooseTarget({ environment, isPlatform, root });
/** In milliseconds: by then the providers' registrations have left, which loading the rest would hold up. */
const SENT = 20;

function platform() {
  const { Platform } = require("./components/platform") as typeof import("./components/platform");
  const { domainNames } = require("./contracts") as typeof import("./contracts");
  new Platform("platform", { domains: domainNames(root), target });
  return target.exports;
}

function domain() {
  const { formatProblems, loadProducts } = require("./contracts") as typeof import("./contracts");
  const { DataProduct } = require("./components/data-product") as typeof import("./components/data-product");
  const loaded = loadProducts(root, name);
  if (!loaded.ok) throw new pulumi.RunError(formatProblems(loaded.problems));
  const products = loaded.value.map((model) => [model.id, new DataProduct(model.id, { model, target })] as const);
  return { endpoints: Object.fromEntries(products.map(([id, { endpoint }]) => [id, endpoint])) };
}

export = async () => {
  await setTimeout(SENT);
  return isPlatform ? platform() : domain();
};
