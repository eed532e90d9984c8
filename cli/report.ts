import type { StackResult } from "./stacks";

/** Results for people: what was refused, by which guardrail, and why. */
export function reportText(results: readonly StackResult[]): string {
  const lines = results
    .filter((result) => !result.ok)
    .flatMap(({ stack, violations, error }) => [
      "",
      `${stack} was refused:`,
      ...violations.map(
        ({ guardrail, urn, message }) => `  ${guardrail}: ${urn.split("::").at(-1)}\n${indented(message)}`,
      ),
      ...(error ? [indented(error)] : []),
    ]);
  return lines.join("\n");
}

/** Results for programs; see the command's documentation in README.md. */
export function reportJson(results: readonly StackResult[]): string {
  return JSON.stringify({ stacks: results }, null, 2);
}

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
