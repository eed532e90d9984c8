/** One CREATE TABLE, with what later statements add to it. */
import type { Finding } from "../document";
import { type CustomDraft, customs, type DatasetDraft, draft, Names, type PropertyDraft, unsaid } from "./importer";
import type { JsonObject } from "./json";
import { type Check, readCheck, together } from "./sql-checks";
import { columnsIn, expressionText, list, node, strings } from "./sql-tree";
import { columnType } from "./sql-types";
import { enumOf } from "./types";

/** Types that the file itself makes. */
export interface OwnTypes {
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** Domains with their base type and their checks. */
  readonly domains: ReadonlyMap<string, JsonObject>;
  readonly composites: ReadonlyMap<string, readonly unknown[]>;
}

export type Say = (location: unknown, finding: Finding) => void;

interface Column {
  readonly definition: JsonObject;
  readonly checks: Check[];
  readonly kept: Record<string, unknown>;
  readonly references: string[];
  required: boolean;
  unique: boolean;
  description?: string;
}

export class Table {
  readonly #columns = new Map<string, Column>();
  readonly #kept: Record<string, unknown> = {};
  #primaryKey: readonly string[] = [];
  #partition: readonly string[] = [];
  #relationships: { from: string[]; to: string[] }[] = [];
  description?: string;

  readonly schema: string | undefined;
  readonly name: string;

  constructor(
    { schema, name }: { readonly schema: string | undefined; readonly name: string },
    readonly types: OwnTypes,
    readonly say: Say,
  ) {
    this.schema = schema;
    this.name = name;
  }

  element(given: unknown): void {
    const definition = node(given, "ColumnDef");
    const constraint = node(given, "Constraint");
    const like = node(given, "TableLikeClause");
    if (definition) this.#column(definition);
    else if (constraint) this.constraint(constraint);
    else if (like)
      this.say(node(like.relation, "RangeVar")?.location, {
        rule: "import/sql",
        message: "The columns of the other table aren't known here.",
        given: "LIKE",
        allowed: "columns that are written out",
        fix: "write them out, as pg_dump does",
      });
  }

  partitionBy(spec: JsonObject): void {
    const parts = list(spec.partParams).map((one) => node(one, "PartitionElem") ?? {});
    this.#partition = parts.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
    if (this.#partition.length < parts.length)
      this.#kept.partitionBy = parts.map(({ name, expr }) => name ?? expressionText(expr));
  }

  #column(definition: JsonObject): void {
    const column: Column = { definition, checks: [], kept: {}, references: [], required: false, unique: false };
    const name = String(definition.colname);
    this.#columns.set(name, column);
    for (const one of list(definition.constraints)) {
      const constraint = node(one, "Constraint");
      if (constraint) this.#columnConstraint(name, column, constraint);
    }
  }

