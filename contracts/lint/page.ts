/** The documentation page of the rules: `contracts/lint/RULES.md`. */
import type { RuleInfo } from "./rule";
import { CONTRACT_RULES, MESH_RULES, PRODUCT_RULES, RULES } from "./rules";

/** The command that writes the page, from the repository's root. */
export const REGENERATE = "npx mesh lint --rules > contracts/lint/RULES.md";

const SECTIONS: readonly (readonly [title: string, rules: readonly RuleInfo[]])[] = [
  ["One contract", CONTRACT_RULES],
  ["One product", PRODUCT_RULES],
  ["The whole mesh", MESH_RULES],
];

const cell = (text: string) => text.replaceAll("|", "\\|");

export function rulesPage(): string {
  const errors = RULES.filter(({ severity }) => severity === "error").length;
  return `${[
    "# Rules of the linter",
    `Generated from the rules themselves, so edit those, then: \`${REGENERATE}\`.`,
    `${RULES.length} rules, beside the published schemas' own (\`schema/…\`). ${errors} are errors: they keep a mesh from being deployed too, by the same code. The others are warnings.`,
    "A rule is one object in `rules/`; a test fails where one has no case that it has to find, or none that it has to let pass. What `--fix` does is listed with the reason why it can't change what is meant; where a person has to decide (who may see an e-mail address, which of two names was meant), there is no fix.",
    ...SECTIONS.map(([title, rules]) => `## ${title}\n\n${table(rules)}`),
  ].join("\n\n")}\n`;
}

function table(rules: readonly RuleInfo[]): string {
  const rows = rules.map(
    ({ id, severity, about, fixes = "" }) => `| \`${id}\` | ${severity} | ${cell(about)} | ${cell(fixes)} |`,
  );
  return ["| id | severity | why | `--fix` |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
