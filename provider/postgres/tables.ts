/** What has to change for a schema's tables to become what is declared, and what would be lost by it. */
import { canonicalType, widens } from "./types";

export interface TableColumn {
  readonly name: string;
  /** Postgres type, e.g. `text`, `numeric(12,2)`, `timestamptz`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly comment?: string | undefined;
}

export interface DeclaredTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly primaryKey: readonly string[];
  readonly comment?: string | undefined;
}

/** One step from the old tables to the new ones. */
export type Change =
  | { readonly kind: "create-table"; readonly table: DeclaredTable }
  | { readonly kind: "drop-table"; readonly table: string }
  | { readonly kind: "add-column"; readonly table: string; readonly column: TableColumn }
  | { readonly kind: "drop-column"; readonly table: string; readonly column: string }
  | { readonly kind: "change-type"; readonly table: string; readonly column: string; readonly type: string }
  | { readonly kind: "drop-not-null" | "set-not-null"; readonly table: string; readonly column: string }
  | { readonly kind: "primary-key"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "comment"; readonly table: string; readonly column?: string; readonly text: string | undefined };

/** Something a change would lose or break. */
export interface Loss {
  readonly table: string;
  readonly column?: string;
  readonly message: string;
  /** `loss`: goes with the data owner's consent. `needs-empty`: can't be done at all while the table holds rows. */
  readonly kind: "loss" | "needs-empty";
}

export interface Plan {
  /** In an order in which they can be carried out. */
  readonly changes: readonly Change[];
  readonly losses: readonly Loss[];
}

/** Compares tables by name and columns by name; a renamed one is a dropped one and a new one. */
export function planTables(olds: readonly DeclaredTable[], news: readonly DeclaredTable[]): Plan {
  const changes: Change[] = [];
  const losses: Loss[] = [];
  for (const table of news) {
    const old = olds.find(({ name }) => name === table.name);
    if (old === undefined) {
      changes.push({ kind: "create-table", table }, ...commentsOf(undefined, table));
      continue;
    }
    const plan = planTable(old, table);
    changes.push(...plan.changes);
    losses.push(...plan.losses);
  }
  for (const { name } of olds.filter((old) => !news.some((table) => table.name === old.name))) {
    changes.push({ kind: "drop-table", table: name });
    losses.push({ table: name, message: "the table is dropped with its rows", kind: "loss" });
  }
  return { changes, losses };
}

function planTable(oldTable: DeclaredTable, nextTable: DeclaredTable): Plan {
  const old = normalised(oldTable);
  const next = normalised(nextTable);
  const table = next.name;
  const changes: Change[] = [];
  const losses: Loss[] = [];
  const keyChanged = old.primaryKey.join() !== next.primaryKey.join();
  for (const column of next.columns) {
    const before = old.columns.find(({ name }) => name === column.name);
    if (before === undefined) {
      changes.push({ kind: "add-column", table, column });
      if (!column.nullable) {
        const message = "a new column that has to have a value, which the rows already there don't have";
        losses.push({ table, column: column.name, message, kind: "needs-empty" });
      }
      continue;
    }
    const plan = planColumn(table, before, column);
    changes.push(...plan.changes);
    losses.push(...plan.losses);
  }
  for (const { name } of old.columns.filter((column) => !next.columns.some((kept) => kept.name === column.name))) {
    changes.push({ kind: "drop-column", table, column: name });
    losses.push({ table, column: name, message: "the column is dropped with its values", kind: "loss" });
  }
  if (keyChanged) {
    changes.push({ kind: "primary-key", table, columns: next.primaryKey });
    const message = `the primary key changes from (${old.primaryKey.join(", ")}) to (${next.primaryKey.join(", ")})`;
    losses.push({ table, message, kind: "loss" });
  }
  return { changes: [...changes, ...commentsOf(old, next)], losses };
}

/** A key's columns never are nullable, whatever is declared. */
function normalised(table: DeclaredTable): DeclaredTable {
  const columns = table.columns.map((column) =>
    table.primaryKey.includes(column.name) ? { ...column, nullable: false } : column,
  );
  return { ...table, columns };
}

function planColumn(table: string, old: TableColumn, next: TableColumn): Plan {
  const column = next.name;
  const changes: Change[] = [];
  const losses: Loss[] = [];
  if (canonicalType(old.type) !== canonicalType(next.type)) {
    changes.push({ kind: "change-type", table, column, type: next.type });
    if (!widens(old.type, next.type)) {
      const message = `the type changes from ${canonicalType(old.type)} to ${canonicalType(next.type)}, which doesn't hold every value`;
      losses.push({ table, column, message, kind: "loss" });
    }
  }
  if (!old.nullable && next.nullable) changes.push({ kind: "drop-not-null", table, column });
  if (old.nullable && !next.nullable) {
    changes.push({ kind: "set-not-null", table, column });
    const message = "the column has to have a value, which rows already there may not have";
    losses.push({ table, column, message, kind: "needs-empty" });
  }
  return { changes, losses };
}

function commentsOf(old: DeclaredTable | undefined, next: DeclaredTable): readonly Change[] {
  const changes: Change[] = [];
  if (old?.comment !== next.comment) changes.push({ kind: "comment", table: next.name, text: next.comment });
  for (const { name, comment } of next.columns) {
    if (old?.columns.find((column) => column.name === name)?.comment !== comment) {
      changes.push({ kind: "comment", table: next.name, column: name, text: comment });
    }
  }
  return changes;
}
