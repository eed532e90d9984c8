/** How each binary is built from Go modules. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ToolchainError } from "./errors";
import { contentHash, GO_DIR, OPA_BUILD, PLUGINS, PULUMI_BUILD, platform } from "./pins";
import { runCommand } from "./run-command";

/** One binary. */
export interface Recipe {
  /** File name of the binary. */
  readonly name: string;
  readonly version: string;
  /** Folder below toolchain/go. */
  readonly module: "engine" | "providers" | "opa";
  /** What `go build` is given. */
  readonly target: string;
  /** The Go variable that holds the version. */
  readonly versionVariable?: string;
  /** The value of that variable. @default the version */
  readonly versionValue?: string;
  /** How long a first build takes on two cores, for the progress line. */
  readonly usually: string;
  /** Adds generated files to the copy of the module before the build. */
  readonly prepare?: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>;
}

/** In build order: what is waited for first, first. */
export const RECIPES: readonly Recipe[] = [
  {
    name: "pulumi",
    version: PULUMI_BUILD,
    module: "engine",
    target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    versionValue: `v${PULUMI_BUILD}`,
    usually: "4 minutes",
  },
  ...PLUGINS.map((plugin) => ({
    name: `pulumi-resource-${plugin.name}`,
    version: plugin.version,
    module: "providers" as const,
    target: `./cmd/pulumi-resource-${plugin.name}`,
    versionVariable: "main.version",
    usually: plugin.name === "kubernetes" ? "10 minutes" : "1 minute",
    ...(plugin.name === "kubernetes" ? { prepare: embedKubernetesSchema(plugin.version) } : {}),
  })),
  { name: "opa", version: OPA_BUILD, module: "opa", target: "github.com/open-policy-agent/opa", usually: "1 minute" },
];

/** A recipe by the name of its binary. */
export function recipe(name: string): Recipe {
  const found = RECIPES.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no recipe for ${name}`);
  return found;
}

/** Names the binary by all that goes into it: an edit of one module doesn't rebuild the others. */
export function recipeHash(recipe: Recipe): string {
  return contentHash([join(GO_DIR, recipe.module)], [platform(), recipe.target, recipe.version]);
}

/** The `go build` of a recipe. */
export function goBuild(recipe: Recipe, output: string): string[] {
  const version = recipe.versionVariable
    ? ` -X ${recipe.versionVariable}=${recipe.versionValue ?? recipe.version}`
    : "";
  return [
    ...["go", "build", "-v", "-mod=readonly", "-trimpath", "-buildvcs=false"],
    ...["-ldflags", `-s -w${version}`, "-o", output, recipe.target],
  ];
}

const KUBERNETES_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4";

/** Does what the official release build does: the schema with its version, both files without white space. */
function embedKubernetesSchema(version: string) {
  return async (folder: string, env: NodeJS.ProcessEnv) => {
    const download = await runCommand(["go", "mod", "download", KUBERNETES_MODULE], { cwd: folder, env });
    const listed = await runCommand(["go", "list", "-m", "-f", "{{.Dir}}", KUBERNETES_MODULE], { cwd: folder, env });
    const source = listed.output.trim().split("\n").at(-1) ?? "";
    if (download.code !== 0 || listed.code !== 0) {
      throw new ToolchainError(`The Go module ${KUBERNETES_MODULE} can't be downloaded.`, [
        `go says: ${(download.output || listed.output).trim()}`,
      ]);
    }
    const from = join(source, "cmd", "pulumi-resource-kubernetes");
    const to = join(folder, "cmd", "pulumi-resource-kubernetes");
    mkdirSync(to, { recursive: true });
    const read = (name: string) => JSON.parse(readFileSync(join(from, name), "utf8")) as Record<string, unknown>;
    writeFileSync(join(to, "schema-embed.json"), JSON.stringify({ ...read("schema.json"), version }));
    writeFileSync(join(to, "terraform-mapping-embed.json"), JSON.stringify(read("terraform-mapping.json")));
  };
}
