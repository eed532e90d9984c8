/**
 * The record of a passed gate: `mesh preview` writes one for each stack, signed; outside `local`, `mesh up` goes on only
 * with a fresh one that says exactly what it is about to do.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { messageOf, UserError } from "../../toolchain/errors";
import { type Evidence, gather } from "./evidence";
import { PRIVATE, signingKey, trustedKey } from "./keys";
import { attest, type Record, readAttestation } from "./record";

export { Plan } from "./evidence";

/** The one environment whose data is nobody's loss. */
const THROW_AWAY = "local";
const SETTINGS = "policy-pack/attestation.yaml";
const MINUTE = 60_000;
/** Clocks of two machines differ. */
const SKEW_MINUTES = 2;

const settings = z.strictObject({
  maximumAgeMinutes: z.number().positive().describe("minutes for which an attestation counts"),
});

export interface Place {
  /** The project's root. */
  readonly root: string;
  /** Where the mesh keeps its files. */
  readonly home: string;
}

/** Is an attestation demanded of this stack? `orders-local` needs none. */
export function needsAttestation(stack: string): boolean {
  return !stack.endsWith(`-${THROW_AWAY}`);
}

export function attestationFile(home: string, stack: string): string {
  return join(home, "attestations", `${stack}.json`);
}

/**
 * Vouches for a preview that has passed.
 *
 * @returns the file, or why there is none: without a key, nobody could trust it
 * @throws UserError where the key is no key, or what was previewed is no commit
 */
export function vouch({ root, home }: Place, stack: string, plan: string): { readonly said: string } {
  const key = signingKey();
  if (!key) return { said: `no attestation: ${PRIVATE} (or ${PRIVATE}_FILE) holds no key to sign one with` };
  const file = attestationFile(home, stack);
  const record = { ...gather(root, stack), plan, time: new Date().toISOString() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(attest(record, key), null, 2)}\n`);
  return { said: `attestation in ${file}` };
}

/** The record in a file, when its signature holds. @throws UserError */
export function trusted(file: string): Record {
  if (!existsSync(file)) {
    throw new UserError(
      `${file}: given nothing; allowed: the attestation of a passed preview; fix: npx mesh preview, with ${PRIVATE} set`,
    );
  }
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file}: can't be read: ${messageOf(error)}`);
  }
  return readAttestation(file, text, trustedKey());
}

/** What of a record doesn't fit what is here now; nothing where all of it does. @param plan where there is one to compare */
export function mismatches(root: string, record: Record, plan?: string): string[] {
  const now: Evidence & { readonly plan?: string } = {
    ...gather(root, record.stack),
    ...(plan === undefined ? {} : { plan }),
  };
  const fields = ["commit", "pack", "config", "plan"] as const;
  const differing = fields.flatMap((field) => {
    const found = now[field];
    return found === undefined || found === record[field] ? [] : `${field}: given ${record[field]}; allowed: ${found}`;
  });
  const age = (Date.now() - Date.parse(record.time)) / MINUTE;
  const most = maximumAge(root);
  const isFresh = age <= most && age >= -SKEW_MINUTES;
  return isFresh
    ? differing
    : [...differing, `time: given ${record.time}; allowed: the last ${most} minutes (${SETTINGS})`];
}

function maximumAge(root: string): number {
  const parsed = settings.safeParse(parse(readFileSync(join(root, SETTINGS), "utf8")));
  if (parsed.success) return parsed.data.maximumAgeMinutes;
  throw new UserError(`${SETTINGS}: given something else; allowed: maximumAgeMinutes, a number of minutes above 0`);
}

/** Refuses where the stack needs an attestation and has none that fits. @throws UserError */
export function demand({ root, home }: Place, stack: string, plan?: string): void {
  if (!needsAttestation(stack)) return;
  const file = attestationFile(home, stack);
  const record = trusted(file);
  const wrong =
    record.stack === stack ? mismatches(root, record, plan) : [`stack: given ${record.stack}; allowed: ${stack}`];
  if (wrong.length === 0) return;
  throw new UserError(`${stack}: the attestation ${file} is of something else`, wrong, [
    "npx mesh preview, where the key is",
  ]);
}
