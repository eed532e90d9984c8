/** Finds tools that are there already: on PATH, downloaded earlier, or built earlier. */
import { realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import semver from "semver";
import { isExecutable, type Layout, readJson, writeAtomic } from "./cache";
import { OPA_BUILD, OPA_RANGE, PLUGINS, PULUMI_BUILD, PULUMI_DOWNLOAD, PULUMI_RANGE } from "./pins";
import { outputOf } from "./run-command";

/** Where a tool comes from. */
export type Source = "path" | "download" | "built";

/** One program of the toolchain. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  readonly source: Source;
}

/** The engine and what belongs to it. From PATH it manages its plugins itself, so none are listed. */
export interface Engine {
  readonly pulumi: Tool;
  readonly languageHost: Tool;
  readonly plugins: readonly Tool[];
  /** PULUMI_HOME, unless it is the user's own. */
  readonly home?: string;
}

/** Something that was looked at and not taken, and why; for messages. */
export type Refused = (reason: string) => void;

/** The engine that is there, in the order of preference. */
export async function findEngine(
  layout: Layout,
  env: NodeJS.ProcessEnv,
  refused: Refused = () => {},
): Promise<Engine | undefined> {
  return (await engineOnPath(layout, env, refused)) ?? downloadedEngine(layout) ?? builtEngine(layout);
}

/** OPA that is there, in the order of preference. */
export async function findOpa(
  layout: Layout,
  env: NodeJS.ProcessEnv,
  refused: Refused = () => {},
): Promise<Tool | undefined> {
  const onPath = await toolOnPath("opa", ["version"], OPA_RANGE, { layout, env, refused });
  if (onPath) return onPath;
  return isExecutable(layout.opa) ? { name: "opa", version: OPA_BUILD, path: layout.opa, source: "built" } : undefined;
}

async function engineOnPath(layout: Layout, env: NodeJS.ProcessEnv, refused: Refused): Promise<Engine | undefined> {
  const pulumi = await toolOnPath("pulumi", ["version"], PULUMI_RANGE, { layout, env, refused });
  if (!pulumi) return undefined;
  // Some packagings and `go install` bring the engine alone, which can't run a program.
  const beside = join(dirname(realpathSync(pulumi.path)), "pulumi-language-nodejs");
  const host = isExecutable(beside) ? beside : onPath("pulumi-language-nodejs", layout, env);
  if (!host) {
    refused(`${pulumi.path}: version ${pulumi.version}, but its language host pulumi-language-nodejs is missing`);
    return undefined;
  }
  return { pulumi, languageHost: { ...pulumi, name: "pulumi-language-nodejs", path: host }, plugins: [] };
}

/** The official engine that an earlier run downloaded. */
export function downloadedEngine(layout: Layout): Engine | undefined {
  const bin = join(layout.download, "bin");
  const tool = (name: string, version: string, path: string): Tool => ({ name, version, path, source: "download" });
  const pulumi = tool("pulumi", PULUMI_DOWNLOAD, join(bin, "pulumi"));
  const languageHost = tool("pulumi-language-nodejs", PULUMI_DOWNLOAD, join(bin, "pulumi-language-nodejs"));
  const home = join(layout.download, "home");
  const plugins = PLUGINS.map(({ name, version }) =>
    tool(name, version, join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`)),
  );
  const isComplete = [pulumi, languageHost, ...plugins].every((each) => isExecutable(each.path));
  return isComplete ? { pulumi, languageHost, plugins, home } : undefined;
}

/** The engine that an earlier run built from the same pins. */
export function builtEngine(layout: Layout): Engine | undefined {
  if (!layout.engineFiles.every(isExecutable)) return undefined;
  const tool = (name: string, version: string, path: string): Tool => ({ name, version, path, source: "built" });
  return {
    pulumi: tool("pulumi", PULUMI_BUILD, layout.pulumi),
    languageHost: tool("pulumi-language-nodejs", PULUMI_BUILD, layout.languageHost),
    plugins: PLUGINS.map(({ name, version }) => tool(name, version, layout.plugin(name, version))),
    home: layout.home,
  };
}

interface Where {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  readonly refused: Refused;
}

async function toolOnPath(
  name: string,
  args: readonly string[],
  range: string,
  where: Where,
): Promise<Tool | undefined> {
  const path = onPath(name, where.layout, where.env);
  if (!path) {
    where.refused(`${name} on PATH: not found`);
    return undefined;
  }
  const version = await versionOf(path, args, where.layout);
  if (version && semver.satisfies(version, range, { includePrerelease: true })) {
    return { name, version, path, source: "path" };
  }
  where.refused(`${path}: version ${version ?? "unknown"}, needed ${range}`);
  return undefined;
}

/** The first executable of that name on PATH; what lies in our own cache is not the user's. */
export function onPath(name: string, layout: Layout, env: NodeJS.ProcessEnv): string | undefined {
  const ours = layout.root + sep;
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !`${folder}${sep}`.startsWith(ours))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Wrapper scripts are small, and can mean another version tomorrow without a change of their own. */
const SCRIPT_SIZE = 1_000_000;

/** The version a program prints. Remembered by the file's time and size: asking costs a tenth of a second and more. */
async function versionOf(path: string, args: readonly string[], layout: Layout): Promise<string | undefined> {
  const { mtimeMs, size } = statSync(path);
  const stamp = `${mtimeMs}-${size}`;
  const known = readJson<Record<string, { stamp: string; version: string }>>(layout.versions) ?? {};
  const entry = known[path];
  if (entry?.stamp === stamp) return entry.version;
  const version = /(\d+\.\d+\.\d+[-+.\w]*)/.exec((await outputOf(path, args)) ?? "")?.[1];
  if (version && size > SCRIPT_SIZE) {
    writeAtomic(layout.versions, JSON.stringify({ ...known, [path]: { stamp, version } }));
  }
  return version;
}
