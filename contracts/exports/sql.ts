import type { Column, Dataset, Property, Table } from "../model";
import { snakeCase } from "../names";
import { keyOf } from "../shared";
import { type ContractSource, datasetsOf, type Exporter, NotExpressible, portSources } from "./exporter";
import { boundsOf, enumOf, type Kind, kindOf, rangeOf } from "./kinds";

/** Types with a length of their own, which says the same in Postgres as elsewhere. */
const SIZED = /^(varchar|char|character|character varying|nvarchar)\s*\(\s*(\d+)\s*\)$/i;

/** Property → Postgres column. Of physical types only decimals and lengths carry over: other stores' names mislead. */
export function column(property: Property): Column {
  return {
    name: property.name,
    type: typeOf(property, kindOf(property)),
    nullable: !property.required,
    ...(property.description === undefined ? {} : { comment: property.description }),
  };
}

function typeOf({ physicalType = "" }: Property, kind: Kind): string {
  switch (kind.kind) {
    case "text": {
      if (kind.format === "uuid") return "uuid";
      const [, , length] = SIZED.exec(physicalType) ?? [];
      return length === undefined ? "text" : `varchar(${length})`;
    }
    case "bytes":
      return "bytea";
    case "boolean":
    case "date":
      return kind.kind;
    case "integer": {
      // Postgres has no unsigned types: the next wider one holds them.
      const bits = kind.signed ? kind.bits : kind.bits * 2;
      if (bits <= 16) return "smallint";
      if (bits === 32) return "integer";
      return bits === 64 ? "bigint" : `numeric(${kind.bits === 64 ? 20 : 39},0)`;
    }
    case "float":
      return kind.bits === 32 ? "real" : "double precision";
    case "decimal":
      return `numeric(${kind.precision},${kind.scale})`;
    case "time":
      return "time";
    case "timestamp":
      return kind.zoned ? "timestamptz" : "timestamp";
    default:
      return "jsonb";
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A table as Postgres DDL, one statement a line. */
export function ddl(table: Table): string {
  return tableDdl(table, () => "");
}

function tableDdl(table: Table, constraintsOf: (column: Column) => string): string {
  const name = `${quoted(table.schema)}.${quoted(table.name)}`;
  const lines = table.columns.map(
    (c) => `  ${quoted(c.name)} ${c.type}${c.nullable ? "" : " NOT NULL"}${constraintsOf(c)}`,
  );
  if (table.primaryKey.length > 0) lines.push(`  PRIMARY KEY (${table.primaryKey.map(quoted).join(", ")})`);
  const comments = [
    ...(table.comment === undefined ? [] : [`COMMENT ON TABLE ${name} IS ${literal(table.comment)};`]),
    ...table.columns.flatMap((c) =>
      c.comment === undefined ? [] : [`COMMENT ON COLUMN ${name}.${quoted(c.name)} IS ${literal(c.comment)};`],
    ),
  ];
  return [`CREATE TABLE ${name} (\n${lines.join(",\n")}\n);`, ...comments, ""].join("\n");
}

/** The table of a dataset, also where the contract has no database: then as it would be in one. */
export function tableOf({ contract, data }: ContractSource, dataset: Dataset): Table {
  const object = data.schema?.find(({ name }) => name === dataset.name);
  return (
    dataset.table ?? {
      schema: snakeCase(data.dataProduct ?? contract.id),
      name: snakeCase(dataset.entity),
      columns: dataset.properties.map(column),
      primaryKey: keyOf(object?.properties ?? []),
      ...(dataset.description === undefined ? {} : { comment: dataset.description }),
      source: dataset.source,
    }
  );
}

/** What bounds the values of a column, as boolean expressions. */
function checksOf(property: Property): string[] {
  const kind = kindOf(property);
  const name = quoted(property.name);
  const { minLength, maxLength, pattern, multipleOf, minItems, maxItems } = property.options;
  const checks: string[] = [];
  const compare = (of: string, sign: string, value: number | string | undefined) => {
    if (value !== undefined) checks.push(`${of} ${sign} ${typeof value === "number" ? value : literal(value)}`);
  };
  const within = (bounds: ReturnType<typeof boundsOf<"number">> | ReturnType<typeof boundsOf<"string">>) => {
    compare(name, ">=", bounds.minimum);
    compare(name, ">", bounds.exclusiveMinimum);
    compare(name, "<=", bounds.maximum);
    compare(name, "<", bounds.exclusiveMaximum);
  };
  switch (kind.kind) {
    case "text":
      compare(`char_length(${name})`, ">=", minLength);
      compare(`char_length(${name})`, "<=", maxLength);
      if (pattern !== undefined) checks.push(`${name} ~ ${literal(postgresPattern(property, pattern))}`);
      break;
    case "integer": {
      // The width bounds only where the column is wider than the type.
      const range = kind.signed && kind.bits !== 8 ? {} : rangeOf(kind.bits, kind.signed);
      within({ ...range, ...boundsOf(property, "number") });
      if (multipleOf !== undefined) checks.push(`${name} % ${multipleOf} = 0`);
      break;
    }
    case "float":
    case "decimal":
      within(boundsOf(property, "number"));
      if (multipleOf !== undefined) checks.push(`${name}::numeric % ${multipleOf} = 0`);
      break;
    case "date":
    case "time":
    case "timestamp":
      within(boundsOf(property, "string"));
      break;
    case "array":
      checks.push(`jsonb_typeof(${name}) = 'array'`);
      compare(`jsonb_array_length(${name})`, ">=", minItems);
      compare(`jsonb_array_length(${name})`, "<=", maxItems);
      break;
    case "record":
    case "map":
    case "anything":
      checks.push(`jsonb_typeof(${name}) = 'object'`);
      break;
  }
  const values = enumOf(property)?.map((value) => (typeof value === "string" ? literal(value) : String(value)));
  if (values?.length) checks.push(`${name} IN (${values.join(", ")})`);
  return checks;
}

/** What ECMA-262 has and Postgres' regular expressions don't. */
const FOREIGN = /\\[pPk]|\\u\{|\(\?<|\[\^?\]/;
/** ECMA-262 → Postgres, of letters after a backslash: there \b is a backspace. */
const ESCAPES: Readonly<Record<string, string>> = { b: "y", B: "Y" };

function postgresPattern({ source }: Property, pattern: string): string {
  if (!FOREIGN.test(pattern))
    return pattern.replace(/\\(.)/g, (_all, letter: string) => `\\${ESCAPES[letter] ?? letter}`);
  throw new NotExpressible(source, "the pattern has no equal in Postgres", {
    given: pattern,
    fix: "write it without \\p, \\u{}, \\k, lookbehind and named groups",
  });
}

function constraintsOf(property: Property | undefined, isKey: boolean): string {
  if (!property) return "";
  const unique = property.unique && !isKey ? " UNIQUE" : "";
  return (
    unique +
    checksOf(property)
      .map((check) => ` CHECK (${check})`)
      .join("")
  );
}

function statements(sources: readonly ContractSource[]): string {
  const tables = sources.flatMap((source) =>
    datasetsOf(source).map((dataset) => {
      const table = tableOf(source, dataset);
      const [key, ...more] = table.primaryKey;
      const properties = new Map(dataset.properties.map((property) => [property.name, property]));
      const text = tableDdl(table, ({ name }) =>
        constraintsOf(properties.get(name), name === key && more.length === 0),
      );
      return { schema: table.schema, text };
    }),
  );
  const schemas = [...new Set(tables.map(({ schema }) => schema))];
  const create = schemas.map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)};\n`);
  return [...create, ...tables.map(({ text }) => text)].join("\n");
}

/** Postgres DDL that can be run as it is, and again beside other contracts of the same product. */
export const sql: Exporter = {
  contract: (source) => ({ text: statements([source]) }),
  product: (source) => ({ text: statements(portSources(source)) }),
};
