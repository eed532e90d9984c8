import { guardrails } from "../policy-pack/guardrails";
import { formatMistakes, loadTightenings } from "../policy-pack/lib/tighten";
import { type ListedGuardrail, listGuardrails } from "../policy-pack/listing";
import { UserError } from "../toolchain/errors";
import { ROOT } from "./project";

/** Every guardrail with its domains' tightenings. @throws UserError with every mistake of every domain's file */
export function listed(): ListedGuardrail[] {
  const loaded = loadTightenings(ROOT, guardrails);
  if (!loaded.ok) throw new UserError(formatMistakes(loaded.mistakes));
  return listGuardrails(loaded.tightenings);
}
