/**
 * Builds the service: one JavaScript file without dependencies, `bin/server.js`.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { build as bundle } from "esbuild";

const ROOT = resolve(__dirname, "../..");

export interface Built {
  /** Path of the file. */
  readonly file: string;
  /** Of its bytes, hex: the digest in the image's reference. */
  readonly sha256: string;
}

/**
 * Bundles the service. The same sources and dependencies give the same bytes, wherever the project lies.
 *
 * @param outFile Where to. @default services/data-product/bin/server.js
 * @throws Error with esbuild's messages when the sources cannot be bundled.
 */
export async function build(outFile = join(__dirname, "bin/server.js")): Promise<Built> {
  const result = await bundle({
    absWorkingDir: ROOT,
    entryPoints: ["services/data-product/main.ts"],
    outfile: outFile,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // The client's checksum loads a .wasm file from its package; the same package has it inlined, too.
    alias: { "@platformatic/wasm-utils": "@platformatic/wasm-utils/bundled" },
    // Optional parts that the service doesn't use, found missing at run time.
    external: ["@node-rs/crc32", "protobufjs", "pino-pretty"],
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: { "import.meta.url": "importMetaUrl" },
    // Not the names: frames in the log stay readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const output = result.outputFiles[0];
  if (!output) throw new Error("esbuild wrote nothing");
  const content = Buffer.from(output.contents);
  const current = await readFile(outFile).catch(() => undefined);
  if (!current?.equals(content)) {
    await mkdir(dirname(outFile), { recursive: true });
    // Never half a file: a running supervisor may be reading it.
    await writeFile(`${outFile}.${process.pid}`, content);
    await rename(`${outFile}.${process.pid}`, outFile);
  }
  return { file: outFile, sha256: createHash("sha256").update(content).digest("hex") };
}

if (require.main === module) {
  build().then(
    ({ file, sha256 }) => console.log(`${sha256}  ${file}`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
