import { build as buildPack } from "../policy-pack/build";
import { buildBundles } from "../policy-pack/rego/build";
import { build as buildProvider } from "../provider/build";
import { build as buildService } from "../services/data-product/build";
import type { Toolchain } from "../toolchain";
import { ROOT } from "./project";

/** Compiles what runs outside this process: pack, provider, service, and each domain's policy bundle. */
export async function buildAll(toolchain: Toolchain): Promise<void> {
  await Promise.all([
    buildPack(),
    buildProvider(),
    buildService(),
    buildBundles({ root: ROOT, opa: toolchain.opa.path }),
  ]);
}
