import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { guardrails } from "./guardrails";
import { type DeclaredRule, regoCompiled, regoEntrypoint, regoFile } from "./lib/rego-rule";
import { loadTightenings } from "./lib/tighten";
import { RegoError } from "./rego/build";

const run = promisify(execFile);

/**
 * Compiles the domains' guardrails in Rego to WebAssembly, each to a file that is named by its text's digest; what is
 * there already stays. Files that are wrong otherwise are left to the pack, which says so when it starts.
 *
 * @throws RegoError where opa refuses a rule
 */
export async function buildDomainRego({ root, opa }: { readonly root: string; readonly opa: string }): Promise<void> {
  const loaded = loadTightenings(root, guardrails);
  const declared = loaded.ok ? loaded.declared : [];
  await Promise.all(declared.map((rule) => compile(root, opa, rule)));
}

async function compile(root: string, opa: string, rule: DeclaredRule): Promise<void> {
  const source = regoFile(rule);
  if (!existsSync(join(root, source))) return;
  const file = join(root, regoCompiled(rule, await readFile(join(root, source), "utf8")));
  if (existsSync(file)) return;
  const temporary = join(dirname(file), `.${rule.id}-${randomUUID()}`);
  await mkdir(temporary, { recursive: true });
  try {
    const bundle = join(temporary, "bundle.tar.gz");
    await run(opa, ["build", "-t", "wasm", "-e", regoEntrypoint(rule), "-o", bundle, source], { cwd: root });
    await run("tar", ["-xzf", bundle, "-C", temporary, "/policy.wasm"]);
    await rename(join(temporary, "policy.wasm"), file);
  } catch (error) {
    // opa says what is wrong on standard output.
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    throw new RegoError(`${source}: ${(stdout || stderr || message).trim()}`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
