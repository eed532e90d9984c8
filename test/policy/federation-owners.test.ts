/** Who has to approve a change, by the file that the forge goes by. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { domainNames } from "../../contracts";

const root = resolve(__dirname, "../..");
const lines = readFileSync(resolve(root, ".github/CODEOWNERS"), "utf8")
  .split("\n")
  .flatMap((line) => (/^\s*(#|$)/.test(line) ? [] : [line.split(/\s+/)]));

/** The owners that the last matching line names. */
function owners(file: string): readonly string[] {
  const line = lines.findLast(([pattern = ""]) => {
    const glob = pattern.replace(/^\//, "");
    const regex = new RegExp(
      `^${glob.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}${glob.endsWith("/") ? "" : "$"}`,
    );
    return glob === "*" || regex.test(file);
  });
  return line?.slice(1) ?? [];
}

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
