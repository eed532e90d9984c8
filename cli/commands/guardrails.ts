import { type ListedGuardrail, listGuardrails } from "../../policy-pack/listing";
import { exemptionText, page, parameterText } from "../../policy-pack/page";
import type { GuardrailsFormat } from "../formats";
import { ruleBook } from "../rule-book";

/** Every guardrail, with parameters, levels and tightenings. */
export function guardrails({ format }: { readonly format: GuardrailsFormat }): void {
  process.stdout.write(FORMATS[format](listGuardrails(ruleBook())));
}

const FORMATS: Readonly<Record<GuardrailsFormat, (all: readonly ListedGuardrail[]) => string>> = {
  json: (all) => `${JSON.stringify(all, null, 2)}\n`,
  md: page,
  text,
};

function text(all: readonly ListedGuardrail[]): string {
  const sections = [...new Set(all.map(({ section }) => section))];
  const lines = sections.flatMap((section) => [
    "",
    section,
    ...all.filter((one) => one.section === section).flatMap(entry),
  ]);
  return `${lines.join("\n").trimStart()}\n`;
}

function entry({ id, level, description, parameters, exemptions }: ListedGuardrail): string[] {
  return [
    `  ${id} (${level}): ${description}`,
    ...parameters.map((parameter) => `    ${parameterText(parameter)}`),
    ...exemptions.map((exemption) => `    ${exemptionText(exemption)}`),
  ];
}
