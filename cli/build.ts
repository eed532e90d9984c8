import { join } from "node:path";
import { storeImage } from "../embedded";
import { build as buildPack } from "../policy-pack/build";
import { buildDomainRego } from "../policy-pack/domain-rego";
import { type BundleOptions, buildBundles } from "../policy-pack/rego/build";
import { signingKey } from "../policy-pack/rego/signing";
import { build as buildProvider } from "../provider/build";
import { build as buildService } from "../services/data-product/build";
import { messageOf, type Toolchain, UserError } from "../toolchain";
import { compile } from "./compile";
import { meshHome, ROOT } from "./project";

/**
 * Compiles what runs outside this process: Pulumi's program, pack with the domains' rules, provider, service, and each
 * domain's policy bundle; stores the service's image.
 *
 * @throws UserError where a domain's rule can't be compiled
 */
export async function buildAll(toolchain: Toolchain): Promise<void> {
  await Promise.all([
    compile("program", "index.ts"),
    compile("lint", "cli/lint.ts"),
    told(buildPack()),
    buildProvider(),
    buildService(),
    told(buildDomainRego({ root: ROOT, opa: toolchain.opa.path })),
    told(buildBundles({ root: ROOT, opa: toolchain.opa.path, ...signing() })),
  ]);
  storeImage(meshHome(), join(ROOT, "services/data-product/bin/server.js"));
}

/** What a compiler says of somebody's rule is for them, without a stack. */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new UserError(messageOf(error));
  }
}

/** The key belongs to the checkout, as the bundles do; not to one embedded default of several. */
function signing(): Pick<BundleOptions, "signing" | "version"> {
  const { MESH_BUNDLE_VERSION: version } = process.env;
  return {
    signing: signingKey(join(ROOT, ".mesh/keys/bundle-signing.pem")),
    ...(version !== undefined && /^\d{1,15}$/.test(version) && { version: Number(version) }),
  };
}
