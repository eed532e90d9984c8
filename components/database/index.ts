import * as pulumi from "@pulumi/pulumi";
import type { Table } from "../../contracts/model";
import { DatabaseSchema, type DatabaseSchemaArgs, Password } from "../../provider/sdk";
import { stateful } from "../shared/stateful";
import { child, type Transform } from "../shared/transform";

export interface DatabaseArgs {
  /** Postgres schema of the product; also the prefix of its roles. */
  readonly schema: string;
  readonly tables: readonly Table[];
  /** True where the tables may be dropped with their rows. @default false: protected and retained */
  readonly throwAway?: boolean;
  readonly transform?: { readonly schema?: Transform<DatabaseSchemaArgs> };
}

/** Least privilege: one role that writes the product's tables, one that only reads them, nothing for PUBLIC. */
const ACCESSES = ["write", "read"] as const;

/** A product's tables in a schema of its own, with a login role for each kind of access. */
export class Database extends pulumi.ComponentResource {
  readonly nodes: { readonly schema: DatabaseSchema; readonly passwords: Record<"write" | "read", Password> };

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const { schema, tables, throwAway = false, transform } = args;
    super("mesh:components:Database", name, { schema, tables, throwAway }, opts);

    const password = (access: string) => new Password(`${name}-${access}-password`, {}, { parent: this });
    const passwords = { write: password("write"), read: password("read") };
    this.nodes = {
      passwords,
      schema: new DatabaseSchema(
        ...child(transform?.schema, [
          `${name}-schema`,
          {
            schema,
            tables: tables.map(({ name, columns, primaryKey, comment }) => ({
              name,
              columns: [...columns],
              primaryKey: [...primaryKey],
              ...(comment === undefined ? {} : { comment }),
            })),
            roles: ACCESSES.map((access) => ({
              name: `${schema}_${access}`,
              access,
              password: passwords[access].result,
            })),
            allowDataLoss: throwAway,
          },
          { parent: this, ...stateful(throwAway) },
        ]),
      ),
    };
    this.registerOutputs({ schema, tables: tables.map((table) => table.name) });
  }
}
