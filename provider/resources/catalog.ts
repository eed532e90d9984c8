/** The catalog itself: a Postgres schema, made once by the platform. */
import { z } from "zod";
import { createCatalog, dropCatalog, hasCatalog } from "../catalog";
import { differenceOf, type ResourceHandler } from "../handler";

/** Also what a record names its catalog by. */
export const catalogName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "lower-case letters, digits and _, starting with a letter")
  .max(63)
  .refine((name) => !name.startsWith("pg_"), "a name that doesn't start with pg_")
  .describe("the catalog's Postgres schema, e.g. mesh_catalog");

const inputs = z.strictObject({ schema: catalogName });

type Inputs = z.output<typeof inputs>;

export const catalog: ResourceHandler<Inputs, object> = {
  token: "mesh:index:Catalog",
  description: "The Postgres schema in which all products are recorded.",
  inputs,
  outputs: [],
  secrets: [],

  check: async () => [],

  diff: (olds, news) => differenceOf(olds, news, { replace: ["schema"] }),

  create: async (context, { schema }) => {
    await context.database((database) => createCatalog(database, schema));
    return { id: schema, outputs: {} };
  },

  read: async (context, id) => {
    const there = await context.database((database) => hasCatalog(database, id));
    return there ? { inputs: { schema: id }, outputs: {} } : undefined;
  },

  update: async (context, _deployed, { schema }) => {
    await context.database((database) => createCatalog(database, schema));
    return {};
  },

  delete: async (context, { inputs: { schema } }) => context.database((database) => dropCatalog(database, schema)),
};
