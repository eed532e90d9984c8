import { expect, test } from "vitest";
import { Platform } from "../../../components/platform";
import type { Target } from "../../../components/targets";
import { target } from "./fixture";
import { register } from "./support";

const COMPONENT = "Platform mesh";
const [DEFAULTS, CATALOG] = ["RegistryDefaults mesh-registry-defaults", "Catalog mesh-catalog"] as const;
const DOMAINS = ["orders", "customers"];
const run = (more: Partial<Target> = {}) =>
  register(() => new Platform("mesh", { domains: DOMAINS, target: target(more) }));

test("the platform is a closed namespace for each domain, the registry's defaults and the catalog", async () => {
  const mesh = await run();
  expect(mesh.one(COMPONENT)).toMatchObject({
    type: "mesh:components:Platform",
    inputs: { domains: DOMAINS, environment: "production", target: "kubernetes" },
    outputs: { domains: DOMAINS, environment: "production" },
  });
  expect([...mesh.childrenOf(COMPONENT)].sort()).toEqual(
    [
      ...DOMAINS.flatMap((domain) => [`Namespace ${domain}-namespace`, `NetworkPolicy ${domain}-default-deny`]),
      DEFAULTS,
      CATALOG,
    ].sort(),
  );
  expect(mesh.all).toHaveLength(1 + 6 + 3);
});

test.each(DOMAINS)("namespace %s is named as the domain, labelled, and takes restricted pods only", async (domain) => {
  const mesh = await run();
  expect(mesh.input(`Namespace ${domain}-namespace`, "metadata")).toEqual({
    name: domain,
    labels: {
      "app.kubernetes.io/managed-by": "pulumi",
      "mesh.domain": domain,
      "mesh.product": "platform",
      "mesh.version": "1",
      "mesh.owner": "platform",
      "pod-security.kubernetes.io/enforce": "restricted",
    },
  });
});

test.each(DOMAINS)("in namespace %s nothing comes in or goes out by default", async (domain) => {
  const mesh = await run();
  const policy = mesh.one(`NetworkPolicy ${domain}-default-deny`);
  expect(policy.inputs.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  expect(policy.inputs.metadata).toMatchObject({
    name: "default-deny",
    namespace: domain,
    labels: { "mesh.domain": domain, "mesh.product": "platform", "mesh.version": "1", "mesh.owner": "platform" },
  });
  expect(policy.dependsOn).toEqual([`Namespace ${domain}-namespace`]);
});

test("the registry's default mode is the contracts'", async () => {
  expect((await run()).one(DEFAULTS).inputs).toEqual({ compatibility: "BACKWARD_TRANSITIVE" });
});

test.each([
  [false, true],
  [true, false],
])("throwAway %s: the catalog is protected and retained: %s", async (throwAway, kept) => {
  const catalog = (await run({ throwAway })).one(CATALOG);
  expect(catalog).toMatchObject({ inputs: { schema: "mesh_catalog" }, protect: kept, retainOnDelete: kept });
});

test("every resource has the target's provider, none a default one", async () => {
  const mesh = await run();
  const made = mesh.all.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
  for (const { id, type, provider } of made) {
    expect(provider, id).toBe(type.startsWith("kubernetes:") ? "kubernetes kubernetes" : "mesh mesh");
  }
  expect(made).toHaveLength(6);
});
