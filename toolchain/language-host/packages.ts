/** What a program depends on: Pulumi plugins for the engine, packages for `pulumi about`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { installed, type Manifest, moduleFolders, readManifest } from "./resolve";

/** A plugin that an installed package needs. */
export interface RequiredPlugin {
  readonly name: string;
  readonly version: string;
  readonly server: string;
  readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
}

/**
 * The resource plugins of the installed packages that say so in their
 * package.json (`pulumi.resource: true`).
 *
 * Only scoped packages and those called pulumi-* are read, as all published
 * Pulumi packages are one of the two; reading every manifest of a large
 * node_modules would cost more than the whole start of this host.
 */
export function requiredPlugins(programDir: string): RequiredPlugin[] {
  const found = new Map<string, RequiredPlugin>();
  for (const folder of moduleFolders(programDir)) {
    for (const name of candidates(folder)) {
      if (found.has(name)) continue; // the nearest node_modules wins, as for require
      const plugin = pluginOf(readManifest(join(folder, name, "package.json")));
      if (plugin) found.set(name, plugin);
    }
  }
  return [...found.values()];
}

/** What a manifest says about its plugin. */
export function pluginOf(manifest: Manifest | undefined): RequiredPlugin | undefined {
  const pulumi = manifest?.pulumi;
  if (!pulumi?.resource) return undefined;
  const name = pulumi.name ?? (manifest?.name ?? "").replace(/^@pulumi\//, "");
  if (!name || name.includes("/")) return undefined;
  const version = pulumi.version ?? manifest?.version ?? "";
  const plugin = { name, version: version.replace(/^v/, ""), server: pulumi.server ?? "" };
  return pulumi.parameterization ? { ...plugin, parameterization: pulumi.parameterization } : plugin;
}

function candidates(folder: string): string[] {
  const names: string[] = [];
  for (const entry of list(folder)) {
    if (entry.startsWith("pulumi-")) names.push(entry);
    else if (entry.startsWith("@") && entry !== "@types") {
      for (const inner of list(join(folder, entry))) names.push(`${entry}/${inner}`);
    }
  }
  return names;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The program's dependencies with their installed versions; all levels if asked for. */
export function dependencies(programDir: string, transitive: boolean): { name: string; version: string }[] {
  const seen = new Map<string, string>();
  const root = nearestManifest(programDir);
  const visit = (manifest: Manifest | undefined, dev: boolean) => {
    for (const name of Object.keys({ ...manifest?.dependencies, ...(dev ? manifest?.devDependencies : {}) })) {
      if (seen.has(name)) continue;
      const inner = installed(name, programDir);
      seen.set(name, inner?.version ?? "");
      if (transitive) visit(inner, false);
    }
  };
  visit(root, true);
  return [...seen].map(([name, version]) => ({ name, version })).filter((dependency) => dependency.version !== "");
}

function nearestManifest(from: string): Manifest | undefined {
  for (const folder of moduleFolders(from)) {
    const manifest = readManifest(join(folder, "..", "package.json"));
    if (manifest) return manifest;
  }
  return undefined;
}
