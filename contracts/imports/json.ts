/** JSON texts with the place of each value, read by the contracts' own reader: its limits and messages hold here too. */
import { type Finding, parseText } from "../document";
import type { LoadResult, Problem } from "../problem";
import type { ImportSource } from "./importer";

export interface JsonSource {
  readonly data: unknown;
  readonly problem: (path: readonly PropertyKey[], finding: Finding) => Problem;
}

/** Where the text is a list or plain text, the reader gets it as the only field of a mapping. */
const WRAPPED = '{"schema": ';

export function readJson({ file, text }: ImportSource): LoadResult<JsonSource> {
  const isMapping = /^\uFEFF?\s*([{%#]|---|[\w"$-]+"?\s*:)/.test(text);
  const { document, problems } = parseText(isMapping ? text : `${WRAPPED}${text.replace(/^\uFEFF/, "")}\n}`, file);
  const placed = (problem: Problem): Problem => {
    const rule = problem.rule.replace(/^schema\//, "import/");
    if (isMapping) return { ...problem, rule };
    const column = problem.line === 1 ? Math.max(1, problem.column - WRAPPED.length) : problem.column;
    return { ...problem, rule, column, path: problem.path.replace(/^schema\.?/, "") };
  };
  if (!document) return { ok: false, problems: problems.map(placed) };
  const data = isMapping ? document.data : document.data.schema;
  const prefix = isMapping ? [] : ["schema"];
  const problem = (path: readonly PropertyKey[], finding: Finding) =>
    placed(document.problem([...prefix, ...path], finding));
  return { ok: true, value: { data, problem }, warnings: [] };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's fields but for some. */
export function without(given: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));
}

export const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
