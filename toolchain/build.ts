/** Builds what is missing, binary by binary, so that an interrupted build resumes where it was. */
import { copyFileSync, cpSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { isExecutable, type Layout } from "./cache";
import { ToolchainError } from "./errors";
import { goEnvironment, requireDiskSpace } from "./go";
import { bundleLanguageHost } from "./host";
import { withLock } from "./lock";
import { GO_DIR, PLUGINS } from "./pins";
import { elapsed, type Progress } from "./progress";
import { goBuild, type Recipe, recipe, recipeHash } from "./recipes";
import { runCommand } from "./run-command";

/** Makes one binary at the path it is given; throws when it can't. Tests give their own. */
export type Maker = (recipe: Recipe, output: string, progress: Progress) => Promise<void>;

/** What to build: the engine with its plugins and language host, or OPA. */
export type Part = "engine" | "opa";

/** Builds a part into the layout's folders, one builder at a time. */
export async function buildPart(
  part: Part,
  layout: Layout,
  progress: Progress,
  make: Maker = goMaker(layout),
): Promise<void> {
  let shown = 0;
  await withLock(
    layout.lock,
    async () => {
      // What a killed builder left: we hold the lock, so nobody is at it.
      rmSync(layout.temporary, { recursive: true, force: true });
      for (const [name, destination] of outputs(part, layout)) {
        await provide(recipe(name), destination, { layout, progress, make });
      }
      if (part === "engine" && !isExecutable(layout.languageHost)) await bundleLanguageHost(layout.languageHost);
    },
    {
      onWait: (holder) => {
        if (shown !== 0 && Date.now() - shown < 60_000) return;
        shown = Date.now();
        const since = elapsed(Date.parse(holder.since));
        progress.line(
          `toolchain: waiting for another build (process ${holder.pid} on ${holder.host}, ${since} so far)`,
        );
      },
    },
  );
}

function outputs(part: Part, layout: Layout): [name: string, destination: string][] {
  if (part === "opa") return [["opa", layout.opa]];
  const plugins = PLUGINS.map(({ name, version }): [string, string] => [
    `pulumi-resource-${name}`,
    layout.plugin(name, version),
  ]);
  return [["pulumi", layout.pulumi], ...plugins];
}

interface Context {
  readonly layout: Layout;
  readonly progress: Progress;
  readonly make: Maker;
}

async function provide(recipe: Recipe, destination: string, { layout, progress, make }: Context): Promise<void> {
  if (isExecutable(destination)) return;
  const finished = join(layout.binaries, `${recipe.name}-${recipe.version}-${recipeHash(recipe)}`);
  if (!isExecutable(finished)) {
    const folder = join(layout.temporary, `${recipe.name}.${process.pid}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    try {
      const output = join(folder, "out");
      await make(recipe, output, progress);
      mkdirSync(layout.binaries, { recursive: true });
      renameSync(output, finished);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  place(finished, destination);
}

/**
 * A hard link, since the engine looks for its language host beside its own
 * real path, which a symbolic link would lead away from.
 */
function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const aside = `${to}.${process.pid}.tmp`;
  rmSync(aside, { force: true });
  try {
    linkSync(from, aside);
  } catch {
    copyFileSync(from, aside); // a file system without hard links
  }
  renameSync(aside, to);
}

/** The real maker: copies the module, adds generated files, runs `go build`. */
export function goMaker(layout: Layout): Maker {
  return async (recipe, output, progress) => {
    const env = await goEnvironment(join(GO_DIR, recipe.module, "go.mod"));
    requireDiskSpace(layout.root);
    const folder = join(dirname(output), "module");
    cpSync(join(GO_DIR, recipe.module), folder, { recursive: true });

    const note = `building ${recipe.version} from Go modules, once; a first build takes about ${recipe.usually}`;
    const task = progress.start(recipe.name, note);
    let packages = 0;
    let failed = true;
    try {
      await recipe.prepare?.(folder, env);
      const onLine = (line: string) => {
        if (line.startsWith("go: downloading ")) task.detail(`downloading ${line.slice("go: downloading ".length)}`);
        else task.detail(`${++packages} packages compiled`);
      };
      const { code, output: said } = await runCommand(goBuild(recipe, output), { cwd: folder, env, onLine });
      if (code !== 0) throw buildError(recipe, said);
      failed = false;
    } finally {
      task.end(failed ? "failed" : "built");
    }
  };
}

function buildError(recipe: Recipe, said: string): ToolchainError {
  // With -v go prints every package; the reason is in the lines that aren't package paths.
  const reasons = said
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^[\w.~/-]+$/.test(line) && !line.startsWith("go: downloading"));
  return new ToolchainError(
    `${recipe.name} ${recipe.version} can't be built.`,
    reasons.slice(-12).map((line) => `go says: ${line.trim()}`),
    [
      "go clean -cache   # then start again; finished binaries are kept",
      "https://www.pulumi.com/docs/install/   # with the official CLI nothing is built",
    ],
  );
}
