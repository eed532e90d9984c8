import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Names the code that a supervisor runs: one that runs older code than what is checked out is replaced. */
export function sourcesHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync(__dirname).filter((name) => /\.(ts|json)$/.test(name));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(__dirname, file)));
  return hash.digest("hex").slice(0, 16);
}
