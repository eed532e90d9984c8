import { resolve } from "node:path";
import { build as bundle } from "esbuild";

/**
 * Compiles the pack to `policy-pack/bin/index.js`, one file, so that it starts without a TypeScript compiler.
 * `@pulumi/*` stays outside: the engine's own runner has it loaded already.
 */
export async function build(): Promise<void> {
  await bundle({
    entryPoints: [resolve(__dirname, "index.ts")],
    outfile: resolve(__dirname, "bin/index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["@pulumi/*"],
    sourcemap: false,
    logLevel: "warning",
  });
}

if (require.main === module) void build();
