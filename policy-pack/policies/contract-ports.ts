import type { DataProduct, InputPort } from "../../contracts/model";
import { SEMVER, satisfies } from "../../contracts/names";
import { type Finding, guardrail, type Product } from "../lib/guardrail";

export default guardrail({
  id: "contract-ports",
  section: "contracts",
  source: "ontos #133",
  description:
    "Each input port reads a contract of another product, in a version that its contract satisfies; products don't read each other in a circle.",
  rationale: "A port on a version that was never released reads nothing; in a circle nobody's data is ever first.",
  fix: "set the input port's `contractId` and `version` to what its producer offers; take one port of a circle out",
  product: function* (model, { products }) {
    for (const port of model.inputPorts) {
      const message = wrongWith(port, model);
      if (message !== undefined) yield { message: `input port "${port.name}" ${message}`, at: port.source };
    }
    yield* circle(model, products);
  },
});

function wrongWith({ version, contract, product }: InputPort, { id }: DataProduct): string | undefined {
  if (product.id === id) return `reads its own product "${id}"`;
  if (!SEMVER.test(version)) return `wants version "${version}", which is not semantic`;
  if (!satisfies(contract.version, version)) {
    return `wants version ${version} of contract "${contract.id}", which is at ${contract.version}`;
  }
  if (["proposed", "draft"].includes(contract.status)) {
    return `reads contract "${contract.id}", which is only ${contract.status}`;
  }
  return undefined;
}

/** Said once, of the product that closes it: the products registered so far, in their order. */
function* circle(model: DataProduct, products: readonly Product[]): Generator<Finding> {
  const byId = new Map(products.map(({ model: one }) => [one.id, one]));
  const way = wayBack(model, { to: model.id, byId, seen: new Set([model.id]) });
  if (way)
    yield { message: `products read each other in a circle: ${[model.id, ...way].join(" → ")}`, at: model.source };
}

interface Search {
  readonly to: string;
  readonly byId: ReadonlyMap<string, DataProduct>;
  readonly seen: Set<string>;
}

function wayBack(from: DataProduct, search: Search): string[] | undefined {
  for (const { product } of from.inputPorts) {
    // A product that reads itself is told by its port.
    if (product.id === search.to) {
      if (from.id !== search.to) return [product.id];
      continue;
    }
    const next = search.byId.get(product.id);
    if (!next || search.seen.has(product.id)) continue;
    search.seen.add(product.id);
    const rest = wayBack(next, search);
    if (rest) return [product.id, ...rest];
  }
  return undefined;
}
