import { join } from "node:path";
import { storeImage } from "../embedded";
import { build as buildPack } from "../policy-pack/build";
import { buildBundles } from "../policy-pack/rego/build";
import { build as buildProvider } from "../provider/build";
import { build as buildService } from "../services/data-product/build";
import type { Toolchain } from "../toolchain";
import { compile } from "./compile";
import { meshHome, ROOT } from "./project";

/**
 * Compiles what runs outside this process: Pulumi's program, pack, provider, service, and each domain's policy bundle;
 * stores the service's image.
 */
export async function buildAll(toolchain: Toolchain): Promise<void> {
  await Promise.all([
    compile("program", "index.ts"),
    buildPack(),
    buildProvider(),
    buildService(),
    buildBundles({ root: ROOT, opa: toolchain.opa.path }),
  ]);
  storeImage(meshHome(), join(ROOT, "services/data-product/bin/server.js"));
}
