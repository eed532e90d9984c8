import { existsSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import type { DomainModule } from "./domain-modules";
import type { Guardrail } from "./guardrail";
import type { Mistake } from "./mistakes";
import { type DeclaredRule, regoFile, regoPackage, regoRule } from "./rego-rule";

export interface DomainRules {
  readonly rules: readonly Guardrail[];
  readonly mistakes: readonly Mistake[];
}

/** What a domain adds, and all that it is judged against. */
export interface Additions {
  readonly core: readonly Guardrail[];
  readonly domains: readonly string[];
  readonly modules: readonly DomainModule[];
  readonly declared: readonly DeclaredRule[];
}

/** Every domain's own rules, each confined to its domain's stacks. */
export function domainRules(root: string, { core, domains, modules, declared }: Additions): DomainRules {
  const mistakes: Mistake[] = [];
  const rules: Guardrail[] = [];
  const taken = new Map(core.map(({ id }) => [id, "the core"]));
  const add = (domain: string, file: string, make: () => Guardrail | Mistake) => {
    const id = basename(file).replace(/\.\w+$/, "");
    const wrong = wrongId(id, { domain, domains, taken, file }) ?? wrongText(root, domain, file);
    const made = wrong ?? make();
    if ("allowed" in made) mistakes.push(made);
    else rules.push({ ...made, section: "domains", domain });
    taken.set(id, file);
  };
  for (const { domain, file, load } of modules) add(domain, file, () => loaded(file, load));
  for (const rule of declared) add(rule.domain, regoFile(rule), () => wrongRego(root, rule) ?? regoRule(root, rule));
  return { rules, mistakes };
}

interface Names {
  readonly domain: string;
  readonly domains: readonly string[];
  readonly taken: ReadonlyMap<string, string>;
  readonly file: string;
}

function wrongId(id: string, { domain, domains, taken, file }: Names): Mistake | undefined {
  const wrong = (given: string, allowed: string) => ({ file, field: "id", given, allowed, fix: "rename the rule" });
  const by = taken.get(id);
  if (by) return wrong(`${id}, which ${by} has`, "a name of its own: a domain adds rules, it replaces none");
  const other = domains.find((name) => name !== domain && id.startsWith(`${name}-`));
  if (other)
    return wrong(`${id}, a rule of domain ${other}`, `${domain}-<what it checks>: rules for its own resources only`);
  return /^[a-z][a-z0-9-]*$/.test(id) && id.startsWith(`${domain}-`)
    ? undefined
    : wrong(id, `${domain}-<what it checks>, in lower case`);
}

const IMPORTS = /\b(?:from|import|require)\s*\(?\s*["'`]([^"'`]+)["'`]/g;
/** Ways out of a rule's own module. The governance team reviews these files; this keeps accidents and haste out. */
const FORBIDDEN =
  /\b(?:process|globalThis|global|eval|Function|Reflect|Proxy|constructor|prototype|__proto__)\b|\bimport\s*\(/;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/** A rule in TypeScript sees what the frame hands it, and nothing of other domains. */
function wrongText(root: string, domain: string, file: string): Mistake | undefined {
  const path = join(root, file);
  if (!existsSync(path)) {
    return {
      file,
      field: "(the whole file)",
      given: "nothing",
      allowed: "the rule's text",
      fix: "write it, or take the entry out",
    };
  }
  if (!file.endsWith(".ts")) return undefined;
  const text = readFileSync(path, "utf8").replace(COMMENTS, "");
  const own = `domains/${domain}/guardrails/`;
  for (const [, name = ""] of text.matchAll(IMPORTS)) {
    const target = name.startsWith(".") ? posix.join(own, name) : name;
    if (target.startsWith("policy-pack/lib/") || target.startsWith(own)) continue;
    const allowed = `policy-pack/lib/… and ${own}…: a rule judges what it is handed`;
    return { file, field: "import", given: name, allowed, fix: "take the import out" };
  }
  const [forbidden] = FORBIDDEN.exec(text) ?? [];
  if (!forbidden) return undefined;
  return { file, field: "(the whole file)", given: forbidden, allowed: "a pure check", fix: "take it out" };
}

const TEXTS = ["source", "description", "rationale", "fix"] as const;

function loaded(file: string, load: () => unknown): Guardrail | Mistake {
  const id = basename(file, ".ts");
  const wrong = (field: string, given: string, allowed: string) => {
    const fix = "copy a neighbour of policy-pack/policies/ and change it";
    return { file, field, given, allowed, fix };
  };
  let rule: Partial<Guardrail> | undefined;
  try {
    rule = (load() as { readonly default?: Partial<Guardrail> }).default;
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return wrong("(the whole file)", reason, "a module that loads");
  }
  if (typeof rule !== "object" || rule === null)
    return wrong("default", "no default export", "export default guardrail({…})");
  if (rule.id !== id) return wrong("id", String(rule.id), `${id}, the file's name`);
  if (rule.level !== "mandatory") return wrong("level", String(rule.level), "mandatory, as guardrail({…}) makes it");
  if (rule.takesUnknown) return wrong("takesUnknown", "true", "nothing: that is value-known's alone");
  for (const name of TEXTS) if (!/\S{3}/.test(String(rule[name] ?? ""))) return wrong(name, "nothing", "a text");
  return rule as Guardrail;
}

function wrongRego(root: string, rule: DeclaredRule): Mistake | undefined {
  const file = regoFile(rule);
  const found = /^\s*package\s+(\S+)/m.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? "nothing";
  const allowed = regoPackage(rule);
  return found === allowed ? undefined : { file, field: "package", given: found, allowed, fix: `package ${allowed}` };
}
