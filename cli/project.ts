import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { type DataProduct, formatProblems, loadMesh } from "../contracts";
import type { Ports } from "../embedded";
import { type Toolchain, UserError } from "../toolchain";
import { log } from "./log";
import { ROOT } from "./root";

export { ROOT };

/** The one environment that is thrown away. */
export const LOCAL = "local";

/** The stack of a domain, or of the platform, in an environment. */
export function stackOf(domain: string, environment = LOCAL): string {
  return `${domain}-${environment}`;
}

/** Where the embedded default keeps everything: `$MESH_HOME`, or `.mesh` in the project. */
export function meshHome(): string {
  return resolve(process.env.MESH_HOME ?? join(ROOT, ".mesh"));
}

/** By this the engine would take levels and parameters of policies from a file. */
const PACK_CONFIG = "PULUMI_OPTION_POLICY_PACK_CONFIG";

/**
 * What `pulumi` needs in its environment to work on this project by hand just as it does through `mesh`. The
 * passphrase is no secret: the embedded default's state lies in a local folder and guards nothing worth more than it.
 *
 * @throws UserError where the environment would configure the policy pack
 */
export function pulumiEnvironment(toolchain: Toolchain): Record<string, string> {
  if (process.env[PACK_CONFIG])
    throw new UserError(
      `${PACK_CONFIG}: given ${process.env[PACK_CONFIG]}; allowed: nothing: guardrails are tightened in ` +
        "domains/<domain>/guardrails.yaml; fix: unset it",
    );
  const home = meshHome();
  const state = join(home, "state");
  mkdirSync(state, { recursive: true });
  return {
    ...toolchain.env,
    MESH_HOME: home,
    PULUMI_BACKEND_URL: process.env.PULUMI_BACKEND_URL ?? `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: process.env.PULUMI_CONFIG_PASSPHRASE ?? "data-mesh-local",
    // The engine reads its flags from these: the pack runs also where somebody forgets --policy-pack.
    PULUMI_OPTION_POLICY_PACK: join(ROOT, "policy-pack"),
  };
}

/** All products, producers first; tells what is to be minded about their files. @throws UserError with every problem of every file */
export function products(): readonly DataProduct[] {
  const mesh = loadMesh(ROOT);
  if (!mesh.ok) throw new UserError(formatProblems(mesh.problems));
  if (mesh.warnings.length > 0) log(formatProblems(mesh.warnings));
  return mesh.value.products;
}

/**
 * The domains asked for (all where none is), in waves: a domain comes after those whose ports it reads, and the
 * domains of one wave do not depend on each other.
 * @throws UserError for a domain that the mesh does not have
 */
export function waves(all: readonly DataProduct[], wanted: readonly string[]): string[][] {
  const domains = [...new Set(all.map(({ domain }) => domain))];
  for (const domain of wanted)
    if (!domains.includes(domain))
      throw new UserError(
        `domain: given ${domain}; allowed: ${domains.join(", ")}; fix: name one of those, or none for all`,
      );
  const depth = new Map<string, number>();
  for (const { domain, inputPorts } of all) {
    const above = inputPorts.filter((port) => port.product.domain !== domain);
    const own = Math.max(0, ...above.map((port) => (depth.get(port.product.domain) ?? 0) + 1));
    depth.set(domain, Math.max(own, depth.get(domain) ?? 0));
  }
  const chosen = domains.filter((domain) => wanted.length === 0 || wanted.includes(domain));
  const levels = [...new Set(chosen.map((domain) => depth.get(domain) ?? 0))].sort((a, b) => a - b);
  return levels.map((level) => chosen.filter((domain) => depth.get(domain) === level));
}

/** The ports that the platform's stack is configured for; none in particular with `MESH_PORTS=free`. */
export function configuredPorts(): Partial<Ports> {
  if (process.env.MESH_PORTS === "free") return {};
  const file = `Pulumi.${stackOf("platform")}.yaml`;
  const { config } = parse(readFileSync(join(ROOT, file), "utf8")) as {
    readonly config: { readonly "data-mesh:addresses": Readonly<Record<string, unknown>> };
  };
  const { kafka, registry, postgres, services } = config["data-mesh:addresses"];
  const port = (address: unknown) => Number(new URL(`${address}`.replace(/^(?!\w+:\/\/)/, "tcp://")).port);
  return {
    kafka: port(kafka),
    registry: port(registry),
    postgres: port(postgres),
    services: services as Ports["services"],
  };
}
