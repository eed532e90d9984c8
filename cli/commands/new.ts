import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { domainNames, formatProblems, loadMesh } from "../../contracts";
import { PRODUCT_ID } from "../../contracts/names";
import { messageOf, UserError } from "../../toolchain/errors";
import { print } from "../log";
import { ROOT, stackOf } from "../project";
import { today } from "../rule-book";
import { contractFile, guardrailsFile, type Names, productFile } from "../scaffold";

const PLATFORM = "platform";
const SERVICES = ["config", "data-mesh:addresses", "services"];
const FIRST_PORT = 8000;

/**
 * Writes a data product that passes `mesh lint` and `mesh preview`, for its team to change. Nothing that is there is
 * overwritten.
 *
 * @param path like `orders/order-returns`
 * @throws UserError for names that can't be, or are taken
 */
export function newProduct(path: string): void {
  const names = checked(path);
  const { domain, product } = names;
  const isNewDomain = !domainNames(ROOT).includes(domain);
  const folder = `domains/${domain}`;
  const own = `Pulumi.${stackOf(domain)}.yaml`;
  const files: Record<string, string> = {
    // The first of a domain is its main one, and called like those of the other domains.
    [`${folder}/${isNewDomain ? "" : `${product}.`}product.odps.yaml`]: productFile(names),
    [`${folder}/${product}.odcs.yaml`]: contractFile(names),
    ...(isNewDomain ? { [`${folder}/guardrails.yaml`]: guardrailsFile(names) } : {}),
  };
  for (const file of Object.keys(files)) {
    if (existsSync(join(ROOT, file)))
      throw new UserError(`${file}: given a file; allowed: none yet; fix: choose another name`);
  }
  const addresses = withPort(product, existsSync(join(ROOT, own)) ? own : `Pulumi.${stackOf(PLATFORM)}.yaml`);
  write({ ...files, [own]: addresses });
  const owner = `/${folder}/    @your-org/${domain}`;
  print(
    [
      ...[...Object.keys(files), own].map((file) => `wrote ${file}`),
      "Next:",
      `  the contract and the product say what is to be changed: owner, description, properties, objectives`,
      ...(isNewDomain ? [`  .github/CODEOWNERS: ${owner}`] : []),
      `  npx mesh lint ${folder} && npx mesh preview ${domain}`,
    ].join("\n"),
  );
}

/** @throws UserError */
function checked(path: string): Names {
  const [domain = "", product = "", ...more] = path.split("/");
  if (more.length > 0 || ![domain, product].every((name) => PRODUCT_ID.test(name)) || domain === PLATFORM) {
    throw new UserError(
      `path: given ${path}; allowed: <domain>/<product>, each of lower-case letters, digits and - (at most 40, a letter ` +
        `first), and no domain called ${PLATFORM}; fix: mesh new orders/order-returns`,
    );
  }
  const mesh = loadMesh(ROOT);
  if (!mesh.ok) throw new UserError(formatProblems(mesh.problems));
  const taken = mesh.value.products.flatMap(({ id, outputPorts }) => [
    id,
    ...outputPorts.map((port) => port.contract.id),
  ]);
  if (taken.includes(product)) {
    throw new UserError(
      `product: given ${product}; allowed: a name that the mesh doesn't have; taken: ${taken.join(", ")}`,
    );
  }
  return { domain, product, today: today() };
}

/** The stack's config with a port for the product's service: where nothing runs, a preview takes it from there. */
function withPort(product: string, from: string): string {
  const document = parseDocument(readFileSync(join(ROOT, from), "utf8"));
  const services = document.getIn(SERVICES);
  const taken = isMap(services) ? services.items.map(({ value }) => Number(value)) : [];
  document.setIn([...SERVICES, product], Math.max(FIRST_PORT - 1, ...taken) + 1);
  // Each stack has a salt of its own; the engine adds it.
  if (from.startsWith(`Pulumi.${PLATFORM}-`)) document.delete("encryptionsalt");
  return document.toString({ lineWidth: 0 });
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    try {
      mkdirSync(dirname(join(ROOT, file)), { recursive: true });
      writeFileSync(join(ROOT, file), text);
    } catch (error) {
      throw new UserError(`${file}: can't be written: ${messageOf(error)}`);
    }
  }
}
