import type { Format } from "./log";
import type { StackResult } from "./stacks";

/** Results of an operation on stacks. */
export function report(results: readonly StackResult[], format: Format): string {
  return format === "json" ? JSON.stringify({ stacks: results }, null, 2) : text(results);
}

/** For people: what was refused, by which guardrail, and why. */
function text(results: readonly StackResult[]): string {
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

function indented(text: string): string {
  return text.replace(/^/gm, "    ");
}
