import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
// The small form of zod: the pack is loaded by every preview.
import * as z from "zod/mini";
import { type Guardrail, guardrail, type Resource } from "./guardrail";
import { reportIssues, type Sheet } from "./mistakes";

const text = (says: string) => z.string().check(z.trim(), z.minLength(3, says));
const texts = (says: string) => z.array(z.string()).check(z.minLength(1, says));

const ENTRY = z.strictObject({
  id: text("the rule's name, <domain>-<what it checks>"),
  types: texts("type tokens of the resources that are judged"),
  reads: texts("properties that the rule reads, like spec.replicas"),
  description: text("what is checked, in one sentence"),
  rationale: text("why"),
  source: text("where the rule comes from"),
  fix: text("what to change, and where"),
});

/** A domain's rule in Rego, `guardrails/<id>.rego`, as its guardrails.yaml declares it under `rules`. */
export interface RegoEntry {
  readonly id: string;
  readonly types: readonly string[];
  readonly reads: readonly string[];
  readonly description: string;
  readonly rationale: string;
  readonly source: string;
  readonly fix: string;
}

export type DeclaredRule = RegoEntry & { readonly domain: string };

const FIX = "correct the entry; policy-pack/README.md shows one";

/** The entries under `rules`; what is wrong with them is noted on the sheet. */
export function regoEntries(sheet: Sheet, content: unknown): readonly RegoEntry[] {
  const parsed = z.array(ENTRY).safeParse(content);
  reportIssues(sheet, parsed.error?.issues ?? [], {
    path: ["rules"],
    fields: () => Object.keys(ENTRY.def.shape),
    fix: FIX,
  });
  return parsed.data ?? [];
}

export function regoFile({ domain, id }: Pick<DeclaredRule, "domain" | "id">): string {
  return `domains/${domain}/guardrails/${id}.rego`;
}

/** The package that the rule has to be in: no two rules share one, so none can change what another says. */
export function regoPackage({ domain, id }: Pick<DeclaredRule, "domain" | "id">): string {
  return `mesh.guardrails.${[domain, id].map((part) => part.replaceAll("-", "_")).join(".")}`;
}

/** Where a rule's compiled form is, relative to the root: the text that it was made from is named by its digest. */
export function regoCompiled(rule: Pick<DeclaredRule, "domain" | "id">, text: string): string {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `policy-pack/bin/guardrails/${rule.id}-${digest}.wasm`;
}

export function regoEntrypoint(rule: Pick<DeclaredRule, "domain" | "id">): string {
  return `${regoPackage(rule).replaceAll(".", "/")}/violation`;
}

/**
 * The rule as a guardrail. Rego sees `{urn, type, name, stack, protect, props}`, and of the properties only those that
 * the rule `reads`, so that an unknown one is a violation of `value-known` and not a rule that finds nothing.
 */
export function regoRule(root: string, rule: DeclaredRule): Guardrail {
  const { id, types, reads, description, rationale, source, fix } = rule;
  let decide: ((input: object) => readonly string[]) | undefined;
  return guardrail({
    id,
    section: "domains",
    source,
    description,
    rationale,
    fix,
    resource: {
      types,
      *check(resource, { stack }) {
        decide ??= load(root, rule);
        const { urn, type, name, protect } = resource;
        yield* decide({ urn, type, name, stack, protect, props: read(resource, reads) });
      },
    },
  });
}

function read({ props }: Resource, paths: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const path of paths) {
    const keys = path.split(".");
    const value = props.at(...keys).plain();
    if (value === undefined) continue;
    let node = result;
    for (const key of keys.slice(0, -1)) {
      node[key] ??= {};
      node = node[key] as Record<string, unknown>;
    }
    node[keys.at(-1) ?? path] = value;
  }
  return result;
}

/** @throws where the rule was not compiled from its present text: the frame makes a violation of it */
function load(root: string, rule: DeclaredRule): (input: object) => readonly string[] {
  const { loadPolicySync } = require("@open-policy-agent/opa-wasm") as typeof import("@open-policy-agent/opa-wasm");
  const compiled = regoCompiled(rule, readFileSync(join(root, regoFile(rule)), "utf8"));
  let wasm: Buffer;
  try {
    wasm = readFileSync(join(root, compiled));
  } catch {
    throw new Error(`${regoFile(rule)} is not compiled from its present text; run npx mesh build`);
  }
  const policy = loadPolicySync(wasm);
  policy.setData({});
  return (input) => messages(policy.evaluate(input, regoEntrypoint(rule)));
}

/** A set of rules always has a value, be it empty: anything else is a rule that decides nothing. */
function messages(results: unknown): readonly string[] {
  const [first] = Array.isArray(results) ? (results as { readonly result?: unknown }[]) : [];
  if (!Array.isArray(first?.result)) throw new Error("`violation` has no value");
  return first.result.map((violation: unknown) => {
    const message = (violation as { readonly msg?: unknown } | null)?.msg;
    return typeof message === "string" ? message : "refused by a rule that says no msg";
  });
}
