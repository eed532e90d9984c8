import { guardrail } from "../lib/guardrail";
import { CATALOG_RECORD } from "../lib/types";

export default guardrail({
  id: "product-registered",
  section: "contracts",
  source: "The article's discoverability policy",
  description: "Each product has a catalog entry in the same stack, in its own version, that names every output port.",
  rationale: "What isn't in the catalog isn't found, and what isn't found isn't part of the mesh.",
  fix: "make the product with the DataProduct component, which makes its catalog entry",
  *stack(stack, { products }) {
    const entries = stack
      .ofType(CATALOG_RECORD)
      .map(({ urn, props }) => ({ urn, props, id: props.at("productId").text() }));
    for (const { urn, model } of products) {
      const entry = entries.find(({ id }) => id === model.id);
      if (!entry) {
        yield { urn, at: model.source, message: `product "${model.id}" has no catalog entry in this stack` };
        continue;
      }
      const version = entry.props.at("version").text();
      if (version !== model.version) {
        yield {
          urn: entry.urn,
          at: model.source,
          message: `entry has version ${version}, the product ${model.version}`,
        };
      }
      const ports = [...entry.props.at("record", "outputPorts").list()].map((port) => port.at("name").text());
      for (const { name, source } of model.outputPorts) {
        if (!ports.includes(name)) yield { urn: entry.urn, at: source, message: `entry lacks output port "${name}"` };
      }
    }
  },
});
