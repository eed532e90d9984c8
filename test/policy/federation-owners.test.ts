/** Who has to approve a change, by the file that the forge goes by. */
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { Owners } from "../../cli/owners";
import { domainNames } from "../../contracts";

const root = resolve(__dirname, "../..");
const all = new Owners(root);
const owners = (file: string) => all.of(file);

it.each([
  "policy-pack/exemptions.yaml",
  "policy-pack/policies/stream-name.ts",
  "policy-pack/lib/pack.ts",
  "policy-pack/rego/core.rego",
  "domains/orders/guardrails/any.ts",
  ".github/CODEOWNERS",
])("%s is the governance team's", (file) => {
  expect(owners(file)).toEqual(["@data-mesh/governance"]);
});

it.each(domainNames(root))("domains/%s is the domain's own", (domain) => {
  expect(owners(`domains/${domain}/guardrails.yaml`)).toEqual([`@data-mesh/${domain}`]);
});
