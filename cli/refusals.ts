/** What the gate has refused on this machine: previews and ups append to it, `mesh audit` reads it. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const REFUSAL = z.strictObject({
  time: z.iso.datetime().describe("when the run ended, in UTC"),
  run: z.string().describe("the same for all refusals of one run"),
  operation: z.enum(["preview", "up", "destroy"]),
  stack: z.string(),
  guardrail: z.string(),
  urn: z.string(),
});

export type Refusal = z.infer<typeof REFUSAL>;

/** Bytes; beyond that the older half of history goes with the next file. */
const LARGEST = 4 * 1024 * 1024;

export function refusalsFile(home: string): string {
  return join(home, "audit", "refusals.jsonl");
}

/** Appends them, one a line. Not what was said: that may quote a contract. */
export function record(home: string, refusals: readonly Refusal[]): void {
  if (refusals.length === 0) return;
  const file = refusalsFile(home);
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LARGEST) renameSync(file, `${file}.1`);
  // In one write: processes that run side by side don't mix their lines.
  appendFileSync(file, refusals.map((refusal) => `${JSON.stringify(refusal)}\n`).join(""));
}

/** All of them, oldest first, and how many lines are none. */
export function readRefusals(home: string): { readonly refusals: readonly Refusal[]; readonly unreadable: number } {
  const files = [`${refusalsFile(home)}.1`, refusalsFile(home)].filter((file) => existsSync(file));
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n")).filter((line) => line !== "");
  const refusals = lines.flatMap((line) => parse(line) ?? []);
  return { refusals, unreadable: lines.length - refusals.length };
}

function parse(line: string): Refusal | undefined {
  try {
    return REFUSAL.safeParse(JSON.parse(line)).data;
  } catch {
    // A process that was killed while it wrote leaves half a line.
    return undefined;
  }
}
