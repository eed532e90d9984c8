/** Puts the language host in place: bundled, so that its start reads one file instead of hundreds. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { writeAtomic } from "./cache";
import { HOST_DIR } from "./pins";

const NODE = "#!/usr/bin/env node";

/** Bundles the host to `path` and the folder `nodejs-host` beside it; takes a fraction of a second. */
export async function bundleLanguageHost(path: string): Promise<void> {
  const folder = join(dirname(path), "nodejs-host");
  mkdirSync(folder, { recursive: true });
  const bundled = async (entry: string, banner = "") => {
    const result = await build({
      entryPoints: [join(HOST_DIR, entry)],
      bundle: true,
      write: false,
      minify: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      legalComments: "none",
      banner: { js: banner },
    });
    return result.outputFiles[0]?.contents ?? new Uint8Array();
  };
  // The wrapper has no file extension: without this a "type": "module" of a
  // package.json in some folder above would make Node read it as a module.
  writeAtomic(join(dirname(path), "package.json"), '{"type":"commonjs"}\n');
  writeAtomic(join(folder, "main.cjs"), await bundled("main.ts"));
  writeAtomic(join(folder, "lazy-sdk.cjs"), await bundled("lazy-sdk.ts"));
  const dynamic = join(dirname(path), "pulumi-resource-pulumi-nodejs");
  writeAtomic(dynamic, await bundled("dynamic-provider.ts", NODE), 0o755);
  // Last: that this file exists means the host is complete.
  writeAtomic(path, await bundled("wrapper.ts", NODE), 0o755);
}
