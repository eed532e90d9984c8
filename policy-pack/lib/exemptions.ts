// The small form of zod: the pack is loaded by every preview.
import * as z from "zod/mini";
import type { Guardrail } from "./guardrail";
import { type Mistake, reportIssues, Sheet, show } from "./mistakes";

/** The one file that weakens anything, relative to the project's root. */
export const EXEMPTIONS_FILE = "policy-pack/exemptions.yaml";
/** Longest time from an exemption's start to its expiry, in days. */
export const LONGEST_DAYS = 90;

const DAY = 86_400_000;
const URN = /^urn:pulumi:[a-z][a-z0-9-]*-[a-z0-9]+::[^:\s*?]+::[^\s*?]+::[^\s*?]+$/;
const text = (least: number, says: string) => z.string().check(z.trim(), z.minLength(least, says));
const date = () => z.iso.date("a date like 2026-01-31");

const ENTRY = z.strictObject({
  guardrail: text(1, "the id of a guardrail"),
  urn: z.string().check(z.regex(URN, "the exact URN of one resource, without wildcards")),
  reason: text(20, "at least 20 characters that say why, and what is done about it"),
  ticket: text(1, "the ticket that ends with the exemption"),
  requester: text(1, "who asks for it"),
  approver: z.optional(text(1, "who of the governance team approved it")),
  start: date(),
  expiry: date(),
});
const SHAPE = z.strictObject({ exemptions: z.array(ENTRY) });

/** One resource that may break one guardrail, for a time. Dates are like `2026-01-31`, both days included, in UTC. */
export interface Exemption {
  readonly guardrail: string;
  /** Of the one resource. */
  readonly urn: string;
  readonly reason: string;
  readonly ticket: string;
  readonly requester: string;
  /** Absent while it is only asked for. */
  readonly approver?: string | undefined;
  readonly start: string;
  readonly expiry: string;
}

/** `proposed`: nobody has approved it; `pending`: it starts later. Only an active one settles anything. */
export type State = "proposed" | "pending" | "active" | "expired";

export function stateOn(today: string, { approver, start, expiry }: Exemption): State {
  if (today > expiry) return "expired";
  if (approver === undefined) return "proposed";
  return today < start ? "pending" : "active";
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

export type Parsed =
  | { readonly ok: true; readonly exemptions: readonly Exemption[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

const FIX = "correct the entry; `npx mesh waiver request` writes one";

/**
 * Checks the file's text. All mistakes are reported at once.
 *
 * @param today where it is given, entries that nobody approved or whose time is over are mistakes too. The pack leaves
 * that to `exemption-valid`, which speaks of them in their own stack and stops no other.
 */
export function parseExemptions(content: string, guardrails: readonly Guardrail[], today?: string): Parsed {
  const sheet = new Sheet(EXEMPTIONS_FILE, content);
  if (sheet.mistakes.length > 0) return { ok: false, mistakes: sheet.mistakes };
  const parsed = SHAPE.safeParse(sheet.content);
  if (parsed.success) {
    check(parsed.data.exemptions, guardrails, sheet);
    if (today !== undefined) checkDates(parsed.data.exemptions, today, sheet);
  }
  const fields = (path: readonly unknown[]) => (path.length === 0 ? ["exemptions"] : Object.keys(ENTRY.def.shape));
  reportIssues(sheet, parsed.error?.issues ?? [], { fields, fix: FIX });
  return sheet.mistakes.length > 0 || !parsed.success
    ? { ok: false, mistakes: sheet.mistakes }
    : { ok: true, exemptions: parsed.data.exemptions };
}

/** What the shape can't say: about other fields, other entries and the guardrails. */
function check(exemptions: readonly Exemption[], guardrails: readonly Guardrail[], sheet: Sheet): void {
  for (const [index, one] of exemptions.entries()) {
    const wrong = (field: keyof Exemption, allowed: string) =>
      sheet.mistake(["exemptions", index, field], { given: show(one[field]), allowed, fix: FIX });
    const guardrail = guardrails.find(({ id }) => id === one.guardrail);
    if (!guardrail) wrong("guardrail", "the id of a guardrail; `npx mesh guardrails` lists them");
    else if (guardrail.exemptible === false)
      wrong("guardrail", "one that may be exempted: others are blind without it");
    if (one.approver !== undefined && person(one.approver) === person(one.requester)) {
      wrong("approver", "somebody else than the requester");
    }
    if (one.expiry < one.start) wrong("expiry", `a day from ${one.start} on`);
    else if (daysBetween(one.start, one.expiry) > LONGEST_DAYS) {
      wrong("expiry", `at most ${LONGEST_DAYS} days after the start, ${one.start}`);
    }
    const same = exemptions.findIndex(({ guardrail, urn }) => guardrail === one.guardrail && urn === one.urn);
    if (same < index) wrong("urn", `one exemption a guardrail and resource; exemptions[${same}] is for them already`);
  }
}

function checkDates(exemptions: readonly Exemption[], today: string, sheet: Sheet): void {
  for (const [index, one] of exemptions.entries()) {
    const state = stateOn(today, one);
    if (state === "expired") {
      const about = { given: show(one.expiry), allowed: "a day that isn't over", fix: "take the entry out" };
      sheet.mistake(["exemptions", index, "expiry"], about);
    } else if (state === "proposed") {
      const about = { given: "nothing", allowed: "who of the governance team approved it", fix: "have it approved" };
      sheet.mistake(["exemptions", index, "approver"], about);
    }
  }
}

function person(name: string): string {
  return name.trim().toLowerCase();
}
