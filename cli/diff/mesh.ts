/** What `mesh diff` knows of the mesh around a contract: who reads it, and who has acknowledged what. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { domainNames } from "../../contracts";
import { type Acknowledgement, BESIDE, OWN_FILE, readAcknowledgements } from "../../contracts/diff/acknowledgements";
import type { Mesh, ProductData } from "../../contracts/diff/consumers";
import { parseText } from "../../contracts/document";
import { messageOf } from "../../toolchain/errors";
import { Unreadable } from "./sources";

/**
 * @param root holds `domains/`
 * @param contract file that is compared, where it is one
 * @throws Unreadable for an acknowledgement file that isn't one
 */
export function meshAround(root: string, contract: string | undefined): Mesh {
  const folders = domainNames(root).map((domain) => ({ domain, folder: join(root, "domains", domain) }));
  const products = folders.flatMap(({ domain, folder }) =>
    namesIn(folder)
      .filter((name) => /\.odps\.(ya?ml|json)$/.test(name))
      .flatMap((name): ProductData[] => {
        // A product that can't be read reads nothing that we know of; lint tells of it.
        const { document } = parseText(readFileSync(join(folder, name), "utf8"), name);
        return document ? [{ domain, data: document.data }] : [];
      }),
  );
  const own = folders.flatMap(({ folder }) =>
    namesIn(folder)
      .filter(isAcknowledgements)
      .map((name) => join(folder, name)),
  );
  const beside =
    contract === undefined ? [] : namesIn(dirname(resolve(contract))).filter((name) => name.endsWith(BESIDE));
  const files = new Set([...own, ...beside.map((name) => join(dirname(resolve(contract ?? "")), name))]);
  const acknowledgements = [...files].sort().flatMap((file): readonly Acknowledgement[] => {
    const { entries, problems } = readAcknowledgements(textOf(file), relative(root, file));
    if (problems.length > 0) throw new Unreadable(problems.join("\n"));
    return entries;
  });
  return { products, acknowledgements, today: new Date().toISOString().slice(0, 10) };
}

const isAcknowledgements = (name: string) => name === OWN_FILE || name.endsWith(BESIDE);

const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : []);

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Unreadable(`${file}: can't be read: ${messageOf(error)}`);
  }
}
