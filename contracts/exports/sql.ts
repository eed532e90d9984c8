import type { Column, Property, Table } from "../model";

const TYPES: Readonly<Record<Property["logicalType"], string>> = {
  string: "text",
  number: "double precision",
  integer: "bigint",
  boolean: "boolean",
  date: "date",
  time: "time",
  timestamp: "timestamptz",
  object: "jsonb",
  array: "jsonb",
};

/** Property → Postgres column. A `decimal(p,s)` physical type carries over; other stores' types don't. */
export function column(property: Property): Column {
  const decimal = /^(?:decimal|numeric)\s*(\(.+\))$/i.exec(property.physicalType ?? "");
  const type = property.logicalType === "number" && decimal ? `numeric${decimal[1]}` : TYPES[property.logicalType];
  return {
    name: property.name,
    type: type.replace(/\s+(?=[(,)])|(?<=[(,])\s+/g, ""),
    nullable: !property.required,
    ...(property.description === undefined ? {} : { comment: property.description }),
  };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A table as Postgres DDL, one statement a line. */
export function ddl(table: Table): string {
  const name = `${quoted(table.schema)}.${quoted(table.name)}`;
  const lines = table.columns.map((c) => `  ${quoted(c.name)} ${c.type}${c.nullable ? "" : " NOT NULL"}`);
  if (table.primaryKey.length > 0) lines.push(`  PRIMARY KEY (${table.primaryKey.map(quoted).join(", ")})`);
  const comments = [
    ...(table.comment === undefined ? [] : [`COMMENT ON TABLE ${name} IS ${literal(table.comment)};`]),
    ...table.columns.flatMap((c) =>
      c.comment === undefined ? [] : [`COMMENT ON COLUMN ${name}.${quoted(c.name)} IS ${literal(c.comment)};`],
    ),
  ];
  return [`CREATE TABLE ${name} (\n${lines.join(",\n")}\n);`, ...comments, ""].join("\n");
}
