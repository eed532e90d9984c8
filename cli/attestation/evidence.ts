import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { domainNames } from "../../contracts/domains";
import { UserError } from "../../toolchain/errors";
import type { Record } from "./record";

/** What of a record can be told without a preview. */
export type Evidence = Pick<Record, "stack" | "commit" | "pack" | "config">;

/** @throws UserError where the work tree isn't one commit */
export function gather(root: string, stack: string): Evidence {
  return { stack, commit: commitOf(root), pack: packHash(root), config: configHash(root, stack) };
}

/** @throws UserError where there is no commit, or something that isn't in it */
function commitOf(root: string): string {
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  let changes: string;
  let commit: string;
  try {
    commit = git("rev-parse", "HEAD");
    changes = git("status", "--porcelain");
  } catch {
    throw new UserError("commit: given no git work tree; allowed: a commit, so that it can be said what was previewed");
  }
  if (changes === "") return commit;
  const [first = ""] = changes.split("\n");
  throw new UserError(
    `commit: given changes that aren't committed (${first.trim()}, …); allowed: a commit as it is; fix: git commit`,
  );
}

/** The compiled pack, and every file by which it judges when it starts. */
function packHash(root: string): string {
  const own = ["policy-pack/bin/index.js", "policy-pack/exemptions.yaml"];
  const domains = domainNames(root).flatMap((domain) => {
    const folder = `domains/${domain}/guardrails`;
    const rules = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
    return [`domains/${domain}/guardrails.yaml`, ...rules.map((name) => `${folder}/${name}`)];
  });
  const digest = createHash("sha256");
  for (const file of [...own, ...domains]) {
    if (!existsSync(join(root, file))) continue;
    const text = readFileSync(join(root, file));
    digest.update(`${file} ${text.length}\n`).update(text);
  }
  return digest.digest("hex");
}

/** Of the values, not of the file: the engine adds a salt to it on its own. */
function configHash(root: string, stack: string): string {
  const file = join(root, `Pulumi.${stack}.yaml`);
  const content: unknown = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
  const config = (content as { readonly config?: unknown } | null)?.config ?? {};
  return createHash("sha256").update(canonical(config)).digest("hex");
}

/** What a preview announced, as one hash: each step with its resource and the inputs that it would have. */
export class Plan {
  readonly #steps: string[] = [];

  take({ resourcePreEvent }: EngineEvent): void {
    if (!resourcePreEvent) return;
    const { op, urn, new: next } = resourcePreEvent.metadata;
    this.#steps.push(canonical([urn, op, (next?.inputs as unknown) ?? null]));
  }

  /** In no particular order: the engine works on many resources at once. */
  get hash(): string {
    return createHash("sha256")
      .update([...this.#steps].sort().join("\n"))
      .digest("hex");
  }
}

/** JSON with every object's keys sorted. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
