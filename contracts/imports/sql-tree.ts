/** Postgres' syntax tree as its own parser gives it: plain JSON, each node an object of its kind's name. */
import { deparseSync } from "pgsql-parser";
import { isObject, type JsonObject } from "./json";

/** The content of a node of a kind; undefined where it is of another. */
export function node(value: unknown, kind: string): JsonObject | undefined {
  const found = isObject(value) ? value[kind] : undefined;
  return isObject(found) ? found : undefined;
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The texts of a list of String nodes: parts of a name. */
export const strings = (value: unknown): string[] =>
  list(value).flatMap((one) => {
    const text = node(one, "String")?.sval;
    return typeof text === "string" ? [text] : [];
  });

/** A constant, casts around it left out; undefined where it is none. */
export function constant(value: unknown): string | number | boolean | undefined {
  const cast = node(value, "TypeCast");
  if (cast) return constant(cast.arg);
  const given = node(value, "A_Const");
  if (!given) return undefined;
  if (isObject(given.ival)) return typeof given.ival.ival === "number" ? given.ival.ival : 0;
  if (isObject(given.fval)) return Number(given.fval.fval);
  if (isObject(given.boolval)) return given.boolval.boolval === true;
  return isObject(given.sval) ? String(given.sval.sval ?? "") : undefined;
}

/** The column that an expression names, casts around it left out. */
export function columnOf(value: unknown): string | undefined {
  const cast = node(value, "TypeCast");
  return cast ? columnOf(cast.arg) : strings(node(value, "ColumnRef")?.fields).at(-1);
}

/** Names of all columns in an expression. */
export function columnsIn(value: unknown, found = new Set<string>()): Set<string> {
  const name = strings(node(value, "ColumnRef")?.fields).at(-1);
  if (name !== undefined) found.add(name);
  if (Array.isArray(value)) for (const one of value) columnsIn(one, found);
  else if (isObject(value)) for (const one of Object.values(value)) columnsIn(one, found);
  return found;
}

/** An expression as text. */
export function expressionText(expression: unknown): string {
  const target = { ResTarget: { val: expression } };
  const select = { SelectStmt: { targetList: [target], limitOption: "LIMIT_OPTION_DEFAULT", op: "SETOP_NONE" } };
  return deparseSync([select] as never, { pretty: false })
    .replace(/^SELECT\s+/, "")
    .replace(/;\s*$/, "");
}
