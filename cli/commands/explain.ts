import { distance } from "../../contracts/distance";
import { type ListedGuardrail, listGuardrails } from "../../policy-pack/listing";
import { exemptionText, parameterText } from "../../policy-pack/page";
import { type Format, log, print } from "../log";
import { ruleBook } from "../rule-book";

/** Exit code for an id that no guardrail has. */
const UNKNOWN = 2;
const SUGGESTIONS = 3;

/** Everything about one guardrail. */
export function explain(id: string, { format }: { readonly format: Format }): void {
  const all = listGuardrails(ruleBook());
  const found = all.find((guardrail) => guardrail.id === id);
  if (!found) {
    const near = nearest(
      id,
      all.map((guardrail) => guardrail.id),
    );
    log(`id: given ${id}, which no guardrail has; the nearest: ${near.join(", ")}; fix: npx mesh guardrails lists all`);
    process.exitCode = UNKNOWN;
    return;
  }
  print(format === "json" ? JSON.stringify(found, null, 2) : text(found));
}

function text(guardrail: ListedGuardrail): string {
  const { id, level, section, description, rationale, source, fix, parameters, exemptible, exemptions } = guardrail;
  return [
    `${id} (${level}, ${section})`,
    `  ${description}`,
    `  Why:    ${rationale}`,
    `  Source: ${source}`,
    `  Fix:    ${fix}`,
    ...parameters.map((parameter) => `  Parameter ${parameterText(parameter)}`),
    ...(exemptible ? [] : ["  No exemption may name it."]),
    ...exemptions.map((exemption) => `  ${exemptionText(exemption)}`),
  ].join("\n");
}

/** Names that share a word come first, then those with the fewest letters changed. */
function nearest(given: string, names: readonly string[]): string[] {
  const words = given.toLowerCase().split("-");
  const scored = names.map((name) => {
    const shared = name.split("-").filter((word) => words.includes(word)).length;
    return { name, score: distance(given.toLowerCase(), name) - 4 * shared };
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name);
}
