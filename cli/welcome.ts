import type { DataProduct, Property } from "../contracts";
import { readRuntime } from "../embedded";
import { table } from "./table";

/** What to open and what to try, once everything runs. */
export function welcome(home: string, products: readonly DataProduct[]): string {
  const services = readRuntime(home)?.services ?? {};
  const url = ({ id }: DataProduct) => `http://127.0.0.1:${services[id]}`;
  const [first] = products;
  const dataset = first?.outputPorts[0]?.contract.datasets[0];
  const topic = dataset?.stream?.topic;
  const rows = products.map((product) => [
    `  ${product.id}`,
    `${product.domain} ${product.version}`,
    url(product),
    product.outputPorts.flatMap(({ contract }) => contract.datasets.map(({ entity }) => `POST /${entity}`)).join(", "),
  ]);
  const reader = products.find(({ inputPorts }) => inputPorts.some(({ product }) => product.id === first?.id));
  const stranger = products.find(
    ({ inputPorts, id }) => id !== first?.id && !inputPorts.some(({ product }) => product.id === first?.id),
  );
  return [
    "",
    "The mesh is up.",
    "",
    table([["  PRODUCT", "DOMAIN, VERSION", "SERVICE", "TAKES"], ...rows]),
    ...(first && dataset && topic
      ? [
          "",
          "Open:",
          `  ${url(first)}/openapi.json          the API, from the contract`,
          `  ${url(first)}/${dataset.entity}/schema         the schema, versioned`,
          "",
          "Try:",
          `  curl -i ${url(first)}/${dataset.entity} -H 'content-type: application/json' -d '${example(dataset.properties)}'`,
          `  npx mesh read ${topic}`,
          ...(reader ? [`  npx mesh read ${topic} --as ${reader.principal}`] : []),
          ...(stranger ? [`  npx mesh read ${topic} --as ${stranger.principal}      # refused: not declared`] : []),
          "",
          `Break it: in ${dataset.source.file}, take the line "classification: internal" from a property, then`,
          `  npx mesh preview ${first.domain}`,
        ]
      : []),
    "",
    "npx mesh status, npx mesh down (keeps the data), npx mesh destroy (removes everything)",
  ].join("\n");
}

/** A record of what the contract requires, from its own examples. */
function example(properties: readonly Property[]): string {
  const given = properties.filter(({ required }) => required).map(({ name, examples: [one] }) => [name, one ?? null]);
  return JSON.stringify(Object.fromEntries(given));
}
