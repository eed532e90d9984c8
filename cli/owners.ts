import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Who has to approve a change to a file, by `.github/CODEOWNERS`: the last line that matches it decides. */
export class Owners {
  readonly #lines: readonly { readonly matches: (file: string) => boolean; readonly owners: readonly string[] }[];

  constructor(root: string) {
    const file = join(root, ".github/CODEOWNERS");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    this.#lines = text.split("\n").flatMap((line) => {
      const [pattern, ...owners] = line
        .replace(/(^|\s)#.*/, "")
        .trim()
        .split(/\s+/);
      return pattern ? { matches: matcher(pattern), owners } : [];
    });
  }

  /** @param file relative to the project's root */
  of(file: string): readonly string[] {
    return this.#lines.findLast(({ matches }) => matches(file))?.owners ?? [];
  }
}

/** Patterns as this project writes them: from the root, `*` within a folder's name, `/` at the end for all below. */
function matcher(pattern: string): (file: string) => boolean {
  if (pattern === "*") return () => true;
  const glob = pattern.replace(/^\//, "").replaceAll(".", "\\.").replaceAll("*", "[^/]*");
  const regex = new RegExp(`^${glob}${glob.endsWith("/") ? "" : "$"}`);
  return (file) => regex.test(file);
}
