import { dirname, resolve } from "node:path";
import { build as bundle, type Plugin } from "esbuild";
import { moduleFiles } from "./lib/domain-modules";

/** The SDK's modules that the pack replaces, and by what. */
const STAND_INS: Readonly<Record<string, string>> = {
  "./deserialize": resolve(__dirname, "sdk/deserialize.ts"),
  "./protoutil": resolve(__dirname, "sdk/protoutil.ts"),
  "@pulumi/pulumi": resolve(__dirname, "sdk/pulumi.ts"),
};

const ROOT = resolve(__dirname, "..");

/** The domains' rules in TypeScript become part of the pack. */
const domainRules: Plugin = {
  name: "domain-rules",
  setup(build) {
    build.onLoad({ filter: /policy-pack\/lib\/domain-modules\.ts$/ }, () => {
      const modules = moduleFiles(ROOT).map(({ domain, file }) => {
        const path = JSON.stringify(resolve(ROOT, file));
        return `{ domain: ${JSON.stringify(domain)}, file: ${JSON.stringify(file)}, load: () => require(${path}) }`;
      });
      return {
        contents: `export const domainModules = () => [${modules.join(", ")}];`,
        loader: "ts",
        resolveDir: ROOT,
      };
    });
  },
};

/** Goes by who asks: the stand-ins themselves get the originals. */
const standIns: Plugin = {
  name: "stand-ins",
  setup(build) {
    const sdk = dirname(require.resolve("@pulumi/policy"));
    build.onResolve({ filter: /^(\.\/(deserialize|protoutil)|@pulumi\/pulumi)$/ }, ({ path, resolveDir }) =>
      resolveDir === sdk ? { path: STAND_INS[path] ?? path } : undefined,
    );
  },
};

/**
 * Compiles the pack to `policy-pack/bin/index.js`, one file with the SDK's server in it, so that it starts without a
 * TypeScript compiler. `@pulumi/pulumi` and gRPC stay outside: the engine's own runner has what it needs of them loaded.
 */
export async function build(): Promise<void> {
  await bundle({
    entryPoints: [resolve(__dirname, "index.ts")],
    outfile: resolve(__dirname, "bin/index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    legalComments: "none",
    external: ["@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf"],
    plugins: [standIns, domainRules],
    sourcemap: false,
    logLevel: "warning",
  });
}

if (require.main === module) void build();
