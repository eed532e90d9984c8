import { EXEMPTIONS_FILE } from "../lib/exemptions";
import { guardrail } from "../lib/guardrail";
import type { Exempted } from "../lib/ledger";

export default guardrail({
  id: "exemption-valid",
  section: "gate",
  source: "design.md: only exemptions weaken; expired means violated again",
  description: "Every exemption of the stack is approved, in date, needed, and matches exactly one resource.",
  rationale: "An exemption that nobody approved, that outlived its date or its reason, is a hole without an owner.",
  fix: `take the entry out of ${EXEMPTIONS_FILE}, or have it approved anew; \`npx mesh waiver list\` shows all`,
  exemptible: false,
  *stack(stack, { exemptions }) {
    for (const exempted of exemptions) {
      const matches = stack.resources.filter(({ urn }) => urn === exempted.exemption.urn).length;
      const wrong = wrongWith(exempted, matches);
      if (!wrong) continue;
      const { guardrail: id, urn } = exempted.exemption;
      const at = { file: EXEMPTIONS_FILE, path: `exemptions[${exempted.index}]` };
      yield { message: `the exemption of ${urn} from ${id} ${wrong}`, at };
    }
  },
});

/** One that starts later has no say yet, and nothing to answer for. */
function wrongWith({ exemption, state, settled }: Exempted, matches: number): string | undefined {
  if (state === "expired") return `expired on ${exemption.expiry}`;
  if (state === "pending") return undefined;
  if (matches !== 1) return matches === 0 ? "matches no resource of this stack" : `matches ${matches} resources`;
  if (state === "proposed") return "has no approver";
  return settled === 0 ? "is not needed: the resource keeps the guardrail" : undefined;
}
