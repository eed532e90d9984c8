/** Bundles the provider into `provider/bin/index.js`, which the plugin's process runs. */
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { build as bundle } from "esbuild";

/** Writes the bundle in one step, so that a build that is stopped leaves the old one. @returns the bundle's path. */
export async function build(): Promise<string> {
  const outfile = join(__dirname, "bin", "index.js");
  const unfinished = `${outfile}.${process.pid}`;
  try {
    await bundle({
      entryPoints: [join(__dirname, "main.ts")],
      outfile: unfinished,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      minify: true,
      keepNames: true,
      legalComments: "none",
      logLevel: "warning",
      // pg asks for them only where they are installed.
      external: ["pg-native", "cloudflare:sockets"],
    });
    await rename(unfinished, outfile);
  } finally {
    await rm(unfinished, { force: true });
  }
  return outfile;
}

if (require.main === module) {
  build().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
