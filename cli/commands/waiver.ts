import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSeq, parseDocument } from "yaml";
import {
  daysBetween,
  EXEMPTIONS_FILE,
  type Exemption,
  parseExemptions,
  type State,
  stateOn,
} from "../../policy-pack/lib/exemptions";
import { formatMistakes, type Mistake } from "../../policy-pack/lib/mistakes";
import { REGENERATE } from "../../policy-pack/page";
import { messageOf, UserError } from "../../toolchain/errors";
import { type Format, log, print } from "../log";
import { ROOT } from "../project";
import { judges, ruleBook, today } from "../rule-book";
import { table } from "../table";

const FILE = join(ROOT, EXEMPTIONS_FILE);
/** Exit code where the file can't be read; what is wrong in it is 1. */
const UNREADABLE = 2;

export interface Request {
  readonly guardrail: string;
  readonly urn: string;
  readonly reason: string;
  readonly ticket: string;
  readonly expiry: string;
  /** @default git's user.email */
  readonly requester?: string;
  /** @default today */
  readonly start?: string;
}

/**
 * Appends an entry for review, without an approver: whoever approves it puts their name to it. Everything else in the
 * file stays as it is.
 *
 * @throws UserError where the entry would not be valid; then nothing is written
 */
export function request({
  guardrail,
  urn,
  reason,
  ticket,
  requester = gitUser(),
  start = today(),
  expiry,
}: Request): void {
  const before = read();
  const after = append(before, { guardrail, urn, reason, ticket, requester, start, expiry });
  const parsed = parseExemptions(after, judges());
  if (!parsed.ok) throw new UserError(formatMistakes(parsed.mistakes));
  try {
    writeFileSync(FILE, after);
  } catch (error) {
    throw new UserError(`${EXEMPTIONS_FILE}: can't be written: ${messageOf(error)}`);
  }
  print(
    `${EXEMPTIONS_FILE}: exemptions[${parsed.exemptions.length - 1}] is proposed; it counts once it has an approver.`,
  );
  print(`Next: ${REGENERATE}, and open a pull request to the governance team`);
}

function append(content: string, entry: Exemption): string {
  const document = parseDocument(content);
  const list = document.get("exemptions");
  if (document.errors.length > 0 || !isSeq(list)) return content;
  // An empty list is written in one line; one with entries isn't.
  list.flow = false;
  list.add(document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}

/** An exemption as `list --format json` prints it. */
type Listed = Exemption & { readonly state: State; readonly daysLeft: number };

/** The exemptions with the days that they have left; those that are over have none. */
export function list({ format }: { readonly format: Format }): void {
  const now = today();
  const all = ruleBook().exemptions.map(
    (one): Listed => ({ ...one, state: stateOn(now, one), daysLeft: Math.max(0, daysBetween(now, one.expiry)) }),
  );
  if (format === "json") print(JSON.stringify(all, null, 2));
  else print(all.length === 0 ? "No exemptions." : table([HEAD, ...all.map(row)]));
}

const HEAD = ["STATE", "DAYS LEFT", "GUARDRAIL", "TICKET", "APPROVER", "RESOURCE"];

function row({ state, daysLeft, guardrail, ticket, approver = "", urn }: Listed): string[] {
  return [state, String(daysLeft), guardrail, ticket, approver, urn];
}

/** Judges the file, dates and approvers included. Whether each is needed, only a preview or `mesh check` can tell. */
export function check({ format }: { readonly format: Format }): void {
  let content: string;
  try {
    content = read();
  } catch (error) {
    log(messageOf(error));
    process.exitCode = UNREADABLE;
    return;
  }
  const parsed = parseExemptions(content, judges(), today());
  const problems: readonly Mistake[] = parsed.ok ? [] : parsed.mistakes;
  if (format === "json") print(JSON.stringify({ problems }, null, 2));
  else print(parsed.ok ? `${parsed.exemptions.length} exemptions, nothing wrong` : formatMistakes(problems));
  if (problems.some(({ allowed }) => allowed === "YAML")) process.exitCode = UNREADABLE;
  else if (problems.length > 0) process.exitCode = 1;
}

/** @throws UserError */
function read(): string {
  if (!existsSync(FILE)) return "exemptions: []\n";
  try {
    return readFileSync(FILE, "utf8");
  } catch (error) {
    throw new UserError(`${EXEMPTIONS_FILE}: can't be read: ${messageOf(error)}`);
  }
}

/** @throws UserError */
function gitUser(): string {
  try {
    const user = execFileSync("git", ["config", "user.email"], { cwd: ROOT, encoding: "utf8", stdio: "pipe" }).trim();
    if (user) return user;
  } catch {
    // No git, or no such setting.
  }
  throw new UserError(
    "requester: given nothing; allowed: who asks for it; fix: --requester NAME, or git config user.email",
  );
}