  #columnConstraint(name: string, column: Column, constraint: JsonObject): void {
    const { contype, raw_expr: expression } = constraint;
    if (contype === "CONSTR_NOTNULL") column.required = true;
    else if (contype === "CONSTR_DEFAULT") column.kept.default = expressionText(expression);
    else if (contype === "CONSTR_GENERATED") column.kept.generated = expressionText(expression);
    else if (contype === "CONSTR_IDENTITY")
      column.kept.identity = constraint.generated_when === "a" ? "always" : "by default";
    else if (contype === "CONSTR_CHECK") this.#check(constraint);
    else if (contype === "CONSTR_FOREIGN") this.#foreign({ ...constraint, fk_attrs: [{ String: { sval: name } }] });
    else if (contype === "CONSTR_PRIMARY" || contype === "CONSTR_UNIQUE")
      this.constraint({ ...constraint, keys: [{ String: { sval: name } }] });
  }

  /** A constraint of the table, also one that ALTER TABLE adds. */
  constraint(constraint: JsonObject): void {
    const { contype, location } = constraint;
    const keys = strings(constraint.keys);
    if (contype === "CONSTR_PRIMARY") this.#primaryKey = keys;
    else if (contype === "CONSTR_UNIQUE") {
      const only = keys.length === 1 ? this.#columns.get(keys[0] ?? "") : undefined;
      if (only) only.unique = true;
      else this.#keep("unique", keys, location, "columns that are unique together");
    } else if (contype === "CONSTR_CHECK") this.#check(constraint);
    else if (contype === "CONSTR_FOREIGN") this.#foreign(constraint);
    else if (contype === "CONSTR_NOTNULL") this.notNull(keys[0] ?? "");
    else this.#keep(String(contype).replace("CONSTR_", "").toLowerCase(), keys, location, "this constraint");
  }

  notNull(name: string): void {
    const column = this.#columns.get(name);
    if (column) column.required = true;
  }

  default(name: string, expression: unknown): void {
    const column = this.#columns.get(name);
    if (column) column.kept.default = expressionText(expression);
  }

  comment(name: string, text: string): void {
    const column = this.#columns.get(name);
    if (column) column.description = text;
  }

  #keep(name: string, value: unknown, location: unknown, what: string): void {
    this.#kept[name] = [...list(this.#kept[name]), value];
    this.say(location, unsaid(what, value, `sql.${name}`));
  }

  #check({ raw_expr: expression, location }: JsonObject): void {
    const [name, ...more] = columnsIn(expression);
    const column = name !== undefined && more.length === 0 ? this.#columns.get(name) : undefined;
    const read = column && readCheck(expression);
    if (read) column.checks.push(...read);
    else this.#keep("check", expressionText(expression), location, "this check");
  }

  #foreign(constraint: JsonObject): void {
    const from = strings(constraint.fk_attrs);
    const to = strings(constraint.pk_attrs);
    const table = String(constraint.pktable && (constraint.pktable as JsonObject).relname);
    const isPlain = [table, ...from, ...to].every((name) => /^[A-Za-z_]\w*$/.test(name)) && to.length === from.length;
    const column = this.#columns.get(from[0] ?? "");
    if (!isPlain || !column) {
      this.#keep("references", { from, to: `${table} (${to.join(", ")})` }, constraint.location, "this reference");
      return;
    }
    if (from.length === 1) column.references.push(`${table}.${to[0]}`);
    else
      this.#relationships.push({
        from: from.map((one) => `${this.name}.${one}`),
        to: to.map((one) => `${table}.${one}`),
      });
  }

  dataset(): DatasetDraft {
    const names = new Names();
    const properties = [...this.#columns].map(([name, column]) => this.#property(name, column, names));
    const relationships = this.#relationships;
    return draft<DatasetDraft>({
      name: this.name,
      physicalName: this.schema === undefined ? this.name : `${this.schema}.${this.name}`,
      physicalType: "table",
      description: this.description,
      properties,
      relationships: relationships.length > 0 ? relationships : undefined,
      customProperties: customs("sql", this.#kept),
    });
  }

  #property(given: string, column: Column, names: Names): PropertyDraft {
    const position = this.#primaryKey.indexOf(given);
    const partition = this.#partition.indexOf(given);
    const { type, isSerial } = this.#typeOf(node({ t: column.definition.typeName }, "t") ?? {}, column.checks);
    const references = column.references.map((to) => ({ to }));
    return draft<PropertyDraft>({
      ...names.of(given),
      ...type,
      description: column.description,
      required: column.required || position >= 0 || isSerial,
      unique: column.unique || undefined,
      primaryKey: position >= 0 || undefined,
      primaryKeyPosition: position >= 0 ? position + 1 : undefined,
      partitioned: partition >= 0 || undefined,
      partitionKeyPosition: partition >= 0 ? partition + 1 : undefined,
      relationships: references.length > 0 ? references : undefined,
      customProperties: customs("sql", column.kept, type.customProperties),
    });
  }

  #typeOf(typeName: JsonObject, own: readonly Check[]): { readonly type: PropertyDraft; readonly isSerial: boolean } {
    const { name, physicalType, type, isArray, isSerial } = columnType(typeName);
    const plain = type ?? this.#ownType(name, typeName);
    const { options, values, json } = together(own);
    if (isArray)
      return {
        type: {
          logicalType: "array",
          physicalType,
          items: { ...plain, required: false },
          logicalTypeOptions: options ?? {},
        },
        isSerial,
      };
    const custom: CustomDraft[] = [...(plain.customProperties ?? []), ...(values ? [enumOf(values)] : [])];
    return {
      type: {
        physicalType,
        ...plain,
        ...(json === "array" && { logicalType: "array" }),
        logicalTypeOptions: { ...plain.logicalTypeOptions, ...options },
        ...(custom.length > 0 && { customProperties: custom }),
      },
      isSerial,
    };
  }

  /** A type that the file makes; one that it doesn't is for a person to choose. */
  #ownType(name: string, typeName: JsonObject): PropertyDraft {
    const values = this.types.enums.get(name);
    if (values) return { logicalType: "string", customProperties: [enumOf(values)] };
    const domain = this.types.domains.get(name);
    if (domain) {
      const constraints = list(domain.constraints).map((one) => node(one, "Constraint") ?? {});
      const checks = constraints.flatMap(({ raw_expr: expression }) => readCheck(expression) ?? []);
      return { ...this.#typeOf((domain.typeName as JsonObject | undefined) ?? {}, checks).type, physicalType: name };
    }
    const parts = this.types.composites.get(name);
    if (parts) {
      const inner = new Table({ schema: undefined, name }, this.types, this.say);
      for (const part of parts) inner.element(part);
      return { logicalType: "object", properties: inner.dataset().properties };
    }
    const finding = unsaid("values of this type", name, "sql.type");
    this.say(typeName.location, { ...finding, fix: "choose a logicalType" });
    return { customProperties: [{ property: "sql.type", value: name }] };
  }
}
