/** A product's own schema in the mesh's Postgres: tables, and roles that may do the least they need. */
import { z } from "zod";
import { type CheckFailure, type Context, differenceOf, MeshError, type ResourceHandler } from "../handler";
import { applySchema, type DeclaredSchema, dropSchema, lossMessage, readSchema, unforgiven } from "../postgres/schema";
import { type DeclaredTable, type Loss, planTables } from "../postgres/tables";
import { isType } from "../postgres/types";

/** Postgres cuts longer names off silently; the owner's name is the schema's with `_owner`. */
const identifier = (longest: number) =>
  z
    .string()
    .regex(/^[a-z_][a-z0-9_-]*$/, "lower-case letters, digits, _ and -, not starting with a digit or -")
    .max(longest)
    .refine((name) => !name.startsWith("pg_"), "a name that doesn't start with pg_");

const column = z.strictObject({
  name: identifier(63).describe("the column's name, e.g. order_id"),
  type: z.string().refine(isType, "a Postgres type, e.g. text, numeric(12,2)").describe("the column's Postgres type"),
  nullable: z.boolean().describe("true where the column may have no value"),
  comment: z.string().optional().describe("what the column means"),
});

const table = z
  .strictObject({
    name: identifier(63).describe("the table's name, e.g. orders"),
    columns: z.array(column).min(1).describe("the table's columns"),
    primaryKey: z.array(z.string()).describe("names of the columns of the primary key; [] for none"),
    comment: z.string().optional().describe("what the table is for"),
  })
  .superRefine(({ columns, primaryKey }, context) => {
    for (const name of primaryKey.filter((key) => !columns.some((column) => column.name === key))) {
      const message = `names of the table's columns, which ${name} isn't`;
      context.addIssue({ code: "custom", path: ["primaryKey"], message });
    }
    for (const name of duplicates(columns)) {
      context.addIssue({ code: "custom", path: ["columns"], message: `each name once; ${name} is there twice` });
    }
  });

const role = z.strictObject({
  name: identifier(63).describe("the login role's name, e.g. order_events_writer"),
  access: z.enum(["write", "read"]).describe("write = SELECT, INSERT, UPDATE; read = SELECT"),
  password: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, "16 to 256 printable ASCII characters")
    .describe("the role's password, as a secret; the result of a mesh Password"),
});

const inputs = z.strictObject({
  schema: identifier(57).describe("the schema's name, e.g. order_events"),
  tables: z.array(table).superRefine(unique).describe("the schema's tables"),
  roles: z.array(role).superRefine(unique).describe("the schema's login roles"),
  allowDataLoss: z.boolean().default(false).describe("true to let a change or a delete lose data"),
});

type Inputs = z.output<typeof inputs>;

export const databaseSchema: ResourceHandler<Inputs, object> = {
  token: "mesh:index:DatabaseSchema",
  description: "A schema in the mesh's Postgres with its tables and least-privilege roles.",
  inputs,
  outputs: [],
  secrets: [["roles", "*", "password"]],

  check: async (context, { olds, news }) => {
    const { schema, tables, allowDataLoss = false } = news;
    // A new schema has nothing to lose; with another name it is a new schema.
    if (!schema || !tables || olds.schema !== schema || !olds.tables) return [];
    const losses = planTables(olds.tables, tables).losses;
    if (losses.length === 0) return [];
    const { left, note } = await judgeLosses(context, { schema, allowDataLoss }, losses);
    return left.map((loss) => failureOf(schema, tables, loss, note));
  },

  diff: (olds, news) => differenceOf(olds, news, { replace: ["schema"], same: { tables: sameTables } }),

  create: async (context, declared) => {
    await context.database((database) => applySchema(database, declared));
    return { id: declared.schema, outputs: {} };
  },

  read: async (context, id, deployed) => {
    const live = await context.database((database) => readSchema(database, id));
    if (live === undefined) return undefined;
    const inputs = deployed?.inputs ?? { schema: id, tables: [], roles: [], allowDataLoss: false };
    // As declared where it is as declared: the database writes types and orders tables in its own way.
    const tables = sameTables(inputs.tables, live.tables) ? inputs.tables : (live.tables as Inputs["tables"]);
    return { inputs: { ...inputs, tables }, outputs: {} };
  },

  update: async (context, _deployed, declared) => {
    await context.database((database) => applySchema(database, declared));
    return {};
  },

  delete: async (context, { inputs: { schema, allowDataLoss } }) =>
    context.database((database) => dropSchema(database, schema, allowDataLoss)),
};

/** Only whether a table is empty needs the database; a preview without such a question doesn't connect. */
async function judgeLosses(
  context: Context,
  declared: Pick<DeclaredSchema, "schema" | "allowDataLoss">,
  losses: readonly Loss[],
): Promise<{ readonly left: readonly Loss[]; readonly note?: string }> {
  const sure = losses.filter(({ kind }) => kind === "loss" && !declared.allowDataLoss);
  const ifFull = losses.filter(({ kind }) => kind === "needs-empty");
  if (ifFull.length === 0) return { left: sure };
  try {
    return { left: [...sure, ...(await context.database((database) => unforgiven(database, declared, ifFull)))] };
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    return { left: [...sure, ...ifFull], note: `whether the table is empty can't be told: ${error.message}` };
  }
}

function failureOf(schema: string, tables: Inputs["tables"], loss: Loss, note: string | undefined): CheckFailure {
  const tableAt = tables.findIndex(({ name }) => name === loss.table);
  const columnAt = tables[tableAt]?.columns.findIndex(({ name }) => name === loss.column) ?? -1;
  const inTable = tableAt < 0 ? "tables" : `tables[${tableAt}]`;
  const property = columnAt < 0 ? inTable : `${inTable}.columns[${columnAt}]`;
  const reason = lossMessage(schema, loss);
  return { property, reason: loss.kind === "needs-empty" && note ? `${reason} (${note})` : reason };
}

/** Equal where nothing would have to be changed. */
function sameTables(olds: readonly DeclaredTable[], news: readonly DeclaredTable[]): boolean {
  return planTables(olds, news).changes.length === 0 && planTables(news, olds).changes.length === 0;
}

function duplicates(named: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(named.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at))];
}

function unique(named: readonly { readonly name: string }[], context: z.core.$RefinementCtx): void {
  for (const name of duplicates(named)) {
    context.addIssue({ code: "custom", message: `each name once; ${name} is there twice`, input: named });
  }
}
