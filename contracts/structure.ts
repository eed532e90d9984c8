/** A file against the published schema of the version that it names: its data, and everything that is wrong with it. */
import type { z } from "zod";
import { distance } from "./distance";
import type { Finding, SourceDocument } from "./document";
import { MOST_PROBLEMS } from "./fields";
import { ODCS_VERSIONS, type Odcs, odcs } from "./odcs";
import { ODPS_VERSIONS, type Odps, odps } from "./odps";
import { type Problem, pathText } from "./problem";

interface Standards {
  readonly odcs: Odcs;
  readonly odps: Odps;
}
export type Standard = keyof Standards;

const STANDARDS = {
  odcs: { name: "ODCS", kind: "DataContract", versions: ODCS_VERSIONS, model: odcs },
  odps: { name: "ODPS", kind: "DataProduct", versions: ODPS_VERSIONS, model: odps },
} as const;

/** What a file is judged by: its kind, where it says one, else its name. */
export function standardOf(document: Pick<SourceDocument, "file" | "data">): Standard {
  const { kind } = document.data;
  if (kind === STANDARDS.odcs.kind) return "odcs";
  if (kind === STANDARDS.odps.kind) return "odps";
  return /\.odps\.\w+$/.test(document.file) || Object.hasOwn(document.data, "outputPorts") ? "odps" : "odcs";
}

const models = new Map<string, z.ZodType>();

/** Each standard's model is built once a process, and only for the versions that files name. */
function modelOf(standard: Standard, version: number): z.ZodType {
  const key = `${standard} ${version}`;
  const model = models.get(key) ?? STANDARDS[standard].model(version);
  models.set(key, model);
  return model;
}

export interface Structure<S extends Standard> {
  /** What the file says, fields that the standard doesn't name included; absent where it can't be worked with. */
  readonly data?: Standards[S];
  readonly problems: readonly Problem[];
}

/**
 * The verdict is that of the published schema: a file has problems exactly where the schema refuses it. A file whose
 * only problems are fields that the standard doesn't name still gives its data.
 */
export function structureOf<S extends Standard>(document: SourceDocument, standard: S): Structure<S> {
  const { name, versions } = STANDARDS[standard];
  const given = document.data.apiVersion;
  const version = typeof given === "string" && Object.hasOwn(versions, given) ? versions[given] : undefined;
  if (version === undefined) return { problems: [document.problem(["apiVersion"], versionFinding(standard, given))] };
  const parsed = modelOf(standard, version).safeParse(document.data);
  const data = document.data as unknown as Standards[S];
  if (parsed.success) return { data, problems: [] };
  const problems: Problem[] = [];
  let usable = true;
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      const { keys, path } = issue;
      for (const key of keys.slice(0, MOST_PROBLEMS))
        problems.push(document.problem([...path, key], unknownFinding(key, issue, `${name} ${given}`)));
      const rest = keys.slice(MOST_PROBLEMS);
      if (rest.length > 0) problems.push(document.problem([...path, ...rest.slice(0, 1)], manyFinding(rest.length)));
      continue;
    }
    usable = false;
    problems.push(document.problem(issue.path, findingOf(issue, valueAt(document.data, issue.path))));
  }
  return usable ? { data, problems } : { problems };
}

const CONVERT =
  "convert it: https://bitol-io.github.io/open-data-contract-standard/latest/ describes version 3, and what each " +
  "field of 2.2 became is in its changelog; then set apiVersion: v3.1.0";

function versionFinding(standard: Standard, given: unknown): Finding {
  const { name, versions } = STANDARDS[standard];
  const allowed = Object.keys(versions).join(", ");
  if (given === undefined) {
    const message = "The field apiVersion is missing.";
    return { rule: "schema/required", message, given, allowed, fix: "add the version of the standard that is used" };
  }
  if (standard === "odcs" && typeof given === "string" && /^v?2\./.test(given))
    return {
      rule: "schema/version",
      message: `${name} ${given} isn't supported any more.`,
      given,
      allowed,
      fix: CONVERT,
    };
  const message = "The file names no version of its standard that we know.";
  return { rule: "schema/version", message, given, allowed, fix: "set apiVersion to one of these" };
}

function unknownFinding(key: string, { message, path }: { message: string; path: PropertyKey[] }, of: string): Finding {
  const known = message.split(", ");
  const near = nearest(key, known);
  return {
    rule: "schema/unknown",
    message: `${of} has no field ${key} ${path.length === 0 ? "at the top" : `in ${pathText(path)}`}.`,
    given: key,
    allowed: message,
    fix: near === undefined ? "remove it, or put it into customProperties" : `write ${near}`,
  };
}

function manyFinding(count: number): Finding {
  const message = `The standard doesn't name ${count} more fields here.`;
  return { rule: "schema/unknown", message, allowed: "fields of the standard", fix: "remove them" };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  null: "nothing",
  undefined: "nothing",
};

function findingOf(issue: z.core.$ZodIssue, given: unknown): Finding {
  const field = String(issue.path.findLast((part) => typeof part === "string") ?? "");
  const subject = typeof issue.path.at(-1) === "number" ? `An entry of ${field}` : `The field ${field}`;
  const allowed = allowedBy(issue);
  if (given === undefined)
    return { rule: "schema/required", message: `${subject} is missing.`, given, allowed, fix: `add ${field}` };
  switch (issue.code) {
    case "invalid_type":
    case "invalid_union": {
      const message = `${subject} is ${kindOf(given)}, not ${allowed}.`;
      return { rule: "schema/type", message, given, allowed, fix: `write ${allowed}` };
    }
    case "invalid_value":
      return {
        rule: "schema/value",
        message: `${subject} has none of its values.`,
        given,
        allowed,
        fix: "use one of these",
      };
    case "too_small":
    case "too_big":
      return {
        rule: "schema/bounds",
        message: `${subject} is out of bounds.`,
        given,
        allowed,
        fix: "correct the value",
      };
    default: {
      const { message } = (issue as { params?: { message?: string } }).params ?? {};
      return {
        rule: message === undefined ? "schema/format" : "schema/shape",
        message: message ?? `${subject} isn't ${allowed}.`,
        given,
        allowed,
        fix: "correct the value",
      };
    }
  }
}

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return `${issue.inclusive ? "at least" : "above"} ${issue.minimum}${issue.origin === "array" ? " entries" : ""}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "below"} ${issue.maximum}${issue.origin === "array" ? " entries" : ""}`;
    case "invalid_union": {
      const options = issue.errors.flatMap(([first]) => (first ? [allowedBy(first)] : []));
      return [...new Set(options)].join(" or ");
    }
    default:
      return issue.message;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (typeof value === "number") return Number.isFinite(value) ? "a number" : "no finite number";
  return TYPE_NAMES[Array.isArray(value) ? "array" : typeof value] ?? typeof value;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}

/** The known name that a misspelt one most likely means: at most two letters, or only case, apart. */
function nearest(given: string, known: readonly string[]): string | undefined {
  const scored = known.map((name) => ({ name, apart: distance(given.toLowerCase(), name.toLowerCase(), 2) }));
  const best = scored.sort((a, b) => a.apart - b.apart)[0];
  return best && best.apart <= Math.min(2, Math.floor(given.length / 3)) ? best.name : undefined;
}
