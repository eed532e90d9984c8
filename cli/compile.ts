import { statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeAtomic } from "../toolchain/cache";
import { compiled, compiledFile, sourcesLine } from "../toolchain/compiled.cjs";
import { ROOT } from "./root";

/** A file system stamps with the clock of its last tick. */
const CLOCK_LAG_MS = 20;

/** Compiles the program that starts at `entry` to `bin/<name>.js`, unless it is there and fresh. */
export async function compile(name: string, entry: string, root = ROOT): Promise<void> {
  if (compiled(name, root)) return;
  const began = Date.now() - CLOCK_LAG_MS;
  const { metafile, outputFiles } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // A package's ECMAScript form can be cut down to what is used of it.
    mainFields: ["module", "main"],
    conditions: ["module"],
    // Of these there may be only one each in a process.
    external: ["@pulumi/*"],
    logLevel: "error",
  });
  // Packages change with the lock file only.
  const own = Object.keys(metafile.inputs).filter((file) => !file.includes("node_modules/"));
  const sources = [...own, "package-lock.json"];
  // Edited meanwhile: what was compiled may be older than what the list would say.
  if (sources.some((file) => statSync(join(root, file)).ctimeMs >= began)) return;
  writeAtomic(compiledFile(name, root), sourcesLine(sources, root) + (outputFiles[0]?.text ?? ""));
}
