import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { domainNames } from "../../contracts/domains";
import type { Guardrail, Parameter, Value } from "./guardrail";
import { type Mistake, Sheet, show } from "./mistakes";
import { type DeclaredRule, type RegoEntry, regoEntries } from "./rego-rule";
import type { Tightenings } from "./stage";

/** Name of the file by which a domain tightens: `domains/<domain>/guardrails.yaml`. */
export const TIGHTENING_FILE = "guardrails.yaml";

/** What a domain may do with a parameter of each direction, and what would be weaker. */
export const DIRECTIONS = {
  up: { says: "it may only be raised", weaker: (given: number, core: number) => given < core },
  down: { says: "it may only be lowered", weaker: (given: number, core: number) => given > core },
  subset: {
    says: "entries may only be taken away",
    weaker: (given: readonly string[], core: readonly string[]) => given.some((entry) => !core.includes(entry)),
  },
  superset: {
    says: "entries may only be added",
    weaker: (given: readonly string[], core: readonly string[]) => core.some((entry) => !given.includes(entry)),
  },
} as const;

export type Loaded =
  | { readonly ok: true; readonly tightenings: Tightenings; readonly declared: readonly DeclaredRule[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads every domain's tightenings under `root`. All mistakes of all files are reported at once. */
export function loadTightenings(root: string, guardrails: readonly Guardrail[]): Loaded {
  const mistakes: Mistake[] = [];
  const tightenings: Record<string, Tightenings[string]> = {};
  const declared: DeclaredRule[] = [];
  for (const domain of domainNames(root)) {
    const file = `domains/${domain}/${TIGHTENING_FILE}`;
    const path = join(root, file);
    if (!existsSync(path)) continue;
    const parsed = parseTightening(file, readFileSync(path, "utf8"), guardrails);
    if (parsed.ok) {
      tightenings[domain] = parsed.value;
      declared.push(...parsed.rules.map((rule) => ({ ...rule, domain })));
    } else mistakes.push(...parsed.mistakes);
  }
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, tightenings, declared };
}

type Parsed =
  | { readonly ok: true; readonly value: Tightenings[string]; readonly rules: readonly RegoEntry[] }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Checks one file's text against the guardrails' parameters and directions. Nothing unknown is let through. */
export function parseTightening(file: string, text: string, guardrails: readonly Guardrail[]): Parsed {
  const sheet = new Sheet(file, text);
  const check = new Check(sheet);
  const value = sheet.mistakes.length > 0 ? {} : check.file(sheet.content ?? {}, guardrails);
  return sheet.mistakes.length > 0 ? { ok: false, mistakes: sheet.mistakes } : { ok: true, value, rules: check.rules };
}

const FIX = "tighten it or take the line out; only a dated exemption weakens a guardrail";

class Check {
  rules: readonly RegoEntry[] = [];

  constructor(private readonly sheet: Sheet) {}

  file(content: unknown, guardrails: readonly Guardrail[]): Record<string, Record<string, Value>> {
    const result: Record<string, Record<string, Value>> = {};
    for (const [key, value] of this.entries([], content, "an object with tighten and rules")) {
      if (key === "rules") this.rules = regoEntries(this.sheet, value);
      else if (key !== "tighten") this.mistake([key], "an unknown field", "tighten, rules");
      else {
        for (const [id, parameters] of this.entries([key], value, "an object of guardrail ids")) {
          const found = guardrails.find((guardrail) => guardrail.id === id);
          if (found) result[id] = this.guardrail([key, id], parameters, found);
          else this.mistake([key, id], "an unknown guardrail", `one of ${tightenable(guardrails)}`);
        }
      }
    }
    return result;
  }

  private guardrail(path: readonly string[], content: unknown, { parameters }: Guardrail): Record<string, Value> {
    const names = Object.keys(parameters);
    const result: Record<string, Value> = {};
    const allowed = names.length > 0 ? names.join(", ") : "nothing: this guardrail has no parameters";
    for (const [name, given] of this.entries(path, content, "an object of parameters")) {
      const parameter = parameters[name];
      if (!parameter) this.mistake([...path, name], "an unknown parameter", allowed);
      else if (this.isTighter([...path, name], given, parameter)) result[name] = given;
    }
    return result;
  }

  private isTighter(path: readonly string[], given: unknown, parameter: Parameter): given is Value {
    const { unit, direction } = parameter;
    const core = Array.isArray(parameter.default) ? parameter.default.join(", ") : String(parameter.default);
    const bound = `(direction ${direction}: ${DIRECTIONS[direction].says}; the core has ${core} ${unit})`;
    const numeric = typeof parameter.default === "number";
    const fits = numeric ? isNumber(given) : isTexts(given);
    if (!fits) {
      this.mistake(path, show(given), `${numeric ? "a number" : "a list of strings"} ${bound}`);
      return false;
    }
    const weaker = isWeaker(given, parameter);
    if (weaker) this.mistake(path, show(given), `nothing weaker than the core ${bound}`);
    return !weaker;
  }

  private entries(path: readonly string[], content: unknown, allowed: string): [string, unknown][] {
    if (content !== null && typeof content === "object" && !Array.isArray(content)) return Object.entries(content);
    this.mistake(path, show(content), allowed);
    return [];
  }

  private mistake(path: readonly string[], given: string, allowed: string): void {
    this.sheet.mistake(path, { given, allowed, fix: FIX });
  }
}

function isNumber(given: unknown): given is number {
  return typeof given === "number" && Number.isFinite(given);
}

function isTexts(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((entry) => typeof entry === "string");
}

function isWeaker(given: unknown, { direction, default: core }: Parameter): boolean {
  if (direction === "up" || direction === "down") return DIRECTIONS[direction].weaker(given as number, core as number);
  return DIRECTIONS[direction].weaker(given as readonly string[], core as readonly string[]);
}

function tightenable(guardrails: readonly Guardrail[]): string {
  return guardrails.flatMap(({ id, parameters }) => (Object.keys(parameters).length > 0 ? id : [])).join(", ");
}
