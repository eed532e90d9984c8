/** What a CHECK says of its column, where ODCS has an option for it. */
import { columnOf, constant, list, node, strings } from "./sql-tree";

/** What is read: options, allowed values, and that JSON is a list or an object. */
export interface Check {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly values?: readonly unknown[];
  readonly json?: "array" | "object";
}

const FLIPPED: Readonly<Record<string, string>> = { ">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "=" };
const BOUNDS: Readonly<Record<string, string>> = {
  ">=": "minimum",
  ">": "exclusiveMinimum",
  "<=": "maximum",
  "<": "exclusiveMaximum",
};

/** Every part of the expression; undefined where one of them can't be read. */
export function readCheck(expression: unknown): readonly Check[] | undefined {
  const and = node(expression, "BoolExpr");
  if (and?.boolop === "AND_EXPR") {
    const parts = list(and.args).map(readCheck);
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  const operation = node(expression, "A_Expr");
  const found = operation && operationOf(operation);
  return found && [found];
}

function operationOf({ kind, name, lexpr, rexpr }: Readonly<Record<string, unknown>>): Check | undefined {
  const [operator = ""] = strings(name);
  if (kind === "AEXPR_IN" && operator === "=" && columnOf(lexpr) !== undefined)
    return valuesOf(node(rexpr, "List")?.items);
  if (kind === "AEXPR_OP_ANY" && operator === "=" && columnOf(lexpr) !== undefined) return valuesOf(arrayOf(rexpr));
  if (kind === "AEXPR_BETWEEN" && columnOf(lexpr) !== undefined) {
    const [minimum, maximum] = list(node(rexpr, "List")?.items).map(constant);
    return minimum === undefined || maximum === undefined ? undefined : { options: { minimum, maximum } };
  }
  if (kind !== "AEXPR_OP") return undefined;
  const value = constant(rexpr);
  if (value !== undefined) return comparison(lexpr, operator, value);
  const other = constant(lexpr);
  return other === undefined ? undefined : comparison(rexpr, FLIPPED[operator] ?? "", other);
}

function comparison(left: unknown, operator: string, value: string | number | boolean): Check | undefined {
  if (columnOf(left) !== undefined) {
    if (operator === "~" && typeof value === "string") return { options: { pattern: ecmaPattern(value) } };
    const bound = BOUNDS[operator];
    return bound === undefined ? undefined : { options: { [bound]: value } };
  }
  const call = node(left, "FuncCall");
  const name = strings(call?.funcname).at(-1);
  const [argument] = list(call?.args);
  if (call && columnOf(argument) !== undefined) {
    if (name === "jsonb_typeof" && operator === "=" && (value === "array" || value === "object"))
      return { json: value };
    const counted =
      name === "jsonb_array_length" ? "Items" : /^(char_)?length$/.test(name ?? "") ? "Length" : undefined;
    return counted && typeof value === "number" ? counts(counted, operator, value) : undefined;
  }
  const rest = node(left, "A_Expr");
  const step = constant(rest?.rexpr);
  const isRest = strings(rest?.name)[0] === "%" && columnOf(rest?.lexpr) !== undefined;
  return isRest && operator === "=" && value === 0 && typeof step === "number"
    ? { options: { multipleOf: step } }
    : undefined;
}

function counts(what: "Items" | "Length", operator: string, value: number): Check | undefined {
  const from = { ">=": value, ">": value + 1, "=": value }[operator];
  const to = { "<=": value, "<": value - 1, "=": value }[operator];
  if (from === undefined && to === undefined) return undefined;
  return {
    options: { ...(from !== undefined && { [`min${what}`]: from }), ...(to !== undefined && { [`max${what}`]: to }) },
  };
}

/** `ARRAY['a', 'b']`, also with a cast around it, as pg_dump writes it. */
function arrayOf(value: unknown): unknown {
  const cast = node(value, "TypeCast");
  return cast ? arrayOf(cast.arg) : node(value, "A_ArrayExpr")?.elements;
}

function valuesOf(items: unknown): Check | undefined {
  const values = list(items).map(constant);
  return values.length === 0 || values.includes(undefined) ? undefined : { values };
}

/** Postgres → ECMA-262: the way back of the export. */
function ecmaPattern(pattern: string): string {
  const escapes: Readonly<Record<string, string>> = { y: "b", Y: "B" };
  return pattern.replace(/\\(.)/g, (_all, letter: string) => `\\${escapes[letter] ?? letter}`);
}

/** Several checks as one. */
export function together(checks: readonly Check[]): Check {
  const options = Object.assign({}, ...checks.map((check) => check.options)) as Record<string, unknown>;
  const values = checks.find((check) => check.values)?.values;
  const json = checks.find((check) => check.json)?.json;
  return { options, ...(values && { values }), ...(json && { json }) };
}
