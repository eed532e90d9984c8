/**
 * The toolchain: the Pulumi engine, its plugins and OPA.
 *
 * Order of preference, the first that answers wins: on PATH with a fitting
 * version; the official download; built from Go modules into the cache. What
 * an earlier run downloaded or built is taken before anything is made anew.
 */
import { delimiter, dirname } from "node:path";
import { buildPart, goMaker, type Maker } from "./build";
import { Layout } from "./cache";
import { type Downloader, downloadEngine } from "./download";
import { messageOf, ToolchainError } from "./errors";
import { type Engine, findEngine, findOpa, type Tool } from "./find";
import { OPA_BUILD, OPA_RANGE, PULUMI_BUILD, PULUMI_RANGE } from "./pins";
import { installCommand } from "./platform-help";
import { type Log, Progress } from "./progress";

export { cacheRoot } from "./cache";
export { diagnose, type Finding } from "./doctor";
export { messageOf, ToolchainError, UserError } from "./errors";
export type { Source, Tool } from "./find";
export { findJava, type Java } from "./java";

/** Everything that is needed to run Pulumi on this project. */
export interface Toolchain {
  readonly pulumi: Tool;
  readonly opa: Tool;
  readonly languageHost: Tool;
  /** The provider plugins in our cache; empty with an engine from PATH, which gets its own. */
  readonly plugins: readonly Tool[];
  /**
   * What to add to the environment of a process that calls `pulumi` or `opa`:
   * `{ ...process.env, ...toolchain.env }`. PATH is complete (our folders, then
   * the present PATH), and only there when something of ours has to be on it.
   *
   * PULUMI_SKIP_CHECKPOINTS is never set: without checkpoints a killed `up`
   * forgets what it has made.
   */
  readonly env: Readonly<Record<string, string>>;
}

/** Options of {@link ensureToolchain}. */
export interface EnsureOptions {
  /** Takes progress lines. @default a moving line on a terminal, plain lines in a log, both on standard error */
  readonly log?: Log;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** For tests: replaces the network. */
  readonly downloader?: Downloader;
  /** For tests: replaces `go build`. */
  readonly maker?: Maker;
}

/**
 * The toolchain, made if it isn't there. Says on the log what is taken when
 * something had to be made; a warm start is silent and starts no process.
 *
 * @throws ToolchainError with what was looked for, where, and how to fix it
 */
export async function ensureToolchain(options: EnsureOptions = {}): Promise<Toolchain> {
  const environment = options.environment ?? process.env;
  const layout = new Layout(environment);
  const progress = new Progress(options.log);
  const refusals: string[] = [];
  const refused = (reason: string) => void refusals.push(reason);
  const make = options.maker ?? goMaker(layout);

  let engine = await findEngine(layout, environment, refused);
  if (!engine) {
    engine = await downloadEngine(layout, progress, refused, options.downloader);
    if (!engine) {
      for (const reason of refusals) progress.line(`toolchain: ${reason}`);
      await building("engine", layout, progress, make, refusals);
      engine = await findEngine(layout, environment);
    }
    if (engine) progress.line(`toolchain: ${describe(engine.pulumi)}`);
  }
  let opa = await findOpa(layout, environment, refused);
  if (!opa) {
    await building("opa", layout, progress, make, refusals);
    opa = await findOpa(layout, environment);
    if (opa) progress.line(`toolchain: ${describe(opa)}`);
  }
  if (!engine || !opa) throw new ToolchainError("The toolchain was built but can't be found.", [layout.built]);
  return compose(engine, opa, environment);
}

/** The toolchain if it is complete; downloads and builds nothing. */
export async function findToolchain(environment: NodeJS.ProcessEnv = process.env): Promise<Toolchain | undefined> {
  const layout = new Layout(environment);
  const engine = await findEngine(layout, environment);
  const opa = engine && (await findOpa(layout, environment));
  return engine && opa ? compose(engine, opa, environment) : undefined;
}

/** One line that says which tool was taken and from where. */
export function describe(tool: Tool): string {
  const from = { path: "from PATH", download: "the official download", built: "built from Go modules" }[tool.source];
  return `${tool.name} ${tool.version}, ${from}: ${tool.path}`;
}

async function building(
  part: "engine" | "opa",
  layout: Layout,
  progress: Progress,
  make: Maker,
  refusals: readonly string[],
): Promise<void> {
  try {
    if (process.platform === "win32")
      throw new ToolchainError("Building from Go modules works on Linux and macOS only.");
    await buildPart(part, layout, progress, make);
  } catch (error) {
    const name = part === "engine" ? `pulumi ${PULUMI_RANGE}` : `opa ${OPA_RANGE}`;
    const build = part === "engine" ? PULUMI_BUILD : OPA_BUILD;
    const cause = error instanceof ToolchainError ? error : undefined;
    throw new ToolchainError(
      `No ${name} could be found or made.`,
      [...refusals, `build of ${build} from Go modules: ${cause?.what ?? messageOf(error)}`, ...(cause?.looked ?? [])],
      cause?.fix.length ? cause.fix : [installCommand(part === "engine" ? "pulumi" : "opa")],
    );
  }
}

function compose(engine: Engine, opa: Tool, environment: NodeJS.ProcessEnv): Toolchain {
  const folders = [engine.pulumi, opa].filter((tool) => tool.source !== "path").map((tool) => dirname(tool.path));
  const path = [...new Set([...folders, ...(environment.PATH ?? "").split(delimiter)])].join(delimiter);
  return {
    pulumi: engine.pulumi,
    opa,
    languageHost: engine.languageHost,
    plugins: engine.plugins,
    env: {
      ...(folders.length ? { PATH: path } : {}),
      ...(engine.home ? { PULUMI_HOME: engine.home } : {}),
      // One question to the internet less in every run; versions are pinned here anyway.
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // A built engine means that downloads don't work: fail at once, and say which plugin is missing.
      ...(engine.pulumi.source === "built" ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
    },
  };
}
