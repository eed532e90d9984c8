/** Finding things in the node_modules of a program. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The part of a package.json that this host reads. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: {
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
    readonly server?: string;
    readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
  };
}

/** A package.json, or undefined where there is none; unreadable JSON is an error that names the file. */
export function readManifest(path: string): Manifest | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    throw new Error(`${path} is not valid JSON: ${(error as Error).message}`);
  }
}

/** Path of a script of the program's own @pulumi/pulumi, so that SDK and script always have one version. */
export function sdkScript(script: string, programDir: string): string {
  try {
    return createRequire(join(programDir, "package.json")).resolve(`@pulumi/pulumi/cmd/${script}`);
  } catch {
    throw new Error(
      `@pulumi/pulumi is not installed for ${programDir} (looked in its node_modules and those of the folders above). ` +
        "Run `npm ci` where its package.json is.",
    );
  }
}

/** The folders called node_modules that Node would search from here, nearest first. */
export function moduleFolders(from: string): string[] {
  return (
    createRequire(join(from, "package.json"))
      .resolve.paths("x")
      ?.filter((p) => p.endsWith("node_modules")) ?? []
  );
}

/** The manifest of an installed package as seen from a folder. */
export function installed(name: string, from: string): Manifest | undefined {
  for (const folder of moduleFolders(from)) {
    const manifest = readManifest(join(folder, name, "package.json"));
    if (manifest) return manifest;
  }
  return undefined;
}
