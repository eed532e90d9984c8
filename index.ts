import * as pulumi from "@pulumi/pulumi";
import { DataProduct } from "./components/data-product";
import { Platform } from "./components/platform";
import { chooseTarget } from "./components/targets";
import { domainNames, formatProblems, loadProducts } from "./contracts";

const root = __dirname;
const stack = pulumi.getStack();
const [, name = stack, environment = "local"] = /^(.+)-([^-]+)$/.exec(stack) ?? [];
const isPlatform = name === "platform";
const target = chooseTarget({ environment, isPlatform, root });

function platform() {
  new Platform("platform", { domains: domainNames(root), target });
  return target.exports;
}

function domain() {
  const loaded = loadProducts(root, name);
  if (!loaded.ok) throw new pulumi.RunError(formatProblems(loaded.problems));
  const products = loaded.value.map((model) => [model.id, new DataProduct(model.id, { model, target })] as const);
  return { endpoints: Object.fromEntries(products.map(([id, { endpoint }]) => [id, endpoint])) };
}

export = isPlatform ? platform() : domain();
