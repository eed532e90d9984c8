import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Names of the folders under `domains/`, sorted. */
export function domainNames(root: string): string[] {
  const folder = join(root, "domains");
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
