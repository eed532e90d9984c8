/** Which versions the toolchain consists of, and the hash that names a build of them. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Engines that may be taken from PATH: from the oldest that this project is tested with. */
export const PULUMI_RANGE = ">=3.228.0 <4";
/** The official engine to download: the same version as the npm package @pulumi/pulumi. */
export const PULUMI_DOWNLOAD = "3.248.0";
/** The engine to build: the newest that compiles from published modules. */
export const PULUMI_BUILD = "3.228.0";
/** Before 1.21.3 OPA accepts forged bundle signatures (GHSA-g2pf-6v5v-qcc8). */
export const OPA_RANGE = ">=1.21.3 <2";
export const OPA_BUILD = "1.22.2";
/** Go that can build all of it, itself or by fetching the newer Go that a module asks for. */
export const GO_RANGE = ">=1.25.0";
export const JAVA_RANGE = ">=17";
export const NODE_RANGE = ">=20";

/** A provider plugin. Its version is that of the npm package @pulumi/<name>, which asks for exactly this one. */
export interface PluginPin {
  readonly name: string;
  readonly version: string;
}

export const PLUGINS: readonly PluginPin[] = [
  { name: "kubernetes", version: "4.25.0" },
  { name: "kafka", version: "3.13.2" },
];

/** The folder of the Go modules. */
export const GO_DIR = join(__dirname, "go");
/** The folder of the language host's sources. */
export const HOST_DIR = join(__dirname, "language-host");

/**
 * A short name for the content of files plus some words; the same wherever the
 * checkout lies. Paths are part of it, so that a moved file counts as a change.
 */
export function contentHash(folders: readonly string[], words: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const file of files(folder)) {
      hash.update(relative(folder, file).split(sep).join("/")).update("\0");
      hash.update(readFileSync(file)).update("\0");
    }
  }
  for (const word of words) hash.update(word).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** The hash that names a whole toolchain: every pin, every source, and the platform it was built for. */
export function pinsHash(goDir = GO_DIR, hostDir = HOST_DIR): string {
  const plugins = PLUGINS.map((plugin) => `${plugin.name}@${plugin.version}`);
  return contentHash([goDir, hostDir], [platform(), PULUMI_BUILD, OPA_BUILD, ...plugins, ...hostDependencies()]);
}

/** The packages that are bundled into the language host; a new version of one is a new host. */
export function hostDependencies(): string[] {
  return ["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf"].map((name) => `${name}@${installedVersion(name)}`);
}

/** Operating system and architecture, in Node's words. */
export function platform(): string {
  return `${process.platform}-${process.arch}`;
}

function installedVersion(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as { version: string }).version;
    } catch {
      // not in this node_modules: the next one up
    }
  }
  return "missing";
}

/** All files of a folder, sorted; those the system or an editor leaves behind don't count. */
function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !entry.name.endsWith("~"))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}
